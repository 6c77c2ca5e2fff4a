import { mkdir, readdir, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { createTransport, type SendMailOptions } from 'nodemailer';
import { Config } from '../config/config.js';

export interface OutgoingMail {
  subject: string;
  text: string;
  html?: string;
  to: { name: string; address: string };
  /** Stable across retries, so that a mail server or client can drop duplicates. */
  messageId: string;
  /** Where a person, or their mail program by itself (RFC 8058), unsubscribes; for mails that nobody has to get. */
  stopUrl?: string;
}

const TIMEOUT_MS = 10_000;
/** Longer: a server that does not greet must not pass for one that falls silent over a recipient (mail-fault.rules). */
const SILENCE_MS = 15_000;
const CONTROL = /[\r\n\0]/;
/** Number of mails kept on a demo's disk, give or take PRUNED_EVERY. */
const KEPT_FILES = 200;
const PRUNED_EVERY = 50;

/** Sends mail by SMTP, or writes it to a demo's data directory. */
@Injectable()
export class Mailer implements OnApplicationShutdown {
  private readonly smtp: ReturnType<typeof createTransport> | null;
  private readonly toFile = createTransport({ streamTransport: true, buffer: true });
  private written = 0;

  constructor(private readonly config: Config) {
    const times = { connectionTimeout: TIMEOUT_MS, greetingTimeout: TIMEOUT_MS, socketTimeout: SILENCE_MS };
    this.smtp = config.mailUrl === null ? null : createTransport({ url: config.mailUrl, pool: true, ...times });
  }

  /** Without a mail server, production mails stay queued. */
  get isOff(): boolean {
    return this.smtp === null && this.config.mode !== 'demo';
  }

  /** Folder of a demo's mails. */
  get folder(): string {
    return join(this.config.dataDir, 'mail');
  }

  /** Throws if the mail could not be handed over. */
  async send({ to, subject, text, html, messageId, stopUrl }: OutgoingMail): Promise<void> {
    if (CONTROL.test(to.address) || CONTROL.test(subject)) throw new Error('a mail header must be one line');
    const mail: SendMailOptions = {
      from: this.config.mailFrom,
      to,
      subject,
      text,
      ...(html !== undefined && { html }),
      messageId: `<${messageId}@${new URL(this.config.publicUrl).hostname}>`,
      ...(stopUrl !== undefined && {
        headers: { 'List-Unsubscribe': `<${stopUrl}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' },
      }),
      disableFileAccess: true,
      disableUrlAccess: true,
    };
    await (this.smtp ? this.smtp.sendMail(mail) : this.write(mail, messageId));
  }

  onApplicationShutdown(): void {
    this.smtp?.close();
  }

  private async write(mail: SendMailOptions, messageId: string): Promise<void> {
    const made = await this.toFile.sendMail(mail);
    if (this.written % PRUNED_EVERY === 0) await this.prune();
    this.written += 1;
    await writeFile(
      join(this.folder, `${new Date().toISOString().replaceAll(':', '-')}-${messageId}.eml`),
      made.message as Buffer,
    );
  }

  private async prune(): Promise<void> {
    await mkdir(this.folder, { recursive: true });
    const files = (await readdir(this.folder)).filter((name) => name.endsWith('.eml')).sort();
    for (const name of files.slice(0, -KEPT_FILES)) await unlink(join(this.folder, name)).catch(() => undefined);
  }
}
