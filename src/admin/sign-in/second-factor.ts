import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { generateSecret, generateURI, verify } from 'otplib';
import { Tokens } from '../../platform/tokens/tokens.js';
import { type MemberSecrets, MembersRepository } from './members.repository.js';

const ISSUER = 'Ropeline';
/** Tolerated clock skew of a phone. */
const TOLERANCE_SECONDS = 30;
const RECOVERY_CODES = 10;
const RECOVERY_BYTES = 10;
const TOTP_CODE = /^\d{6}$/;

/** TOTP codes of authenticator apps, and recovery codes for lost ones. Every code works once. */
@Injectable()
export class SecondFactor {
  constructor(
    private readonly members: MembersRepository,
    private readonly tokens: Tokens,
  ) {}

  newSecret(): string {
    return generateSecret();
  }

  uriOf(secret: string, email: string): string {
    return generateURI({ issuer: ISSUER, label: email, secret });
  }

  seal(secret: string): string {
    return this.tokens.seal('secondFactor', secret);
  }

  open(sealed: string): string {
    return this.tokens.open('secondFactor', sealed);
  }

  /** Returns the time step of a currently valid code; null for any other. */
  async stepOf(secret: string, code: string): Promise<number | null> {
    const token = code.replaceAll(' ', '');
    if (!TOTP_CODE.test(token)) return null;
    const result = await verify({ secret, token, epochTolerance: TOLERANCE_SECONDS });
    return result.valid && 'timeStep' in result ? result.timeStep : null;
  }

  /** Consumes an app or recovery code. Returns true once for each. */
  async take(member: MemberSecrets, code: string): Promise<boolean> {
    if (member.totpSealed === null) return false;
    const step = await this.stepOf(this.open(member.totpSealed), code);
    if (step !== null) return await this.members.takeStep(member.id, step);
    return await this.members.takeRecoveryCode(member.id, recoveryHash(code));
  }

  /** Returned once; only the hashes are stored. */
  newRecoveryCodes(): { codes: string[]; hashes: string[] } {
    const codes = Array.from({ length: RECOVERY_CODES }, () => {
      const text = randomBytes(RECOVERY_BYTES).toString('hex');
      return `${text.slice(0, 5)}-${text.slice(5, 10)}-${text.slice(10, 15)}-${text.slice(15)}`;
    });
    return { codes, hashes: codes.map(recoveryHash) };
  }
}

/** A fast hash suffices for 80 random bits. */
function recoveryHash(code: string): string {
  return createHash('sha256')
    .update(code.toLowerCase().replace(/[^0-9a-f]/g, ''))
    .digest('hex');
}
