import { setTimeout as sleep } from 'node:timers/promises';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { Test, type TestingModule } from '@nestjs/testing';
import { DeliveryTask } from '../../../src/partners/delivery/delivery.task.js';
import { MessagesService } from '../../../src/partners/endpoints/messages.service.js';
import { type EndpointInput, WebhooksService } from '../../../src/partners/endpoints/webhooks.service.js';
import { EventsService } from '../../../src/partners/events/events.service.js';
import { HOUSE_STREAM } from '../../../src/partners/events/stream.rules.js';
import { PartnersModule } from '../../../src/partners/partners.module.js';
import { PartnersTasksModule } from '../../../src/partners/partners.tasks.module.js';
import { RelayRepository } from '../../../src/partners/relay/relay.repository.js';
import type { WebhookBody } from '../../../src/contract/partners/webhook-events.js';
import { OutboxService } from '../../../src/platform/outbox/outbox.service.js';
import { PlatformModule } from '../../../src/platform/platform.module.js';
import { PrismaService } from '../../../src/platform/prisma/prisma.service.js';
import { testConfig } from '../../support/app.js';
import { freshDatabase, sharedRedisUrl } from '../../support/services.js';
import { specLogger } from '../../support/spec-log.js';

export interface Received {
  path: string;
  id: string;
  body: string;
  headers: Record<string, string>;
}
export type Answering = (response: ServerResponse, received: Received) => void;

/** A partner's receiver; a test sets the answer per path, every other path answers 204. */
export class Receiver {
  readonly received: Received[] = [];
  readonly answering = new Map<string, Answering>();
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
        const received = { path: request.url ?? '', id: headers['webhook-id'] ?? '', body, headers };
        this.received.push(received);
        const answer = this.answering.get(received.path);
        if (answer) answer(response, received);
        else response.writeHead(204).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    this.url = typeof address === 'object' && address !== null ? `http://127.0.0.1:${address.port}` : '';
    this.server = server;
  }

  /** Returns the bodies received at a path, in order of arrival. */
  bodiesAt(path: string): WebhookBody[] {
    return this.received.filter((each) => each.path === path).map((each) => JSON.parse(each.body) as WebhookBody);
  }

  stop(): void {
    this.server?.closeAllConnections();
    this.server?.close();
  }
}

export const answerWith =
  (status: number, headers: Record<string, string> = {}): Answering =>
  (response) =>
    response.writeHead(status, headers).end();

/** Relay and deliveries over a fresh database, driven by hand, with a receiver they may reach. */
export class WebhookBench {
  readonly receiver = new Receiver();
  module!: TestingModule;
  webhooks!: WebhooksService;
  messages!: MessagesService;
  outbox!: OutboxService;
  relay!: RelayRepository;
  delivery!: DeliveryTask;
  prisma!: PrismaService;

  /** @param inboxUrl another receiver to reach instead of its own */
  async start(inboxUrl?: string): Promise<void> {
    await this.receiver.start();
    const config = testConfig({
      databaseUrl: await freshDatabase(),
      redisUrl: await sharedRedisUrl(),
      env: { ROPELINE_PARTNER_INBOX_URL: inboxUrl ?? this.receiver.url },
    });
    this.module = await Test.createTestingModule({
      imports: [PlatformModule.with(config), PartnersModule, PartnersTasksModule],
    })
      .setLogger(specLogger)
      .compile();
    this.webhooks = this.module.get(WebhooksService);
    this.messages = this.module.get(MessagesService);
    this.outbox = this.module.get(OutboxService);
    this.relay = this.module.get(RelayRepository);
    this.delivery = this.module.get(DeliveryTask);
    this.prisma = this.module.get(PrismaService);
    await this.relay.ensureHouseStream();
  }

  async stop(): Promise<void> {
    this.receiver.stop();
    await this.delivery.settled();
    await this.module.close();
  }

  /** Removes all endpoints and any state of the previous test. */
  async clear(): Promise<void> {
    await this.relayAll();
    this.receiver.received.length = 0;
    this.receiver.answering.clear();
    for (const endpoint of (await this.webhooks.list()).endpoints) await this.webhooks.remove(endpoint.id);
  }

  async endpointAt(path: string, input: Partial<EndpointInput> = {}): Promise<{ id: string; secret: string }> {
    const result = await this.webhooks.create({ ...input, url: `${this.receiver.url}${path}` });
    if (result.kind !== 'created') throw new Error(result.kind);
    return { id: result.endpoint.id, secret: result.endpoint.secret };
  }

  async happen(orderId: string): Promise<void> {
    await this.outbox.append([{ saleId: 'sale_1', type: 'order.paid', data: { orderId, channel: 'public' } }]);
  }

  /** Numbers pending events and assigns them to endpoints. */
  async relayAll(): Promise<void> {
    while ((await this.relay.numberBatch()) > 0);
  }

  /** Runs one round of deliveries to completion. */
  async deliver(): Promise<void> {
    await sleep(1); // due times are whole milliseconds: a rounded one may lie half of one ahead
    await this.delivery.runOnce();
    await this.delivery.settled();
  }

  /** Makes waiting messages due. */
  async passTime(): Promise<void> {
    await this.prisma.$executeRaw`UPDATE webhook_message SET next_at = now() WHERE state = 'pending' AND NOT in_flight`;
    await this.prisma.$executeRaw`UPDATE webhook_endpoint SET paused_until = now() WHERE paused_until IS NOT NULL`;
  }

  async eventsAfter(after: number, types: string[] = []): Promise<WebhookBody[]> {
    const request = { after, limit: 500, types, waitSeconds: 0 };
    return (await this.module.get(EventsService).after(null, request, new AbortController().signal)).events;
  }

  async lastSequence(): Promise<number> {
    return Number((await this.prisma.stream.findUniqueOrThrow({ where: { id: HOUSE_STREAM } })).last);
  }
}

export async function waitUntil(condition: () => boolean): Promise<void> {
  for (let n = 0; n < 400 && !condition(); n++) await new Promise((resolve) => setTimeout(resolve, 25));
  if (!condition()) throw new Error('condition not met within 10 s');
}
