import { Injectable } from '@nestjs/common';
import type { PasswordResetLinkShape } from '../../contract/staff/team-shapes.js';
import { AuditService } from '../../platform/audit/audit.service.js';
import { Clock } from '../../platform/clock/clock.js';
import { Config } from '../../platform/config/config.js';
import { Tokens } from '../../platform/tokens/tokens.js';
import { type Member, MembersRepository } from '../sign-in/members.repository.js';
import { Passwords, TooManyHashes } from '../sign-in/passwords.js';
import { SessionEnds } from '../sign-in/session-ends.js';
import { addressOf } from '../sign-in/sign-in.service.js';
import { SignInStore } from '../sign-in/sign-in.store.js';
import { hashOfLink, newLink } from '../../platform/tokens/one-time-links.js';
import { PromptMails } from '../../platform/mail/prompt-mails.js';

const LINK_SECONDS = 30 * 60;
/** Three at once, then one every ten minutes, so that nobody can flood a mailbox. */
const ASKED = { free: 3, stepMs: 600_000 };

/** Password reset by one-time link. The second factor stays, so access to the mailbox alone does not get past it. */
@Injectable()
export class PasswordResets {
  constructor(
    private readonly members: MembersRepository,
    private readonly passwords: Passwords,
    private readonly store: SignInStore,
    private readonly ends: SessionEnds,
    private readonly mails: PromptMails,
    private readonly tokens: Tokens,
    private readonly config: Config,
    private readonly clock: Clock,
    private readonly audit: AuditService,
  ) {}

  /** Reveals nothing about the account: the response is the same whether or not a mail was sent. */
  async ask(email: string, network: string): Promise<void> {
    const address = addressOf(email);
    const counters = [address, `network ${network}`].map((whose) => ({
      digest: this.tokens.mac('identity', 'password-reset', whose),
      ...ASKED,
    }));
    if ((await this.store.waitMs(counters)) > 0) return;
    await this.store.recordFailure(counters);
    const member = await this.members.byEmail(address);
    if (member) await this.linkFor(member);
  }

  async linkFor({ id, email }: Member): Promise<PasswordResetLinkShape> {
    const { hash, link } = newLink(this.config.publicUrl, 'admin#reset');
    await this.store.keepResetLink(hash, id, LINK_SECONDS);
    const mail = this.mails.post(email, 'Set a new password for Ropeline', [
      `Somebody asked for a new password for your account at ${new URL(this.config.publicUrl).host}.`,
      `Open this link to choose one. It works once, for 30 minutes:\n${link}`,
      'If this was not you, ignore this mail: your password stays as it is.',
    ]);
    return { link, expiresAt: new Date(this.clock.nowMs() + LINK_SECONDS * 1_000).toISOString(), mail };
  }

  /** Sets the password, removes the passkeys and ends every session. The link stays valid if hashing was refused under load. */
  async confirm(token: string, password: string): Promise<'changed' | 'refused' | 'busy'> {
    const hash = hashOfLink(token);
    const memberId = await this.store.takeResetLink(hash);
    if (memberId === null) return 'refused';
    try {
      await this.members.setPassword(memberId, await this.passwords.hash(password));
    } catch (error) {
      await this.store.keepResetLink(hash, memberId, LINK_SECONDS);
      if (error instanceof TooManyHashes) return 'busy';
      throw error;
    }
    await this.members.removePasskeys(memberId);
    await this.audit.record(`member:${memberId}`, 'account.password_reset', `member:${memberId}`);
    await this.ends.ofMember(memberId);
    return 'changed';
  }
}
