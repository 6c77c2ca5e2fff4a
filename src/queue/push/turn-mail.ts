import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { FanLanguage } from '../../contract/languages.js';
import type { PushMessage } from '../../contract/line/push-shapes.js';
import { Config } from '../../platform/config/config.js';
import { mailButton, mailHeading, mailLink, mailPage, mailParagraph } from '../../platform/mail/mail-page.rules.js';
import { Mailer } from '../../platform/mail/mailer.service.js';
import { escapeHtml } from '../../platform/pages/html.js';
import { Tokens } from '../../platform/tokens/tokens.js';
import type { PushOutcome } from './push.rules.js';
import { wordsIn } from '../../words/all.js';

/** Tells a fan by e-mail what a push message would say. */
@Injectable()
export class TurnMail {
  constructor(
    private readonly mailer: Mailer,
    private readonly tokens: Tokens,
    private readonly config: Config,
  ) {}

  get isOff(): boolean {
    return this.mailer.isOff;
  }

  /** @param key names the place: a retry carries the same message id */
  async send(
    address: string,
    { kind, title, body, path }: PushMessage,
    { key, language }: { key: string; language: FanLanguage },
  ): Promise<PushOutcome> {
    const messageId = createHash('sha256').update(`${kind} ${key}`).digest('hex').slice(0, 32);
    const stopUrl = this.addressOf(`/mails/stop/${this.tokens.seal('mailStop', address)}`);
    const { direction, sale, server } = wordsIn(language);
    const link = this.addressOf(path);
    const text = `${body}\n\n${link}\n\n${server.mailStop.button}: ${stopUrl}\n`;
    const html = mailPage({ language, direction }, [
      mailHeading(title, escapeHtml),
      mailParagraph(body, escapeHtml),
      mailButton(sale.back, link, escapeHtml),
      mailLink(server.mailStop.button, stopUrl, escapeHtml),
    ]);
    try {
      await this.mailer.send({ to: { name: '', address }, subject: title, text, html, messageId, stopUrl });
      return 'sent';
    } catch {
      return 'again';
    }
  }

  /** Returns the address that a stop link was made for; null if the link is not ours. */
  addressOfStop(sealed: string): string | null {
    try {
      return this.tokens.open('mailStop', sealed);
    } catch {
      return null;
    }
  }

  private addressOf(path: string): string {
    return new URL(path, this.config.publicUrl).href;
  }
}
