import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import type { WebhookBody } from '../../../src/contract/partners/webhook-events.js';
import { RELAY_BATCH } from '../../../src/partners/relay/relay.repository.js';
import { type Answering, answerWith, type Received, waitUntil, WebhookBench } from './webhook-bench.js';

describe('webhooks', () => {
  const bench = new WebhookBench();
  const { receiver } = bench;

  beforeAll(async () => await bench.start());
  afterAll(async () => await bench.stop());
  beforeEach(async () => await bench.clear());

  it('arrive signed as the published library expects, with the sequence and the one before', async () => {
    const { secret } = await bench.endpointAt('/in');
    await bench.happen('ord_1');
    await bench.happen('ord_2');
    await bench.relayAll();
    await bench.deliver();
    const bodies = receiver.received.map((each) => new Webhook(secret).verify(each.body, each.headers) as WebhookBody);
    expect(bodies.map((body) => body.data)).toEqual(
      expect.arrayContaining([
        { orderId: 'ord_1', channel: 'public' },
        { orderId: 'ord_2', channel: 'public' },
      ]),
    );
    const [first, second] = bodies.sort((a, b) => a.sequence - b.sequence);
    expect(second?.previousSequence).toBe(first?.sequence);
  });

  it('keep the sequence gap-free while many writers commit out of order and three relays race', async () => {
    const before = await bench.lastSequence();
    let writing = true;
    const writers = Array.from({ length: 8 }, async (_, writer) => {
      for (let n = 0; n < 40; n++) {
        await bench.prisma.$transaction(async (tx) => {
          await bench.outbox.append(
            [{ saleId: null, type: 'order.paid', data: { orderId: `ord_${writer}_${n}`, channel: 'public' } }],
            tx,
          );
          await new Promise((resolve) => setTimeout(resolve, Math.random() * 4));
        });
      }
    });
    const relays = Array.from({ length: 3 }, async () => {
      while (writing) await bench.relay.numberBatch();
    });
    await Promise.all(writers);
    writing = false;
    await Promise.all(relays);
    await bench.relayAll();
    const events = await bench.eventsAfter(before);
    expect(events).toHaveLength(320);
    expect(events.map((event) => event.sequence)).toEqual(
      Array.from({ length: 320 }, (_, index) => before + index + 1),
    );
    expect(new Set(events.map((event) => event.data.orderId)).size).toBe(320);
  });

  it('number what commits late behind what began after it; a reader by row id would never see it', async () => {
    const before = await bench.lastSequence();
    const event = (orderId: string) => ({ saleId: null, type: 'order.paid' as const, data: { orderId } });
    const idOf = async (orderId: string): Promise<bigint> => {
      const [row] = await bench.prisma.$queryRaw<{ id: bigint }[]>`
        SELECT id FROM outbox WHERE data->>'orderId' = ${orderId}`;
      return row?.id ?? 0n;
    };
    let commit = (): void => undefined;
    const mayCommit = new Promise<void>((resolve) => (commit = resolve));
    let written = (): void => undefined;
    const isWritten = new Promise<void>((resolve) => (written = resolve));
    const late = bench.prisma.$transaction(async (tx) => {
      await bench.outbox.append([event('ord_late')], tx);
      written();
      await mayCommit;
    });
    await isWritten;
    await bench.outbox.append([event('ord_early')]);
    await bench.relayAll();
    const cursor = await idOf('ord_early');
    commit();
    await late;
    await bench.relayAll();
    expect((await bench.eventsAfter(before)).map(({ sequence, data }) => [sequence, data.orderId])).toEqual([
      [before + 1, 'ord_early'],
      [before + 2, 'ord_late'],
    ]);
    expect(await idOf('ord_late')).toBeLessThan(cursor);
  });

  it('are tried again later after a refusal, and the log says why', async () => {
    receiver.answering.set('/broken', answerWith(500));
    const { id } = await bench.endpointAt('/broken');
    await bench.happen('ord_3');
    await bench.relayAll();
    await bench.deliver();
    const message = (await bench.messages.list(id))?.messages[0];
    expect(message).toMatchObject({ state: 'pending', tries: 1 });
    expect(Date.parse(message?.nextAt ?? '')).toBeGreaterThan(Date.now() + 4_000);
    const messageId = message?.messageId ?? '';
    expect((await bench.messages.attempts(id, { messageId }))?.attempts).toMatchObject([{ messageId, status: 500 }]);
    await bench.messages.replay(id, { messageId });
    await bench.deliver();
    expect(receiver.received).toHaveLength(2);
    expect(new Set(receiver.received.map((each) => each.id)).size).toBe(1);
  });

  it('of one endpoint that hangs do not delay another', async () => {
    receiver.answering.set('/slow', () => undefined);
    await bench.endpointAt('/slow');
    await bench.endpointAt('/in');
    await bench.happen('ord_4');
    await bench.relayAll();
    await bench.delivery.runOnce();
    await waitUntil(() => receiver.received.length === 2);
    await bench.happen('ord_5');
    await bench.relayAll();
    await bench.delivery.runOnce();
    await waitUntil(() => receiver.received.filter((each) => each.path === '/in').length === 2);
    expect(receiver.received.filter((each) => each.path === '/slow')).toHaveLength(1);
  });

  it('reach a receiver without a gap that drops, delays, refuses, loses answers and never stops answering', async () => {
    const kept = new Map<string, WebhookBody>();
    let calls = 0;
    let sentBytes = 0;
    const { secret } = await bench.endpointAt('/wild');
    const keep = ({ id, body, headers }: Received): void => {
      kept.set(id, new Webhook(secret).verify(body, headers) as WebhookBody);
    };
    const wild: Answering[] = [
      (response) => response.destroy(),
      answerWith(429, { 'retry-after': '3600' }),
      answerWith(500),
      // processed, but the answer is lost: the same message is delivered again
      (response, received) => {
        keep(received);
        response.destroy();
      },
      (response, received) => {
        keep(received);
        setTimeout(() => response.writeHead(204).end(), 20);
      },
      // a response body of a gigabyte, to anyone who reads it
      (response, received) => {
        keep(received);
        const chunk = Buffer.alloc(64 * 1024, 'x');
        const goOn = (): void => {
          while (sentBytes < 1e9 && !response.destroyed && response.write(chunk)) sentBytes += chunk.length;
        };
        response.writeHead(200).on('drain', goOn);
        goOn();
      },
      (response, received) => {
        keep(received);
        response.writeHead(204).end();
      },
    ];
    receiver.answering.set('/wild', (response, received) => wild[calls++ % wild.length]?.(response, received));
    const before = await bench.lastSequence();
    for (let n = 0; n < 12; n += 1) await bench.happen(`ord_wild_${n}`);
    await bench.relayAll();
    for (let round = 0; round < 60 && kept.size < 12; round += 1) {
      await bench.passTime();
      await bench.deliver();
    }
    const told = [...kept.values()].sort((a, b) => a.sequence - b.sequence);
    expect(told.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 12 }, (_, n) => before + n + 1));
    expect(told.slice(1).map(({ previousSequence }) => previousSequence)).toEqual(
      told.slice(0, -1).map(({ sequence }) => sequence),
    );
    expect(receiver.received.length).toBeGreaterThan(12);
    expect(sentBytes).toBeLessThan(64e6);
  });

  it('name only the types that an endpoint wants, with the previous one of that endpoint', async () => {
    await bench.endpointAt('/in', { types: ['order.paid'] });
    await bench.happen('ord_6');
    await bench.outbox.append([{ saleId: 'sale_1', type: 'sale.opened', data: {} }]);
    await bench.happen('ord_7');
    await bench.relayAll();
    await bench.deliver();
    const bodies = receiver.bodiesAt('/in').sort((a, b) => a.sequence - b.sequence);
    expect(bodies.map((body) => body.type)).toEqual(['order.paid', 'order.paid']);
    expect(bodies[1]?.previousSequence).toBe(bodies[0]?.sequence);
    expect(bodies[1]?.sequence).toBe((bodies[0]?.sequence ?? 0) + 2);
  });

  it('cannot be sent to an inside address', async () => {
    expect((await bench.webhooks.create({ url: 'https://169.254.169.254/latest' })).kind).toBe('url_refused');
    expect((await bench.webhooks.create({ url: 'http://127.0.0.1:1/' })).kind).toBe('url_refused');
  });

  it('numbers a full batch for more endpoints than a statement takes parameters', async () => {
    const endpoints = 40;
    const events = Array.from({ length: RELAY_BATCH }, () => ({
      saleId: 'sale_many',
      type: 'sale.opened' as const,
      data: { saleId: 'sale_many' },
    }));
    for (let n = 0; n < endpoints; n += 1)
      await bench.webhooks.create({ url: `${receiver.url}/many-${n}`, types: ['sale.opened'] }, 'stream_many');
    await bench.outbox.append(events);
    while ((await bench.relay.numberBatch()) > 0);
    const [row] = await bench.prisma.$queryRaw<{ n: number }[]>`
      SELECT count(*)::int AS n FROM webhook_message m JOIN webhook_endpoint e ON e.id = m.endpoint_id WHERE e.stream_id = 'stream_many'`;
    expect(row?.n).toBe(endpoints * RELAY_BATCH);
  }, 60_000);
});
