import 'reflect-metadata';
import { type DynamicModule, Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import Stripe from 'stripe';
import { Prisma } from '../../../src/generated/prisma/client.js';
import type { PaymentFact, PaymentWishKind } from '../../../src/payments/payments.events.js';
import { PaymentsDoorsModule } from '../../../src/payments/payments.doors.module.js';
import { PaymentsModule } from '../../../src/payments/payments.module.js';
import { PaymentsService } from '../../../src/payments/payments.service.js';
import { askRefundFrom } from '../../../src/payments/refunds/refunds.sql.js';
import { beginFrom, wishFrom } from '../../../src/payments/payments.sql.js';
import { PaymentsTasksModule } from '../../../src/payments/payments.tasks.module.js';
import { Config } from '../../../src/platform/config/config.js';
import { newId } from '../../../src/platform/ids.js';
import { PlatformModule } from '../../../src/platform/platform.module.js';
import { PrismaService } from '../../../src/platform/prisma/prisma.service.js';
import { ProblemFilter } from '../../../src/platform/problem/problem.filter.js';
import type { FaultSettings } from '../../../tools/stripe-simulator/faults/faults.rules.js';
import { type RunningSimulator, startSimulator } from '../../../tools/stripe-simulator/simulator.js';
import { testConfig, testSecret } from '../../support/app.js';
import { freshDatabase, sharedRedisUrl } from '../../support/services.js';
import { freePort } from '../../support/ports.js';

export const WEBHOOK_SECRET = 'whsec_payments_spec_0123456789';
const WAIT_MS = 15_000;

interface WishData {
  create: { amountMinor: number; currency: string; saleId: string };
  capture: Record<string, never>;
  cancel: Record<string, never>;
}

@Module({})
class SpecModule {
  static with(config: Config, features: Type[]): DynamicModule {
    return { module: SpecModule, imports: [PlatformModule.with(config), ...features] };
  }
}

/** The payments role alone in an application, with its own database and the simulator as provider. */
export class PaymentsNode {
  readonly facts: PaymentFact[] = [];

  constructor(
    readonly url: string,
    readonly app: NestFastifyApplication,
    readonly simulator: RunningSimulator,
    readonly databaseUrl: string,
    readonly secret: string,
  ) {}

  get service(): PaymentsService {
    return this.app.get(PaymentsService);
  }
  get prisma(): PrismaService {
    return this.app.get(PrismaService);
  }
  /** An independent client for assertions. */
  get stripe(): Stripe {
    return new Stripe('sk_test_spec', {
      host: '127.0.0.1',
      port: this.simulator.port,
      protocol: 'http',
      telemetry: false,
    });
  }

  /** Writes a wish as checkout does: a row in a statement, then a wake-up. */
  async ask<K extends PaymentWishKind>(kind: K, orderId: string, data: WishData[K], attempt = 1): Promise<void> {
    const of = Prisma.sql`${orderId}::text AS order_id, ${attempt}::int AS attempt`;
    const { amountMinor = 0, currency = '', saleId = '' } = data as Partial<WishData['create']>;
    const wished =
      kind === 'create'
        ? beginFrom(
            Prisma.sql`SELECT ${of}, ${amountMinor}::int AS amount_minor, ${currency} AS currency, ${saleId} AS sale_id,
              false AS three_d_secure, false AS cards_only`,
            0,
          )
        : wishFrom(kind, Prisma.sql`SELECT ${of}, ${amountMinor}::int AS amount_minor`);
    await this.prisma.$executeRaw`WITH wished AS (${wished}) SELECT 1`;
    this.service.wake();
  }

  /** Requests a refund as checkout does. */
  async askRefund(orderId: string, amountMinor: number, id = newId('ref')): Promise<string> {
    await this.prisma.$queryRaw(
      askRefundFrom(Prisma.sql`SELECT ${id}::text AS id, ${orderId}::text AS order_id, 1 AS attempt, ${id}::text AS asking, '' AS body_hash,
        'staff' AS origin, 'spec' AS actor, NULL::text AS person, ${amountMinor}::int AS amount_minor, '{}'::text[] AS ticket_ids, NULL::text AS reason`),
    );
    this.service.wakeRefunds();
    return id;
  }

  /** Creates an order whose intent exists at the provider. */
  async opened(amountMinor = 9_000): Promise<{ orderId: string; intentId: string }> {
    const orderId = newId('ord');
    await this.ask('create', orderId, { amountMinor, currency: 'EUR', saleId: 'sale_spec' });
    const created = await this.fact('intent_created', orderId);
    return { orderId, intentId: created.data.intentId };
  }

  /** Confirms the payment as the fan's browser does. */
  async confirm(orderId: string, paymentMethod = 'pm_card_visa'): Promise<number> {
    const payment = await this.service.paymentOf(orderId);
    const response = await fetch(payment?.confirmUrl ?? '', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ paymentMethod }),
    });
    await response.arrayBuffer();
    return response.status;
  }

  async faults(settings: FaultSettings): Promise<void> {
    await fetch(`${this.simulator.url}/_simulator/faults`, { method: 'PUT', body: JSON.stringify(settings) });
  }

  /** Consumes pending facts, as checkout's worker does. */
  async takeFacts(): Promise<void> {
    await this.service.takeFacts(100, async (fact) => {
      this.facts.push(fact);
      return 'done';
    });
  }

  factsOf(orderId: string): PaymentFact[] {
    return this.facts.filter((fact) => fact.orderId === orderId);
  }

  kindsOf(orderId: string): string[] {
    return this.factsOf(orderId).map((fact) => fact.kind);
  }

  async fact<K extends PaymentFact['kind']>(kind: K, orderId: string): Promise<Extract<PaymentFact, { kind: K }>> {
    const isIt = (fact: PaymentFact): fact is Extract<PaymentFact, { kind: K }> =>
      fact.kind === kind && fact.orderId === orderId;
    return until(async () => {
      await this.takeFacts();
      return this.facts.find(isIt) ?? null;
    }, `fact ${kind} of ${orderId}`);
  }

  async state(orderId: string): Promise<string | null> {
    return (await this.service.paymentOf(orderId))?.state ?? null;
  }

  async close(): Promise<void> {
    await this.app.close();
    await this.simulator.close();
  }
}

export async function until<T>(look: () => Promise<T | null>, what: string): Promise<T> {
  const deadline = Date.now() + WAIT_MS;
  for (;;) {
    const found = await look();
    if (found !== null) return found;
    if (Date.now() > deadline) throw new Error(`timed out waiting for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/**
 * Starts a second process over the same tables, in another role unless `features` say otherwise: it writes wishes and
 * consumes facts, and never calls the provider.
 */
export async function startPeer(of: PaymentsNode, features: Type[] = [PaymentsModule]): Promise<PaymentsNode> {
  const config = testConfig({
    databaseUrl: of.databaseUrl,
    redisUrl: of.app.get(Config).redisUrl,
    secret: of.secret,
    env: { ROPELINE_STRIPE_API_BASE: of.simulator.url },
  });
  const app = await startApp(config, features, 0);
  return new PaymentsNode('', app, of.simulator, of.databaseUrl, of.secret);
}

async function startApp(config: Config, features: Type[], port: number): Promise<NestFastifyApplication> {
  const module = SpecModule.with(config, features);
  const app = await NestFactory.create<NestFastifyApplication>(module, new FastifyAdapter(), {
    rawBody: true,
    logger: ['fatal'],
    abortOnError: false,
  });
  app.useGlobalFilters(new ProblemFilter());
  await app.listen(port, '127.0.0.1');
  return app;
}

export interface NodeOptions {
  /** Whether the simulator sends webhooks to the node. Default true. */
  webhooks?: boolean;
  rate?: number;
}

export async function startPayments({ webhooks = true, rate = 100_000 }: NodeOptions = {}): Promise<PaymentsNode> {
  const [databaseUrl, redisUrl, port] = await Promise.all([freshDatabase(), sharedRedisUrl(), freePort()]);
  const url = `http://127.0.0.1:${port}`;
  const simulator = await startSimulator({
    port: 0,
    ...(webhooks ? { webhookUrl: `${url}/v1/stripe/webhook`, webhookSecret: WEBHOOK_SECRET } : {}),
  });
  const secret = testSecret();
  const config = testConfig({
    databaseUrl,
    redisUrl,
    secret,
    env: {
      STRIPE_WEBHOOK_SECRET: WEBHOOK_SECRET,
      ROPELINE_STRIPE_API_BASE: simulator.url,
      ROPELINE_STRIPE_RATE: String(rate),
    },
  });
  const app = await startApp(config, [PaymentsModule, PaymentsDoorsModule, PaymentsTasksModule], port);
  return new PaymentsNode(url, app, simulator, databaseUrl, secret);
}

/** The provider dates an intent by the second: one of the second in which a node started counts as older than the node. */
export const secondAfterStart = async (): Promise<void> =>
  await new Promise((resolve) => setTimeout(resolve, 1_000 - (Date.now() % 1_000)));
