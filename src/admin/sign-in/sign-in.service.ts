import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AuditService } from '../../platform/audit/audit.service.js';
import { Tokens } from '../../platform/tokens/tokens.js';
import { KnownDevices } from './known-devices.js';
import { type Member, type MemberSecrets, MembersRepository } from './members.repository.js';
import { Passwords, TooManyHashes } from './passwords.js';
import { SecondFactor } from './second-factor.js';
import { type SessionMember, SessionsRepository } from './sessions.repository.js';
import { SignInChallenge } from './sign-in-challenge.js';
import { SignInStore } from './sign-in.store.js';
import { type Attempt, codeCounterOf, countersOf } from './throttle.rules.js';
import { sha256Hex } from '../../platform/tokens/digests.js';

export interface Credentials {
  email: string;
  password: string;
  /** A TOTP or recovery code; null on the first attempt. */
  code: string | null;
  /** A solved challenge, instead of waiting. */
  challenge: string | null;
}
/** Origin of the attempt. */
export interface Visitor {
  network: string;
  deviceToken: string | null;
  /** Readable device name. */
  device: string;
}

export interface SignedIn {
  kind: 'signed_in';
  sessionId: string;
  csrfToken: string;
  member: Member;
  deviceToken: string;
}
export type SignInResult =
  | SignedIn
  | { kind: 'refused' | 'code_required' | 'code_wrong' | 'challenge_invalid' }
  | { kind: 'limited'; retryAfterMs: number; canSolve: boolean };

const SESSION_ID_BYTES = 32;
const BUSY_MS = 2_000;
export const hashOfSession = (sessionId: string): string => sha256Hex(sessionId);
export const addressOf = (email: string): string => email.trim().toLowerCase();

@Injectable()
export class SignInService {
  constructor(
    private readonly members: MembersRepository,
    private readonly sessions: SessionsRepository,
    private readonly passwords: Passwords,
    private readonly secondFactor: SecondFactor,
    private readonly store: SignInStore,
    private readonly challenges: SignInChallenge,
    private readonly devices: KnownDevices,
    private readonly tokens: Tokens,
    private readonly audit: AuditService,
  ) {}

  /** Responds identically and in constant time to every wrong password, so that accounts cannot be enumerated. */
  async signIn(credentials: Credentials, visitor: Visitor): Promise<SignInResult> {
    const address = addressOf(credentials.email);
    const attempt = this.attemptOf(address, visitor);
    const counters = countersOf(attempt);
    const waitMs = await this.store.waitMs(counters);
    if (waitMs > 0) {
      if (credentials.challenge === null) return { kind: 'limited', retryAfterMs: waitMs, canSolve: true };
      if (!(await this.challenges.spend(credentials.challenge, visitor.network))) return { kind: 'challenge_invalid' };
    }
    const member = await this.members.byEmail(address);
    try {
      const isRight = await this.passwords.matches(member?.passwordHash ?? null, credentials.password);
      if (!member || !isRight) {
        await this.store.recordFailure(counters);
        return { kind: 'refused' };
      }
    } catch (error) {
      if (error instanceof TooManyHashes) return { kind: 'limited', retryAfterMs: BUSY_MS, canSolve: false };
      throw error;
    }
    return (
      (await this.codeRefused(member, credentials.code, attempt)) ??
      (await this.admit(member, visitor.device, 'password'))
    );
  }

  /** Returns the member of a session cookie with its CSRF token; null when the session has expired. */
  async resume(sessionId: string): Promise<{ member: SessionMember; csrfToken: string; idHash: string } | null> {
    const idHash = hashOfSession(sessionId);
    const member = await this.sessions.memberOf(idHash);
    return member && { member, idHash, csrfToken: this.csrfTokenOf(idHash) };
  }

  async signOut(idHash: string, actor: string): Promise<void> {
    await this.sessions.end(idHash);
    await this.audit.record(actor, 'signed_out', actor);
  }

  csrfTokenOf(idHash: string): string {
    return this.tokens.mac('csrf', idHash);
  }

  private attemptOf(address: string, { network, deviceToken }: Visitor): Attempt {
    return {
      device: this.devices.digestOf(deviceToken, address),
      pair: this.tokens.mac('identity', 'sign-in-pair', address, network),
      account: this.tokens.mac('identity', 'sign-in', address),
      network: this.tokens.mac('identity', 'sign-in-network', network),
    };
  }

  /** Returns null if the member has no second factor or the code is valid. */
  private async codeRefused(
    member: MemberSecrets,
    code: string | null,
    attempt: Attempt,
  ): Promise<SignInResult | null> {
    if (!member.hasSecondFactor) return null;
    if (code === null) return { kind: 'code_required' };
    const counter = codeCounterOf(this.tokens.mac('identity', 'sign-in-code', member.id, attempt.device ?? ''));
    const waitMs = await this.store.waitMs([counter]);
    if (waitMs > 0) return { kind: 'limited', retryAfterMs: waitMs, canSolve: false };
    if (await this.secondFactor.take(member, code)) return null;
    await this.store.recordFailure([counter]);
    return { kind: 'code_wrong' };
  }

  /** Opens a session for a member who has proved who they are. @param by how: recorded in the log */
  async admit(member: Member, device: string, by: 'password' | 'passkey' | 'oidc'): Promise<SignedIn> {
    const actor = `member:${member.id}`;
    await this.audit.record(actor, 'signed_in', actor, { device, by });
    const sessionId = randomBytes(SESSION_ID_BYTES).toString('base64url');
    const idHash = hashOfSession(sessionId);
    await this.sessions.open(idHash, member.id, device);
    const { id, email, name, role, hasSecondFactor } = member;
    return {
      kind: 'signed_in',
      sessionId,
      csrfToken: this.csrfTokenOf(idHash),
      member: { id, email, name, role, hasSecondFactor },
      deviceToken: this.devices.tokenFor(member.email),
    };
  }
}
