import { createHmac } from 'node:crypto';

/** Returns the `Stripe-Signature` header of a body sent now: `t=<seconds>,v1=<HMAC-SHA256 of t.body>`. */
export function signatureHeader(body: string, secret: string, nowMs: number): string {
  const timestamp = Math.floor(nowMs / 1000);
  const digest = createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');
  return `t=${timestamp},v1=${digest}`;
}
