import { Webhook } from 'standardwebhooks';
import type { WebhookBody, WebhookEventType } from '../../contract/webhook-events.js';
import type { DueMessage } from './delivery.repository.js';

/** The body as it is signed and sent: one text, made once. */
export function bodyOf(
  message: Pick<DueMessage, 'type' | 'createdAt' | 'sequence' | 'previousSequence' | 'data'>,
): string {
  const body: WebhookBody = {
    type: message.type as WebhookEventType,
    timestamp: message.createdAt.toISOString(),
    sequence: Number(message.sequence),
    previousSequence: message.previousSequence === null ? null : Number(message.previousSequence),
    data: message.data,
  };
  return JSON.stringify(body);
}

/** Standard Webhooks headers; while a secret is being changed both sign, so that the receiver may change when it likes. */
export function headersFor(id: string, body: string, secrets: readonly string[], now: Date): Record<string, string> {
  return {
    'content-type': 'application/json',
    'user-agent': 'Ropeline-Webhooks/1',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
    'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(id, now, body)).join(' '),
  };
}
