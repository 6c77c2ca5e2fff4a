import { Injectable } from '@nestjs/common';
import type { Backlog } from '../../platform/work/backlog.js';
import { escapeHtml } from '../../platform/pages/html.js';
import { type MailContent, type MailText, mailText } from './mail-text.rules.js';
import { type MessageContent, messageText } from './message-text.rules.js';
import { Mailer } from '../../platform/mail/mailer.service.js';
import { type DueMail, MailsRepository, type OrderMailKind, type ToldKind } from './mails.repository.js';
import { retryAfterMs } from './retry.rules.js';

export type { DueMail, MailContent, MessageContent, ToldKind };

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

  async deliver(mail: DueMail, address: string, content: MailContent): Promise<boolean> {
    return await this.deliverText(mail, { name: content.buyerName, address }, mailText(content, escapeHtml));
  }

  async deliverMessage(mail: DueMail, address: string, content: MessageContent): Promise<boolean> {
    return await this.deliverText(mail, { name: content.name, address }, messageText(content, escapeHtml));
  }

  /** @returns false if the last try has failed */
  private async deliverText(mail: DueMail, to: { name: string; address: string }, text: MailText): Promise<boolean> {
    try {
      await this.mailer.send({ to, messageId: `mail-${mail.id}`, ...text });
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
