import { Injectable, Logger } from '@nestjs/common';
import { AuditService } from '../../platform/audit/audit.service.js';
import { Config } from '../../platform/config/config.js';
import { PromptMails } from '../../platform/mail/prompt-mails.js';
import { PromoterContacts } from './promoter-contacts.service.js';
import { type DisabledEndpoint, DisabledNoticesRepository } from './disabled-notices.repository.js';

const reasons: Readonly<Record<string, string>> = {
  gone: 'it answered 410 Gone',
  failing: 'every delivery failed for five days',
};

/**
 * Logs and mails that an endpoint was disabled automatically, to its partner's people or the promoter's owners. Sent
 * once, after the change.
 */
@Injectable()
export class DisabledNotices {
  private readonly log = new Logger('Webhooks');

  constructor(
    private readonly repository: DisabledNoticesRepository,
    private readonly audit: AuditService,
    private readonly mails: PromptMails,
    private readonly promoter: PromoterContacts,
    private readonly config: Config,
  ) {}

  /** Never rejects: a delivery does not depend on its notices. */
  async announce(ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    try {
      const endpoints = await this.repository.disabled(ids);
      await Promise.all(endpoints.map((endpoint) => this.announceOne(endpoint)));
    } catch (error) {
      this.log.error(`disabled endpoints could not be announced: ${String(error)}`);
    }
  }

  private async announceOne(endpoint: DisabledEndpoint): Promise<void> {
    const { id, reason, partnerId, partner, addresses } = endpoint;
    this.log.warn(`endpoint ${id} disabled (${reason}); missed messages stay replayable`);
    await this.audit.record('system', 'webhook.disabled', id, { partnerId, reason });
    for (const address of partner === null ? await this.promoter.addresses() : addresses) this.mail(address, endpoint);
  }

  private mail(address: string, { url, reason, partner }: DisabledEndpoint): void {
    const { origin } = new URL(this.config.publicUrl);
    const page = partner === null ? 'admin/webhooks' : 'partner';
    const sent = this.mails.post(address, `A webhook endpoint of ${partner ?? 'yours'} was disabled`, [
      `${url} receives no events any more: ${reasons[reason] ?? reason}.`,
      `Nothing is lost. Once it works again, enable it and have what it missed sent again: ${origin}/${page}`,
    ]);
    if (sent === 'off') this.log.warn('nobody was mailed that an endpoint was disabled: mail is off or busy');
  }
}
