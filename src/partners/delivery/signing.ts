import { Webhook } from 'standardwebhooks';
/** Builds Standard Webhooks headers. Every secret in use signs, so that the receiver can switch at any time. */
export function headersFor(id: string, body: string, secrets: readonly string[], now: Date): Record<string, string> {
  return {
    'content-type': 'application/json',
    'user-agent': 'Ropeline-Webhooks/1',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
    'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(id, now, body)).join(' '),
  };
}
