import { randomUUID } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import { escapeHtml } from '../pages/html.js';
import { mailHeading, mailLinked, mailPage } from './mail-page.rules.js';
import { Mailer } from './mailer.service.js';

/** Maximum number of mails in flight; further ones are dropped. */
const MAX_IN_FLIGHT = 50;

/** Mails to team members and partners, sent at once and never retried. No caller waits for the mail server. */
@Injectable()
export class PromptMails {
  private readonly log = new Logger('PromptMails');
  private inFlight = 0;

  constructor(private readonly mailer: Mailer) {}

  /** off: no mail server is configured, or too many mails are in flight. */
  post(address: string, subject: string, lines: readonly string[]): 'sent' | 'off' {
    if (this.mailer.isOff || this.inFlight >= MAX_IN_FLIGHT) return 'off';
    this.inFlight += 1;
    const html = mailPage({ language: 'en', direction: 'ltr' }, [
      mailHeading(subject, escapeHtml),
      ...lines.map((line) => mailLinked(line, escapeHtml)),
    ]);
    const text = `${lines.join('\n\n')}\n`;
    const mail = { to: { name: '', address }, subject, text, html, messageId: randomUUID() };
    this.mailer
      .send(mail)
      .catch((error: unknown) => this.log.warn(`a mail was not sent: ${String(error)}`))
      .finally(() => (this.inFlight -= 1));
    return 'sent';
  }
}
