import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AuditService } from '../../platform/audit/audit.service.js';
import { Tokens } from '../../platform/tokens/tokens.js';
import { type Member, MembersRepository } from './members.repository.js';
import { Passwords, TooManyHashes } from './passwords.js';
import { SignInStore } from './sign-in.store.js';

export type SignInResult =
  | { kind: 'signed_in'; sessionId: string; csrfToken: string; member: Member }
  | { kind: 'refused' }
  | { kind: 'limited'; retryAfterSeconds: number };

const SESSION_ID_BYTES = 32;
const BUSY_SECONDS = 2;
export const hashOfSession = (sessionId: string): string => createHash('sha256').update(sessionId).digest('hex');

@Injectable()
export class SignInService {
  constructor(
    private readonly members: MembersRepository,
    private readonly passwords: Passwords,
    private readonly store: SignInStore,
    private readonly tokens: Tokens,
    private readonly audit: AuditService,
  ) {}

  /** One answer for every failure, in the same time: whether an account exists is nobody's business. */
  async signIn(email: string, password: string, network: string): Promise<SignInResult> {
    const address = email.trim().toLowerCase();
    const digests = [
      this.tokens.mac('identity', 'sign-in', address),
      this.tokens.mac('identity', 'sign-in-network', network),
    ];
    const waitSeconds = await this.store.waitSeconds(digests);
    if (waitSeconds > 0) return { kind: 'limited', retryAfterSeconds: waitSeconds };
    const member = await this.members.byEmail(address);
    let matches: boolean;
    try {
      matches = await this.passwords.matches(member?.passwordHash ?? null, password);
    } catch (error) {
      if (error instanceof TooManyHashes) return { kind: 'limited', retryAfterSeconds: BUSY_SECONDS };
      throw error;
    }
    if (!member || !matches) {
      await this.store.recordFailure(digests);
      return { kind: 'refused' };
    }
    await this.audit.record(`member:${member.id}`, 'signed_in', `member:${member.id}`);
    return await this.openSession({ id: member.id, email: member.email, name: member.name, role: member.role });
  }

  /** The member behind a session cookie, with the form token that goes with it; null when the session is over. */
  async resume(sessionId: string): Promise<{ member: Member; csrfToken: string; idHash: string } | null> {
    const idHash = hashOfSession(sessionId);
    const member = await this.members.bySession(idHash);
    return member && { member, idHash, csrfToken: this.csrfTokenOf(idHash) };
  }

  async signOut(idHash: string, actor: string): Promise<void> {
    await this.members.endSession(idHash);
    await this.audit.record(actor, 'signed_out', actor);
  }

  csrfTokenOf(idHash: string): string {
    return this.tokens.mac('csrf', idHash);
  }

  private async openSession(member: Member): Promise<SignInResult> {
    const sessionId = randomBytes(SESSION_ID_BYTES).toString('base64url');
    const idHash = hashOfSession(sessionId);
    await this.members.openSession(idHash, member.id);
    return { kind: 'signed_in', sessionId, csrfToken: this.csrfTokenOf(idHash), member };
  }
}
