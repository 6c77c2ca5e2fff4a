import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { PushMessage } from '../../contract/push-shapes.js';
import { Config } from '../../platform/config/config.js';
import { Mailer } from '../../platform/mail/mailer.service.js';
import type { PushOutcome } from './push.rules.js';

/** Tells a fan by e-mail what a push message would say. */
@Injectable()
export class TurnMail {
  constructor(
    private readonly mailer: Mailer,
    private readonly config: Config,
  ) {}

  get isOff(): boolean {
    return this.mailer.isOff;
  }

  /** @param key names the place: a retry carries the same message id */
  async send(address: string, { kind, title, body, path }: PushMessage, key: string): Promise<PushOutcome> {
    const messageId = createHash('sha256').update(`${kind} ${key}`).digest('hex').slice(0, 32);
    const text = `${body}\n\n${new URL(path, this.config.publicUrl).href}\n`;
    try {
      await this.mailer.send({ to: { name: '', address }, subject: title, text, messageId });
      return 'sent';
    } catch {
      return 'again';
    }
  }
}
