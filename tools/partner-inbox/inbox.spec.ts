import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { type RunningInbox, startInbox, type VerifiedEvent } from './inbox.js';

const secret = `whsec_${Buffer.from('0123456789abcdef0123456789abcdef').toString('base64')}`;

describe('the partner inbox', () => {
  let inbox: RunningInbox;
  let events: VerifiedEvent[];
  beforeEach(async () => {
    events = [];
    inbox = await startInbox({ port: 0, secret, onEvent: (event) => events.push(event), onRefused: () => undefined });
  });
  afterEach(() => inbox.close());

  const send = async (signingSecret: string, id = 'evt_1'): Promise<number> => {
    const body = JSON.stringify({ type: 'order.paid', sequence: 7, data: { orderId: 'ord_1' } });
    const now = new Date();
    const answer = await fetch(inbox.url, {
      method: 'POST',
      body,
      headers: {
        'webhook-id': id,
        'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
        'webhook-signature': new Webhook(signingSecret).sign(id, now, body),
      },
    });
    return answer.status;
  };

  it('tells an event whose signature is right, once', async () => {
    expect(await send(secret)).toBe(204);
    expect(await send(secret)).toBe(204);
    expect(events).toEqual([{ id: 'evt_1', type: 'order.paid', sequence: 7, data: { orderId: 'ord_1' } }]);
  });
  it('shows a browser what came, and nothing that was refused', async () => {
    await send(secret);
    await send(`whsec_${Buffer.from('another secret of 32 characters!').toString('base64')}`, 'evt_2');
    const page = await fetch(inbox.url);
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/plain; charset=utf-8']);
    expect((await page.text()).split('\n').slice(2)).toEqual(['#7 order.paid {"orderId":"ord_1"}', '']);
  });
  it('refuses a signature of another secret', async () => {
    expect(await send(`whsec_${Buffer.from('another secret of 32 characters!').toString('base64')}`)).toBe(401);
    expect(events).toEqual([]);
  });
});
