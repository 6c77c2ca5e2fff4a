import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Webhook } from 'standardwebhooks';
import { ask } from './api.mjs';

const WAIT_SECONDS = 20;
const PAGE = 100;
const RETRY_MS = 2_000;
const RECEIVER_TIMEOUT_MS = 10_000;

/** Forwards events in order, signed like real deliveries; retries a refused one until it is accepted. */
export async function listen({ forward, types, after, secret = newSecret() }) {
  if (forward === undefined) throw new Error('Specify the receiver with --forward http://localhost:4000/hooks.');
  const filter = types === undefined ? '' : `&types=${encodeURIComponent(types)}`;
  let last = after ?? (await newest());
  console.log(`Forwarding to ${forward}, signed with ${secret}`);
  for (;;) {
    const page = await settled(() => ask(`events?after=${last}&limit=${PAGE}&wait=${WAIT_SECONDS}${filter}`));
    for (const event of page.events) {
      await deliver(forward, new Webhook(secret), event);
      last = event.sequence;
    }
  }
}

const newSecret = () => `whsec_${randomBytes(24).toString('base64')}`;

/** Returns the current end of the stream. */
async function newest() {
  for (let after = 0; ; ) {
    const { next } = await ask(`events?after=${after}&limit=500`);
    if (next === null) return after;
    after = next;
  }
}

async function deliver(forward, webhook, event) {
  const body = JSON.stringify(event);
  for (;;) {
    const now = new Date();
    const status = await fetch(forward, {
      method: 'POST',
      body,
      signal: AbortSignal.timeout(RECEIVER_TIMEOUT_MS),
      headers: {
        'content-type': 'application/json',
        'webhook-id': event.id,
        'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
        'webhook-signature': webhook.sign(event.id, now, body),
      },
    }).then(
      (answer) => answer.status,
      (error) => error.message,
    );
    console.log(`${event.sequence} ${event.type} → ${status}`);
    if (status >= 200 && status < 300) return;
    await sleep(RETRY_MS);
  }
}

/** Retries while the server is unreachable; a refusal ends the program. */
async function settled(call) {
  for (;;) {
    try {
      return await call();
    } catch (error) {
      if (/^4\d\d:/.test(error.message)) throw error;
      console.error(error.message);
      await sleep(RETRY_MS);
    }
  }
}
