import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Injectable } from '@nestjs/common';
import { createTransport, type Transporter } from 'nodemailer';
import { Config } from '../config/config.js';
import { type Mail, MailSender } from './mail-sender.js';

const TIMEOUT_MS = 10_000;
const CONNECTIONS = 4;
const CONTROL = /[\r\n\0]/;

/** SMTP where ROPELINE_MAIL_URL names a server; else a demo writes `<data dir>/mail/*.eml`, and production sends nothing. */
@Injectable()
export class NodemailerSender extends MailSender {
  readonly isConfigured: boolean;
  private readonly transport: Transporter;
  private readonly from: string;

  constructor(private readonly config: Config) {
    super();
    const { mailUrl, mode } = config;
    this.isConfigured = mailUrl !== null || mode === 'demo';
    this.from = config.mailFrom;
    this.transport =
      mailUrl === null
        ? createTransport({ streamTransport: true, buffer: true })
        : createTransport(mailUrl, {
            ...{ pool: true, maxConnections: CONNECTIONS },
            ...{ connectionTimeout: TIMEOUT_MS, greetingTimeout: TIMEOUT_MS, socketTimeout: TIMEOUT_MS },
          } as object);
  }

  override async send({ to, subject, text }: Mail): Promise<void> {
    if (!this.isConfigured) throw new Error('no mail server is configured');
    if (CONTROL.test(to) || CONTROL.test(subject)) throw new Error('a mail header must be one line');
    const sent: unknown = await this.transport.sendMail({
      from: this.from,
      to: { name: '', address: to },
      subject,
      text,
    });
    if (this.config.mailUrl === null) await this.keep((sent as { message: Buffer }).message);
  }

  private async keep(message: Buffer): Promise<void> {
    const folder = path.join(this.config.dataDir, 'mail');
    await mkdir(folder, { recursive: true });
    await writeFile(path.join(folder, `${Date.now()}-${randomBytes(4).toString('hex')}.eml`), message);
  }
}
