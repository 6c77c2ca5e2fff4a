import { createECDH } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import webPush from 'web-push';
import type { PushMessage } from '../../contract/line/push-shapes.js';
import { Config } from '../../platform/config/config.js';
import { EgressService } from '../../platform/egress/egress.service.js';
import { Tokens } from '../../platform/tokens/tokens.js';

export interface PushSubscription {
  endpoint: string;
  p256dh: string;
  auth: string;
}
interface VapidKeys {
  publicKey: string;
  privateKey: string;
}

/** Contact for push services (RFC 8292), for complaints. */
const contactOf = (mailFrom: string): string => `mailto:${/<([^>]+)>/.exec(mailFrom)?.[1] ?? mailFrom}`;

/** Encrypts a message for one browser (RFC 8291) and posts it to the browser's push service. */
@Injectable()
export class PushSender {
  private keys: VapidKeys | null = null;

  constructor(
    private readonly tokens: Tokens,
    private readonly egress: EgressService,
    private readonly config: Config,
  ) {}

  /** The key that subscriptions are bound to: identical on every node, and stable across rotations of the secret. */
  get publicKey(): string {
    return this.vapid().publicKey;
  }

  get allowedOrigins(): readonly string[] {
    return this.egress.allowedOrigins;
  }

  /** Throws if the push service is unreachable. @returns the status that it answered with */
  async send({ endpoint, p256dh, auth }: PushSubscription, message: PushMessage, ttlSeconds: number): Promise<number> {
    const call = webPush.generateRequestDetails({ endpoint, keys: { p256dh, auth } }, JSON.stringify(message), {
      TTL: ttlSeconds,
      urgency: 'high',
      topic: 'ropeline', // a newer message replaces an undelivered one
      contentEncoding: 'aes128gcm',
      vapidDetails: { subject: contactOf(this.config.mailFrom), ...this.vapid() },
    });
    const headers = Object.fromEntries(Object.entries(call.headers).map(([name, value]) => [name, String(value)]));
    return (await this.egress.post(call.endpoint, headers, call.body ?? '')).status;
  }

  private vapid(): VapidKeys {
    this.keys ??= vapidOf((round) => Buffer.from(this.tokens.mac('push', 'vapid', round), 'base64url'));
    return this.keys;
  }
}

/** Retries with other bytes if the number is outside the curve's order, which happens once in four billion. */
function vapidOf(bytesOf: (round: number) => Buffer): VapidKeys {
  for (let round = 0; ; round += 1) {
    const privateKey = bytesOf(round);
    const curve = createECDH('prime256v1');
    try {
      curve.setPrivateKey(privateKey);
    } catch {
      if (round < 3) continue;
      throw new Error('cannot derive a VAPID key for push messages');
    }
    return { publicKey: curve.getPublicKey('base64url'), privateKey: privateKey.toString('base64url') };
  }
}
