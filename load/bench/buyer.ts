import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { HoldShape, OrderShape } from '../../src/contract/orders/order-shapes.js';
import type { Answer } from '../http/answer.js';
import { Connection, targetOf } from '../http/connection.js';
import { encodeRequest } from '../http/request.js';
import type { Stage } from './stage.js';

export interface Purchase {
  orderId: string;
  tickets: number;
  paidMinor: number;
  tookMs: number;
}

const PAID_WITHIN_MS = 60_000;
const FIRST_LOOK_MS = 30;
const LONGEST_PAUSE_MS = 1_000;
/** Smoothing factor of the estimated payment time, and how fast it shrinks while it is never too short. */
const LEARN = 0.1;
const SHRINK = 0.995;
const BUYER = { email: 'buyer@bench.example', name: 'Bench Buyer' };

/**
 * Estimates when an order will be paid, so that a buyer polls about once, like a page notified by its socket. The time at
 * which an order is found paid is never before the first look, so that alone would only ever lengthen the estimate.
 */
export class PaidGuess {
  ms = FIRST_LOOK_MS;
  /** @param notYetMs when it was last seen unpaid; 0 if the first look found it paid */
  learn(notYetMs: number, paidMs: number): void {
    if (notYetMs === 0) this.ms *= SHRINK;
    else this.ms += ((notYetMs + paidMs) / 2 - this.ms) * LEARN;
  }
}

/** One buyer's connections to the shop and the payment form. Buys for one fan after another. */
export class Buyer {
  private shop: Connection;
  private form: Connection;

  constructor(
    private readonly stage: Pick<Stage, 'target' | 'host' | 'cluster'>,
    private readonly slug: string,
    private readonly ticketTypeId: string,
    private readonly guess: PaidGuess,
  ) {
    this.shop = new Connection(stage.target);
    this.form = new Connection(targetOf(stage.cluster.simulatorUrl));
  }

  /** Runs hold, order, payment and tickets. Throws with the refusal. */
  async buy(pass: string, quantity = 1): Promise<Purchase> {
    const startedAt = performance.now();
    const authorization = `Bearer ${pass}`;
    const hold = await this.post<HoldShape>(`/v1/sales/${this.slug}/holds`, authorization, {
      items: [{ ticketTypeId: this.ticketTypeId, quantity }],
    });
    let order = await this.post<OrderShape>('/v1/orders', authorization, { holdId: hold.id, buyer: BUYER });
    const owner = `Order ${order.accessToken ?? ''}`;
    while (!order.payment?.confirmUrl) {
      await sleep(FIRST_LOOK_MS);
      order = await this.read(order.id, owner);
    }
    await this.confirm(order.payment.confirmUrl);
    order = await this.untilPaid(order.id, owner);
    const tookMs = performance.now() - startedAt;
    return { orderId: order.id, tickets: order.tickets.length, paidMinor: order.total.amount, tookMs };
  }

  close(): void {
    this.shop.close();
    this.form.close();
  }

  private async untilPaid(id: string, owner: string): Promise<OrderShape> {
    const confirmedAt = performance.now();
    const sinceMs = (): number => performance.now() - confirmedAt;
    for (let pause = this.guess.ms, notYetMs = 0; sinceMs() < PAID_WITHIN_MS; ) {
      await sleep(pause);
      const lookedMs = sinceMs();
      const order = await this.read(id, owner);
      if (order.state === 'paid') {
        this.guess.learn(notYetMs, lookedMs);
        return order;
      }
      if (order.state !== 'pending' && order.state !== 'authorized')
        throw new Error(`the order ended as ${order.state} (${order.reason ?? 'no reason'})`);
      notYetMs = lookedMs;
      pause = Math.min(LONGEST_PAUSE_MS, Math.max(FIRST_LOOK_MS / 3, sinceMs() / 3));
    }
    throw new Error(`the order was not paid in ${PAID_WITHIN_MS / 1000} s`);
  }

  private async read(id: string, authorization: string): Promise<OrderShape> {
    const answer = await this.ask(
      encodeRequest(this.stage.host, { path: `/v1/orders/${id}`, headers: { authorization } }),
    );
    if (answer.status !== 200) throw new Error(`the order was not shown: ${answer.status} ${answer.body}`);
    return JSON.parse(answer.body) as OrderShape;
  }

  private async post<T>(path: string, authorization: string, body: unknown): Promise<T> {
    const headers = { authorization, 'idempotency-key': randomBytes(16).toString('base64url') };
    const answer = await this.ask(encodeRequest(this.stage.host, { method: 'POST', path, headers, body }));
    if (answer.status !== 201) throw new Error(`${path} was refused: ${answer.status} ${answer.body}`);
    return JSON.parse(answer.body) as T;
  }

  /** Retries after the requested delay while the server is overloaded. */
  private async ask(request: Buffer): Promise<Answer> {
    for (const until = performance.now() + PAID_WITHIN_MS; ; ) {
      if (!this.shop.usable) this.shop = new Connection(this.stage.target);
      const answer = await this.shop.ask(request);
      if (answer.status !== 503 || performance.now() > until) return answer;
      const seconds = Number(/retry-after: (\d+)/.exec(answer.head)?.[1] ?? 1);
      await sleep(seconds * 1000 * (0.5 + Math.random() / 2));
    }
  }

  private async confirm(confirmUrl: string): Promise<void> {
    const { host, pathname, search } = new URL(confirmUrl);
    const path = `${pathname}${search}`;
    if (!this.form.usable) this.form = new Connection(targetOf(confirmUrl));
    const answer = await this.form.ask(
      encodeRequest(host, { method: 'POST', path, body: { paymentMethod: 'pm_card_visa' } }),
    );
    if (answer.status !== 200) throw new Error(`the card form answered ${answer.status} ${answer.body}`);
  }
}
