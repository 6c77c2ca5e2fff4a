import { randomUUID } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import { Mailer } from '../../platform/mail/mailer.service.js';

/** Mails on their way at once; what comes on top is not sent. */
const MAX_IN_FLIGHT = 50;

/** Mails to the team. Nobody waits for the mail server. */
@Injectable()
export class StaffMails {
  private readonly log = new Logger('StaffMails');
  private inFlight = 0;

  constructor(private readonly mailer: Mailer) {}

  /** off: no mail server is set, or too many mails are on their way. */
  post(address: string, subject: string, lines: readonly string[]): 'sent' | 'off' {
    if (this.mailer.isOff || this.inFlight >= MAX_IN_FLIGHT) return 'off';
    this.inFlight += 1;
    const mail = { to: { name: '', address }, subject, text: `${lines.join('\n\n')}\n`, messageId: randomUUID() };
    this.mailer
      .send(mail)
      .catch((error: unknown) => this.log.warn(`a mail to staff was not sent: ${String(error)}`))
      .finally(() => (this.inFlight -= 1));
    return 'sent';
  }
}
