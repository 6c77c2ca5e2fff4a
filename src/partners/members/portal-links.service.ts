import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import { Config } from '../../platform/config/config.js';
import { normalEmail } from '../../platform/mail/email-address.rules.js';
import { PromptMails } from '../../platform/mail/prompt-mails.js';
import { newLink } from '../../platform/tokens/one-time-links.js';
import { Tokens } from '../../platform/tokens/tokens.js';
import { addressOf, type MemberAtAddress, PartnerMembersRepository } from './members.repository.js';
import { PortalLinksStore } from './portal-links.store.js';

/** Links being made; further ones are dropped and can be requested again. */
const MAX_IN_FLIGHT = 50;

/**
 * Mails sign-in links of the portal. Reveals nothing about an address: known and unknown ones are counted and looked up
 * alike, and the answer does not await the link.
 */
@Injectable()
export class PortalLinks implements BeforeApplicationShutdown {
  private readonly log = new Logger('PortalLinks');
  private readonly inFlight = new Set<Promise<void>>();

  constructor(
    private readonly store: PortalLinksStore,
    private readonly members: PartnerMembersRepository,
    private readonly mails: PromptMails,
    private readonly tokens: Tokens,
    private readonly config: Config,
  ) {}

  /** Returns 0 if the request was taken, else the milliseconds that the network must wait. */
  async ask(email: string, network: string): Promise<number> {
    const count = await this.store.count(
      this.digestOf('network', network),
      this.digestOf('address', normalEmail(email)),
    );
    if (count.kind === 'network_spent') return count.retryAfterMs;
    if (count.kind === 'address_spent') return 0;
    const address = addressOf(email);
    for (const member of await this.members.byEmail(address)) this.begin(address, member);
    return 0;
  }

  /** Awaits the links being made. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.inFlight);
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.settled();
  }

  private begin(address: string, member: MemberAtAddress): void {
    if (this.inFlight.size >= MAX_IN_FLIGHT) return this.log.warn('portal link not sent: too many in flight');
    const sending = this.send(address, member)
      .catch((error: unknown) => this.log.error(`portal link not sent: ${String(error)}`))
      .finally(() => this.inFlight.delete(sending));
    this.inFlight.add(sending);
  }

  private async send(address: string, { id, partner }: MemberAtAddress): Promise<void> {
    const { hash, link } = newLink(this.config.publicUrl, 'partner#invitation');
    if (!(await this.members.addAskedLink(id, hash))) return;
    this.mails.post(address, `Your link for ${partner}`, [
      `Open this link to enter the partners' portal of ${new URL(this.config.publicUrl).host} for ${partner}. It works once, for 15 minutes:\n${link}`,
      'If you did not ask for this, ignore this mail.',
    ]);
  }

  private digestOf(kind: 'network' | 'address', whose: string): string {
    return this.tokens.mac('identity', 'portal-link', kind, whose);
  }
}
