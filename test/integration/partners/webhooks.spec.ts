import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Test, type TestingModule } from '@nestjs/testing';
import { Webhook } from 'standardwebhooks';
import { DeliveryTask } from '../../../src/partners/delivery/delivery.task.js';
import { WebhooksService } from '../../../src/partners/endpoints/webhooks.service.js';
import { PartnersModule } from '../../../src/partners/partners.module.js';
import { PartnersService } from '../../../src/partners/partners.service.js';
import { PartnersTasksModule } from '../../../src/partners/partners.tasks.module.js';
import { RELAY_BATCH, RelayRepository } from '../../../src/partners/relay/relay.repository.js';
import { OutboxService } from '../../../src/platform/outbox/outbox.service.js';
import { PlatformModule } from '../../../src/platform/platform.module.js';
import { PrismaService } from '../../../src/platform/prisma/prisma.service.js';
import { testConfig } from '../../support/app.js';
import { freshDatabase, sharedRedisUrl } from '../../support/services.js';

interface Received {
  path: string;
  id: string;
  body: string;
  headers: Record<string, string>;
}

/** A receiver whose answers a test decides: /slow never answers, /broken answers 500. */
class Receiver {
  readonly received: Received[] = [];
  private server: Server | null = null;
  url = '';

  async start(): Promise<void> {
    const server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        const headers = Object.fromEntries(
          Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
        );
        this.received.push({ path: request.url ?? '', id: headers['webhook-id'] ?? '', body, headers });
        if (request.url === '/slow') return;
        response.writeHead(request.url === '/broken' ? 500 : 204).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    this.url = typeof address === 'object' && address !== null ? `http://127.0.0.1:${address.port}` : '';
    this.server = server;
  }

  stop(): void {
    this.server?.closeAllConnections();
    this.server?.close();
  }
}

describe('webhooks', () => {
  const receiver = new Receiver();
  let module: TestingModule;
  let webhooks: WebhooksService;
  let outbox: OutboxService;
  let relay: RelayRepository;
  let delivery: DeliveryTask;
  let prisma: PrismaService;

  beforeAll(async () => {
    await receiver.start();
    const config = testConfig({
      databaseUrl: await freshDatabase(),
      redisUrl: await sharedRedisUrl(),
      env: { ROPELINE_PARTNER_INBOX_URL: receiver.url },
    });
    module = await Test.createTestingModule({
      imports: [PlatformModule.with(config), PartnersModule, PartnersTasksModule],
    }).compile();
    webhooks = module.get(WebhooksService);
    outbox = module.get(OutboxService);
    relay = module.get(RelayRepository);
    delivery = module.get(DeliveryTask);
    prisma = module.get(PrismaService);
    await relay.ensureHouseStream();
  });
  afterAll(async () => {
    receiver.stop();
    await delivery.settled();
    await module.close();
  });
  beforeEach(async () => {
    receiver.received.length = 0;
    for (const endpoint of await webhooks.list()) await webhooks.remove(endpoint.id);
  });

  const endpointAt = async (path: string, types: string[] = []): Promise<{ id: string; secret: string }> => {
    const result = await webhooks.create(`${receiver.url}${path}`, types);
    if (result.kind !== 'created') throw new Error(result.kind);
    return { id: result.endpoint.id, secret: result.secret };
  };
  const happen = (orderId: string) =>
    outbox.append([{ saleId: 'sale_1', type: 'order.paid', data: { orderId, channel: 'public' } }]);
  const relayAll = async (): Promise<void> => {
    while ((await relay.numberBatch()) > 0);
  };
  const deliver = async (): Promise<void> => {
    await delivery.runOnce();
    await delivery.settled();
  };

  it('arrive signed as the published library expects, with the sequence and the one before', async () => {
    const { secret } = await endpointAt('/in');
    await happen('ord_1');
    await happen('ord_2');
    await relayAll();
    await deliver();
    const bodies = receiver.received.map(
      (each) =>
        new Webhook(secret).verify(each.body, each.headers) as {
          sequence: number;
          previousSequence: number;
          data: object;
        },
    );
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
    const before = await prisma.stream.findUniqueOrThrow({ where: { id: 'house' } });
    let writing = true;
    const writers = Array.from({ length: 8 }, async (_, writer) => {
      for (let n = 0; n < 40; n++) {
        await prisma.$transaction(async (tx) => {
          await outbox.append(
            [{ saleId: null, type: 'order.paid', data: { orderId: `ord_${writer}_${n}`, channel: 'public' } }],
            tx,
          );
          await new Promise((resolve) => setTimeout(resolve, Math.random() * 4));
        });
      }
    });
    const relays = Array.from({ length: 3 }, async () => {
      while (writing) await relay.numberBatch();
    });
    await Promise.all(writers);
    writing = false;
    await Promise.all(relays);
    await relayAll();
    const events = await module.get(PartnersService).eventsAfter(null, Number(before.last), 500);
    expect(events).toHaveLength(320);
    expect(events.map((event) => event.sequence)).toEqual(
      Array.from({ length: 320 }, (_, index) => Number(before.last) + index + 1),
    );
    expect(new Set(events.map((event) => event.data.orderId)).size).toBe(320);
  });

  it('are tried again later after a refusal, and the log says why', async () => {
    const { id } = await endpointAt('/broken');
    await happen('ord_3');
    await relayAll();
    await deliver();
    const [message] = await webhooks.messages(id);
    expect(message).toMatchObject({ state: 'pending', tries: 1 });
    expect(message?.nextAt.getTime()).toBeGreaterThan(Date.now() + 4_000);
    expect(await webhooks.attempts(id, message?.eventId ?? '')).toMatchObject([{ status: 500 }]);
    await webhooks.replay(id, message?.eventId ?? '');
    await deliver();
    expect(receiver.received).toHaveLength(2);
    expect(new Set(receiver.received.map((each) => each.id)).size).toBe(1);
  });

  it('of one endpoint that hangs do not delay another', async () => {
    await endpointAt('/slow');
    await endpointAt('/in');
    await happen('ord_4');
    await relayAll();
    await delivery.runOnce();
    await waitUntil(() => receiver.received.length === 2);
    await happen('ord_5');
    await relayAll();
    await delivery.runOnce();
    await waitUntil(() => receiver.received.filter((each) => each.path === '/in').length === 2);
    expect(receiver.received.filter((each) => each.path === '/slow')).toHaveLength(1);
  });

  it('name only the types that an endpoint wants, with the previous one of that endpoint', async () => {
    await endpointAt('/in', ['order.paid']);
    await happen('ord_6');
    await outbox.append([{ saleId: 'sale_1', type: 'sale.opened', data: {} }]);
    await happen('ord_7');
    await relayAll();
    await deliver();
    const bodies = receiver.received
      .map((each) => JSON.parse(each.body) as { type: string; sequence: number; previousSequence: number })
      .sort((a, b) => a.sequence - b.sequence);
    expect(bodies.map((body) => body.type)).toEqual(['order.paid', 'order.paid']);
    expect(bodies[1]?.previousSequence).toBe(bodies[0]?.sequence);
    expect(bodies[1]?.sequence).toBe((bodies[0]?.sequence ?? 0) + 2);
  });

  it('cannot be sent to an inside address', async () => {
    expect((await webhooks.create('https://169.254.169.254/latest', [])).kind).toBe('url_refused');
    expect((await webhooks.create('http://127.0.0.1:1/', [])).kind).toBe('url_refused');
  });

  it('numbers a full batch for more endpoints than a statement takes parameters', async () => {
    const endpoints = 40;
    const events = Array.from({ length: RELAY_BATCH }, () => ({
      saleId: 'sale_many',
      type: 'sale.opened' as const,
      data: { saleId: 'sale_many' },
    }));
    for (let n = 0; n < endpoints; n += 1)
      await webhooks.create(`${receiver.url}/many-${n}`, ['sale.opened'], 'stream_many');
    await outbox.append(events);
    while ((await relay.numberBatch()) > 0);
    const [row] = await prisma.$queryRaw<{ n: number }[]>`
      SELECT count(*)::int AS n FROM webhook_message m JOIN webhook_endpoint e ON e.id = m.endpoint_id WHERE e.stream_id = 'stream_many'`;
    expect(row?.n).toBe(endpoints * RELAY_BATCH);
  }, 60_000);
});

async function waitUntil(condition: () => boolean): Promise<void> {
  for (let n = 0; n < 400 && !condition(); n++) await new Promise((resolve) => setTimeout(resolve, 25));
  if (!condition()) throw new Error('it did not happen within 10 s');
}
