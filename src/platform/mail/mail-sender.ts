export interface Mail {
  to: string;
  subject: string;
  text: string;
}

/** Sends mail: by SMTP, or into files where no server is named. */
export abstract class MailSender {
  /** False where nothing can be sent: what needs mail is then refused instead of promised. */
  abstract readonly isConfigured: boolean;
  /** Resolves when the mail was handed over; rejects when it was not. */
  abstract send(mail: Mail): Promise<void>;
}
