import { Injectable } from '@nestjs/common';
import type { ActionCode } from '../../contract/staff/action-words.js';
import type { AccountShape, NewSecondFactorShape, OwnSessionsShape } from '../../contract/staff/team-shapes.js';
import { AuditService } from '../../platform/audit/audit.service.js';
import { Clock } from '../../platform/clock/clock.js';
import { Tokens } from '../../platform/tokens/tokens.js';
import { type MemberSecrets, MembersRepository } from '../sign-in/members.repository.js';
import { Passwords, TooManyHashes } from '../sign-in/passwords.js';
import { SecondFactor } from '../sign-in/second-factor.js';
import { SessionEnds } from '../sign-in/session-ends.js';
import { SessionsRepository } from '../sign-in/sessions.repository.js';
import { SignInStore } from '../sign-in/sign-in.store.js';
import { codeCounterOf, countersOf, type FailureCounter } from '../sign-in/throttle.rules.js';
import { StaffSettingsRepository } from '../team/staff-settings.repository.js';

const PENDING_SECONDS = 600;
const BUSY_MS = 2_000;
/** How long a new session proves its member like the password that opened it. */
const FRESH_SECONDS = 600;

export type Refused =
  | { kind: 'wrong_password' | 'wrong_code' | 'state' | 'gone' }
  /** None was given, and the session is too old to do without. */
  | { kind: 'password_needed' }
  | { kind: 'limited'; waitMs: number };

/** The member's own password, second factor and sessions. A stolen session is not enough: changes need the password. */
@Injectable()
export class AccountService {
  constructor(
    private readonly members: MembersRepository,
    private readonly sessions: SessionsRepository,
    private readonly passwords: Passwords,
    private readonly secondFactor: SecondFactor,
    private readonly store: SignInStore,
    private readonly ends: SessionEnds,
    private readonly settings: StaffSettingsRepository,
    private readonly tokens: Tokens,
    private readonly clock: Clock,
    private readonly audit: AuditService,
  ) {}

  async read(memberId: string): Promise<AccountShape | null> {
    const [member, { twoFactorRoles }] = await Promise.all([this.members.byId(memberId), this.settings.read()]);
    if (!member) return null;
    const { id, email, name, role, hasSecondFactor, recoveryHashes } = member;
    const twoFactor = {
      enrolled: hasSecondFactor,
      required: twoFactorRoles.includes(role),
      recoveryCodesLeft: recoveryHashes.length,
    };
    return { id, email, name, role, twoFactor };
  }

  /** Changes the password and ends every other session. */
  async changePassword(
    memberId: string,
    sessionIdHash: string | null,
    current: string,
    password: string,
  ): Promise<{ kind: 'changed' } | Refused> {
    const known = await this.knownBy(memberId, current);
    if (known.kind !== 'known') return known;
    try {
      await this.members.setPassword(memberId, await this.passwords.hash(password));
    } catch (error) {
      if (error instanceof TooManyHashes) return { kind: 'limited', waitMs: BUSY_MS };
      throw error;
    }
    await this.ends.ofMember(memberId, sessionIdHash);
    await this.note(memberId, 'account.password');
    return { kind: 'changed' };
  }

  /**
   * Creates a secret that takes effect once its first code is confirmed. Needs the password, or a stolen session could
   * bind a thief's phone and lock the member out; who has just signed in is not asked again.
   */
  async beginSecondFactor(
    memberId: string,
    sessionIdHash: string | null,
    password: string | null,
  ): Promise<{ kind: 'begun'; answer: NewSecondFactorShape } | Refused> {
    const isFresh = sessionIdHash !== null && (await this.sessions.isFresh(sessionIdHash, FRESH_SECONDS));
    if (password === null && !isFresh) return { kind: 'password_needed' };
    const known = password === null ? await this.memberBy(memberId) : await this.knownBy(memberId, password);
    if (known.kind !== 'known') return known;
    const { member } = known;
    if (member.hasSecondFactor) return { kind: 'state' };
    const secret = this.secondFactor.newSecret();
    await this.store.keepPendingSecret(memberId, this.secondFactor.seal(secret), PENDING_SECONDS);
    const expiresAt = new Date(this.clock.nowMs() + PENDING_SECONDS * 1_000).toISOString();
    return { kind: 'begun', answer: { secret, uri: this.secondFactor.uriOf(secret, member.email), expiresAt } };
  }

  async confirmSecondFactor(memberId: string, code: string): Promise<{ kind: 'on'; codes: string[] } | Refused> {
    const sealed = await this.store.pendingSecret(memberId);
    if (sealed === null) return { kind: 'state' };
    const found = await this.counted([this.codeCounter(memberId)], 'wrong_code', () =>
      this.secondFactor.stepOf(this.secondFactor.open(sealed), code),
    );
    if (found.kind !== 'right') return found;
    const { codes, hashes } = this.secondFactor.newRecoveryCodes();
    await this.members.setSecondFactor(memberId, sealed, hashes);
    await this.members.takeStep(memberId, found.value);
    await this.store.dropPendingSecret(memberId);
    await this.note(memberId, 'account.second_factor_on');
    return { kind: 'on', codes };
  }

  /** Turns the second factor off. Refused while the team requires it; an owner can clear it then. */
  async endSecondFactor(memberId: string, password: string, code: string): Promise<{ kind: 'off' } | Refused> {
    const proved = await this.proved(memberId, password, code);
    if (proved.kind !== 'known') return proved;
    if ((await this.settings.read()).twoFactorRoles.includes(proved.member.role)) return { kind: 'state' };
    await this.members.setSecondFactor(memberId, null, []);
    await this.note(memberId, 'account.second_factor_off');
    return { kind: 'off' };
  }

  /** Replaces the recovery codes; earlier ones stop working. */
  async newRecoveryCodes(
    memberId: string,
    password: string,
    code: string,
  ): Promise<{ kind: 'made'; codes: string[] } | Refused> {
    const proved = await this.proved(memberId, password, code);
    if (proved.kind !== 'known') return proved;
    const { codes, hashes } = this.secondFactor.newRecoveryCodes();
    await this.members.setRecoveryHashes(memberId, hashes);
    await this.note(memberId, 'account.recovery_codes');
    return { kind: 'made', codes };
  }

  async ownSessions(memberId: string, currentHash: string | null): Promise<OwnSessionsShape> {
    const sessions = await this.sessions.ofMember(memberId);
    return {
      sessions: sessions.map(({ idHash, publicId, device, createdAt, seenAt }) => ({
        ...{ id: publicId, device, current: idHash === currentHash },
        ...{ createdAt: createdAt.toISOString(), seenAt: seenAt.toISOString() },
      })),
    };
  }

  async endOtherSessions(memberId: string, currentHash: string | null): Promise<void> {
    const ended = await this.ends.ofMember(memberId, currentHash);
    await this.audit.record(`member:${memberId}`, 'account.end_sessions', `member:${memberId}`, { ended });
  }

  async endSession(memberId: string, publicId: string): Promise<boolean> {
    const ended = await this.ends.one(memberId, publicId);
    if (ended) await this.note(memberId, 'account.end_session');
    return ended;
  }

  private async proved(
    memberId: string,
    password: string,
    code: string,
  ): Promise<{ kind: 'known'; member: MemberSecrets } | Refused> {
    const known = await this.knownBy(memberId, password);
    if (known.kind !== 'known') return known;
    if (!known.member.hasSecondFactor) return { kind: 'state' };
    const taken = await this.counted([this.codeCounter(memberId)], 'wrong_code', async () =>
      (await this.secondFactor.take(known.member, code)) ? known : null,
    );
    return taken.kind === 'right' ? taken.value : taken;
  }

  private async memberBy(memberId: string): Promise<{ kind: 'known'; member: MemberSecrets } | Refused> {
    const member = await this.members.byId(memberId);
    return member ? { kind: 'known', member } : { kind: 'gone' };
  }

  /** Checks the member's password, with the back-off of sign-ins. */
  async knownBy(memberId: string, password: string): Promise<{ kind: 'known'; member: MemberSecrets } | Refused> {
    const member = await this.members.byId(memberId);
    if (!member) return { kind: 'gone' };
    const device = this.tokens.mac('identity', 'own-password', memberId);
    const counters = countersOf({ device, pair: '', account: '', network: '' });
    const known = await this.counted(counters, 'wrong_password', async () =>
      (await this.passwords.matches(member.passwordHash, password)) ? member : null,
    );
    return known.kind === 'right' ? { kind: 'known', member: known.value } : known;
  }

  /** Runs `work` and counts a failed attempt when it returns null. */
  private async counted<T>(
    counters: readonly FailureCounter[],
    wrong: 'wrong_password' | 'wrong_code',
    work: () => Promise<T | null>,
  ): Promise<{ kind: 'right'; value: T } | Refused> {
    const waitMs = await this.store.waitMs(counters);
    if (waitMs > 0) return { kind: 'limited', waitMs };
    try {
      const value = await work();
      if (value !== null) return { kind: 'right', value };
    } catch (error) {
      if (error instanceof TooManyHashes) return { kind: 'limited', waitMs: BUSY_MS };
      throw error;
    }
    await this.store.recordFailure(counters);
    return { kind: wrong };
  }

  private codeCounter(memberId: string): FailureCounter {
    return codeCounterOf(this.tokens.mac('identity', 'own-code', memberId));
  }

  private async note(memberId: string, action: ActionCode): Promise<void> {
    await this.audit.record(`member:${memberId}`, action, `member:${memberId}`);
  }
}
