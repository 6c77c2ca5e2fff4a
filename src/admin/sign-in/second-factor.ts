import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { generateSecret, generateURI, verify } from 'otplib';
import { Tokens } from '../../platform/tokens/tokens.js';
import { type MemberSecrets, MembersRepository } from './members.repository.js';

const ISSUER = 'Ropeline';
/** A phone's clock may be half a minute wrong. */
const TOLERANCE_SECONDS = 30;
const RECOVERY_CODES = 10;
const RECOVERY_BYTES = 10;
const TOTP_CODE = /^\d{6}$/;

/** Codes of an authenticator app (TOTP), and recovery codes for when it is lost. Every code works once. */
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

  /** The step of a code that the secret gives now; null for any other. */
  async stepOf(secret: string, code: string): Promise<number | null> {
    const token = code.replaceAll(' ', '');
    if (!TOTP_CODE.test(token)) return null;
    const result = await verify({ secret, token, epochTolerance: TOLERANCE_SECONDS });
    return result.valid && 'timeStep' in result ? result.timeStep : null;
  }

  /** Takes a code of the app, or a recovery code. True once for each. */
  async take(member: MemberSecrets, code: string): Promise<boolean> {
    if (member.totpSealed === null) return false;
    const step = await this.stepOf(this.open(member.totpSealed), code);
    if (step !== null) return await this.members.takeStep(member.id, step);
    return await this.members.takeRecoveryCode(member.id, recoveryHash(code));
  }

  /** Shown once; only their hashes are kept. */
  newRecoveryCodes(): { codes: string[]; hashes: string[] } {
    const codes = Array.from({ length: RECOVERY_CODES }, () => {
      const text = randomBytes(RECOVERY_BYTES).toString('hex');
      return `${text.slice(0, 5)}-${text.slice(5, 10)}-${text.slice(10, 15)}-${text.slice(15)}`;
    });
    return { codes, hashes: codes.map(recoveryHash) };
  }
}

/** 80 random bits need no slow hash. */
function recoveryHash(code: string): string {
  return createHash('sha256')
    .update(code.toLowerCase().replace(/[^0-9a-f]/g, ''))
    .digest('hex');
}
