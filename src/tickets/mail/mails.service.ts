import { Injectable } from '@nestjs/common';
import type { Backlog } from '../../platform/work/backlog.js';
import { escapeHtml } from '../../platform/pages/html.js';
import { type MailContent, mailText } from './mail-text.rules.js';
import { Mailer } from '../../platform/mail/mailer.service.js';
import { type DueMail, MailsRepository, type OrderMailKind } from './mails.repository.js';
import { retryAfterMs } from './retry.rules.js';

export type { DueMail };
export type { MailContent };

/** Sends queued mails to the mail server; callers supply the content, since they know the order. */
@Injectable()
export class MailsService {
  constructor(
    private readonly mails: MailsRepository,
    private readonly mailer: Mailer,
  ) {}

  async queue(orderId: string, kind: OrderMailKind): Promise<void> {
    await this.mails.queue(orderId, kind);
  }

  /** Returns none while no mail server is configured; mails stay queued until then. */
  async due(limit: number): Promise<DueMail[]> {
    if (this.mailer.isOff) return [];
    return await this.mails.take(limit);
  }

  /** Ends a mail with nothing to tell: the order is gone, or its buyer was erased. */
  async skip(mail: DueMail): Promise<void> {
    await this.mails.end(mail.id, 'skipped');
  }

  async backlog(): Promise<Backlog> {
    return await this.mails.backlog();
  }

  /** @returns false if the last try has failed */
  async deliver(mail: DueMail, address: string, content: MailContent): Promise<boolean> {
    const to = { name: content.buyerName, address };
    try {
      await this.mailer.send({ to, messageId: `mail-${mail.id}`, ...mailText(content, escapeHtml) });
    } catch {
      const delayMs = retryAfterMs(mail.tries);
      await (delayMs === null ? this.mails.end(mail.id, 'failed') : this.mails.postpone(mail.id, delayMs));
      return delayMs !== null;
    }
    await this.mails.end(mail.id, 'sent');
    return true;
  }

  async ofOrders(orderIds: readonly string[]): ReturnType<MailsRepository['ofOrders']> {
    return await this.mails.ofOrders(orderIds);
  }
}
