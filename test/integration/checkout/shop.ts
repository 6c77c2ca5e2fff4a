import { setTimeout as sleep } from 'node:timers/promises';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import pg from 'pg';
import { createApp } from '../../../src/bootstrap.js';
import type { HoldShape, OrderShape } from '../../../src/contract/orders/order-shapes.js';
import type { SaleInput } from '../../../src/sales/catalogue/input/sale-input.types.js';
import { SaleDrafts } from '../../../src/sales/catalogue/sale-drafts.service.js';
import { SalesService } from '../../../src/sales/sales.service.js';
import type { SaleView } from '../../../src/sales/sales.types.js';
import { type RunningSimulator, startSimulator } from '../../../tools/stripe-simulator/simulator.js';
import { testConfig, testSecret, testSettings } from '../../support/app.js';
import { freshDatabase } from '../../support/services.js';
import { freePort } from '../../support/ports.js';
import { specLog } from '../../support/spec-log.js';

const WEBHOOK_SECRET = 'whsec_checkout_spec_0123456789';
const PATIENCE_MS = 40_000;
const LOOK_MS = 50;
/** Pause between claims; a place may claim ten times in ten seconds. */
export const CLAIM_MS = 500;

export interface Answer<T> {
  status: number;
  body: T;
}

/** A complete node with Postgres, the simulator and a published sale, as a fan meets it. */
export class Shop {
  private constructor(
    readonly app: NestFastifyApplication,
    readonly url: string,
    /** The process with the payments role: the same one, unless split. */
    readonly payments: NestFastifyApplication,
    readonly simulator: RunningSimulator,
    private readonly database: pg.Pool,
    /** Ports and settings for payments nodes in processes of their own. */
    readonly paymentsNode: { readonly ports: readonly number[]; readonly settings: Record<string, string> },
  ) {}

  /** @param payments here: with all other roles; split: alone in this process; outside: in processes the spec starts */
  static async open(
    redisUrl: string,
    {
      payments: where = 'here',
      env = {},
    }: { payments?: 'here' | 'split' | 'outside'; env?: Record<string, string> } = {},
  ): Promise<Shop> {
    const databaseUrl = await freshDatabase();
    const port = await freePort();
    const ports = where === 'here' ? [port] : [await freePort(), ...(where === 'outside' ? [await freePort()] : [])];
    const url = `http://127.0.0.1:${port}`;
    const webhookUrl = ports.map((each) => `http://127.0.0.1:${each}/v1/stripe/webhook`).join(',');
    const simulator = await startSimulator({ port: 0, webhookUrl, webhookSecret: WEBHOOK_SECRET });
    const secret = testSecret();
    const terms = (roles: string) => ({
      ...{ databaseUrl, redisUrl, secret },
      env: {
        ROPELINE_STRIPE_API_BASE: simulator.url,
        STRIPE_WEBHOOK_SECRET: WEBHOOK_SECRET,
        ROPELINE_ROLES: roles,
        ...env,
      },
    });
    const start = async (at: number, roles: string): Promise<NestFastifyApplication> => {
      const started = await createApp(testConfig(terms(roles)), specLog);
      await started.listen(at, '127.0.0.1');
      return started;
    };
    const app = await start(port, where === 'here' ? 'edge,shop,payments,control' : 'edge,shop,control');
    const payments = where === 'split' ? await start(ports[0] ?? 0, 'payments') : app;
    const database = new pg.Pool({ connectionString: databaseUrl, max: 2 });
    database.on('error', () => undefined); // the database is dropped while connections are idle
    return new Shop(app, url, payments, simulator, database, { ports, settings: testSettings(terms('payments')) });
  }

  /** Opens a sale with `capacity` standing places and one row of five seats. */
  async sale(
    slug: string,
    capacity: number,
    policy: Record<string, number> = {},
    ticketTypes: SaleInput['ticketTypes'] | null = null,
  ): Promise<SaleView> {
    const sales = this.app.get(SalesService);
    const past = new Date(Date.now() - 60_000).toISOString();
    const created = await this.app.get(SaleDrafts).create({
      slug,
      name: slug,
      currency: 'EUR',
      show: { name: 'Show', venue: 'Hall', startsAt: new Date(Date.now() + 8.64e7).toISOString(), timeZone: 'UTC' },
      prequeueAt: past,
      opensAt: past,
      closesAt: null,
      challenge: 'off',
      lanes: [{ key: 'general', label: 'General', weight: 1, access: 'open' }],
      seatMap: ticketTypes ? null : { sections: [{ key: 'A', label: 'Stalls', rows: [{ label: '1', seats: 5 }] }] },
      ticketTypes: ticketTypes ?? [
        { name: 'Standing', admission: 'general', price: 4_500, capacity, maxPerFan: 4 },
        { name: 'Seated', admission: 'reserved', price: 6_500, sections: ['A'], maxPerFan: 4 },
      ],
      policy: { cap: 100, perMinute: 6_000, graceSeconds: 15, holdMinutes: 8, payMinutes: 10, ...policy },
    });
    if (created.kind !== 'created') throw new Error(`the sale was refused: ${JSON.stringify(created)}`);
    const published = await sales.publish(created.sale.id);
    if (published.kind !== 'moved') throw new Error(`the sale was not published: ${published.kind}`);
    return published.sale;
  }

  async call<T>(
    method: string,
    path: string,
    { body, auth, key }: { body?: unknown; auth?: string; key?: string } = {},
  ): Promise<Answer<T>> {
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: {
        ...(auth === undefined ? {} : { authorization: auth }),
        ...(key === undefined ? {} : { 'idempotency-key': key }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: (text === '' ? null : JSON.parse(text)) as T };
  }

  /** Joins the line and waits for the turn. */
  async fan(slug: string): Promise<Fan> {
    const joined = await this.until(
      () => this.call<{ placeToken: string }>('POST', `/v1/sales/${slug}/places`, { body: {} }),
      ({ status }) => status === 201, // refused while the sale is being rebuilt
    );
    const auth = `Place ${joined.body.placeToken}`;
    const { body } = await this.until(
      () => this.call<{ pass: string }>('POST', '/v1/place/admission', { body: {}, auth }),
      ({ status }) => status === 200,
      CLAIM_MS,
    );
    return new Fan(this, slug, body.pass);
  }

  async until<T>(look: () => Promise<T>, enough: (seen: T) => boolean, everyMs = LOOK_MS): Promise<T> {
    for (const end = Date.now() + PATIENCE_MS; ; await sleep(everyMs)) {
      const seen = await look();
      if (enough(seen)) return seen;
      if (Date.now() > end) throw new Error(`condition not met in time: ${JSON.stringify(seen)}`);
    }
  }

  async rows<T extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<T[]> {
    return (await this.database.query<T>(text, values)).rows;
  }

  async number(text: string, values: unknown[] = []): Promise<number> {
    const [row] = await this.rows<{ n: string }>(text, values);
    return Number(row?.n);
  }

  /** Returns the provider's intents for an order. */
  async simulatorIntentsOf(orderId: string): Promise<unknown[]> {
    const response = await fetch(`${this.simulator.url}/v1/payment_intents?limit=100`, {
      headers: { authorization: 'Bearer sk_test_spec' },
    });
    const { data } = (await response.json()) as { data: { metadata: Record<string, string> }[] };
    return data.filter(({ metadata }) => metadata.order_id === orderId);
  }

  async close(): Promise<void> {
    await this.app.close();
    if (this.payments !== this.app) await this.payments.close();
    await this.simulator.close();
    await this.database.end();
  }
}

export class Fan {
  constructor(
    private readonly shop: Shop,
    private readonly slug: string,
    readonly pass: string,
  ) {}

  hold(items: unknown[], key?: string): Promise<Answer<HoldShape & { code?: string }>> {
    const terms = { body: { items }, auth: `Bearer ${this.pass}`, ...(key === undefined ? {} : { key }) };
    return this.shop.call('POST', `/v1/sales/${this.slug}/holds`, terms);
  }

  order(holdId: string, key?: string, promoCode?: string): Promise<Answer<OrderShape & { code?: string }>> {
    const body = { holdId, buyer: { email: 'fan@example.com', name: 'Fan' }, promoCode };
    return this.shop.call('POST', '/v1/orders', {
      body,
      auth: `Bearer ${this.pass}`,
      ...(key === undefined ? {} : { key }),
    });
  }

  /** Pays at the simulator like the fan's browser, once the order offers a payment. */
  async confirm(order: OrderShape, paymentMethod = 'pm_card_visa'): Promise<number> {
    const url = order.payment?.confirmUrl ?? (await this.confirmUrl(order));
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ paymentMethod }),
    });
    await response.text();
    return response.status;
  }

  private async confirmUrl(order: OrderShape): Promise<string> {
    const { body } = await this.shop.until(
      () => this.read(order),
      ({ body }) => typeof body.payment?.confirmUrl === 'string',
    );
    return body.payment?.confirmUrl ?? '';
  }

  read(order: OrderShape): Promise<Answer<OrderShape>> {
    return this.shop.call('GET', `/v1/orders/${order.id}`, { auth: `Order ${order.accessToken ?? ''}` });
  }

  readHold(holdId: string): Promise<Answer<HoldShape>> {
    return this.shop.call('GET', `/v1/holds/${holdId}`, { auth: `Bearer ${this.pass}` });
  }

  /** Buys from joining to payment; returns the order as its buyer then reads it. */
  async buy(items: unknown[]): Promise<OrderShape> {
    const held = await this.hold(items);
    const placed = await this.order(held.body.id);
    await this.confirm(placed.body);
    const paid = await this.shop.until(
      () => this.read(placed.body),
      ({ body }) => body.state === 'paid',
    );
    return { ...paid.body, accessToken: placed.body.accessToken ?? '' };
  }
}
