import { startCancel, endUnasked } from '../../src/checkout/facts/endings.sql.js';
import { OrderFacts } from '../../src/checkout/facts/order-facts.service.js';
import { authorizationIn, hintOf } from '../../src/payments/inbox/event.rules.js';
import { HintHandler } from '../../src/payments/inbox/hint.handler.js';
import { IntentObserver } from '../../src/payments/intents/intent.observer.js';
import type { PaymentSignals } from '../../src/payments/payments.signals.js';
import type { PaymentsService } from '../../src/payments/payments.service.js';
import type { QuarantineService } from '../../src/payments/quarantine/quarantine.service.js';
import { RefundReconciler } from '../../src/payments/refunds/refund-reconciler.js';
import { RefundHandler } from '../../src/payments/refunds/refund.handler.js';
import { IntentFinder } from '../../src/payments/wishes/intent.finder.js';
import { WishHandler } from '../../src/payments/wishes/wish.handler.js';
import { WishesRepository } from '../../src/payments/wishes/wishes.repository.js';
import type { Tokens } from '../../src/platform/tokens/tokens.js';
import type Stripe from 'stripe';
import type { Random } from '../../tools/stripe-simulator/core/random.js';
import type { EventRecord, Intent } from '../../tools/stripe-simulator/model/records.js';
import { renderEvent } from '../../tools/stripe-simulator/model/render.js';
import { FactsBench } from '../integration/checkout/facts-bench.js';
import { newOrder, type OrdersDatabase, standing } from '../integration/checkout/orders-database.js';
import { FaultyStripe } from './faulty-stripe.js';

const ORDERS = 4;
const STEPS = 70;
/** Probability that the process crashes before or after one statement. */
const CRASH = 0.012;
const REPEAT_EVENT = 0.2;
const LOSE_EVENT = 0.1;
const DAY_MS = 86_400_000;
const MAX_ROUNDS = 60;

/** A process crash: memory is lost, committed data is not. */
class Crash extends Error {}

/** One run of orders, payments and refunds; every choice is drawn from its seed. */
export class MoneyWorld {
  readonly stripe: FaultyStripe;
  readonly orderIds: string[] = [];
  /** What was done, for debugging a failing seed. */
  readonly log: string[] = [];
  private readonly bench: FactsBench;
  private readonly handler: WishHandler;
  private readonly observer: IntentObserver;
  private readonly hints: HintHandler;
  private readonly refunds: RefundHandler;
  private readonly wishes: WishesRepository;
  private readonly facts: OrderFacts;
  private skewMs = 0;
  private isRough = true;
  private refundCount = 0;

  constructor(
    private readonly seed: number,
    private readonly random: Random,
    private readonly db: OrdersDatabase,
    bench: FactsBench,
  ) {
    this.stripe = new FaultyStripe(random);
    this.bench = bench;
    const mortal = <T extends object>(target: T): T => this.mortal(target);
    const payments = mortal(bench.payments);
    const refundRows = mortal(bench.refunds);
    const { gateway, client } = this.stripe;
    const clock = { nowMs: () => Date.now() + this.skewMs, monotonicMs: () => performance.now() };
    const signals = { emit: () => undefined } as unknown as PaymentSignals;
    const service = { reactions: mortal(bench.reactions) } as unknown as PaymentsService;
    const quarantine = {
      mayEnd: () => Promise.resolve(true),
      endLater: () => Promise.resolve(),
      standingOf: () => Promise.resolve('none'),
      isActive: () => Promise.resolve(false),
    } as unknown as QuarantineService;
    const tokens = { seal: (_purpose: string, text: string) => text } as unknown as Tokens;
    const desk = new RefundReconciler(refundRows, payments, signals);
    this.observer = new IntentObserver(payments, service, gateway, client, tokens, signals, quarantine, clock);
    this.handler = new WishHandler(clock, payments, gateway, this.observer, new IntentFinder(clock, gateway), signals);
    this.hints = new HintHandler(payments, gateway, this.observer, desk, signals, quarantine);
    this.refunds = new RefundHandler(gateway, desk, clock, quarantine);
    this.wishes = mortal(new WishesRepository(bench.prisma));
    this.facts = bench.factsOver(mortal(bench.orders), mortal(bench.orderRefunds));
  }

  async run(): Promise<void> {
    for (let n = 0; n < STEPS; n += 1) await this.survive(() => this.step());
    await this.settle();
  }

  /** Stops faults and crashes; everything open must settle by itself. */
  private async settle(): Promise<void> {
    this.isRough = false;
    this.stripe.healthy = true;
    this.log.push('settle');
    for (let round = 0; round < MAX_ROUNDS; round += 1) {
      for (const id of this.orderIds) await this.endByDeadline(id);
      while (this.stripe.events.length > 0) await this.deliver();
      await this.sweep();
      await this.untilNone(() => this.carryOutWish());
      await this.applyFacts();
      await this.untilNone(() => this.carryOutRefund());
      if (await this.isQuiet()) return;
    }
    throw new Error(`seed ${this.seed} does not settle`);
  }

  private async untilNone(work: () => Promise<boolean>): Promise<void> {
    for (let n = 0; n < ORDERS * 2 && (await work()); n += 1) await this.applyFacts();
  }

  private async isQuiet(): Promise<boolean> {
    const open = await this.db.number(`SELECT
      (SELECT count(*) FROM payment WHERE wants IS NOT NULL) + (SELECT count(*) FROM payment_fact WHERE taken_at IS NULL)
      + (SELECT count(*) FROM payment_refund WHERE state IN ('asked', 'sent'))
      + (SELECT count(*) FROM orders WHERE state IN ('pending', 'canceling', 'authorized', 'voiding')) AS n`);
    return open === 0 && this.stripe.events.length === 0;
  }

  private async step(): Promise<void> {
    const choices: [number, () => Promise<unknown>][] = [
      [this.orderIds.length < ORDERS ? 6 : 0, () => this.place()],
      [6, () => this.confirm()],
      [8, () => this.deliver()],
      [9, () => this.carryOutWish()],
      [9, () => this.applyFacts()],
      [3, () => this.carryOutRefund()],
      [2, () => this.askRefund()],
      [1, () => this.act('fan cancels', (id) => this.cancel(id))],
      [1, () => this.act('deadline', (id) => this.endByDeadline(id))],
      [1, () => this.atDesk()],
      [1.5, () => this.dispute()],
      [1, () => this.sweep()],
      [0.3, () => this.passDay()],
    ];
    let luck = this.random() * choices.reduce((sum, [weight]) => sum + weight, 0);
    for (const [weight, act] of choices) {
      luck -= weight;
      if (luck < 0) return void (await act());
    }
  }

  private async survive(act: () => Promise<void>): Promise<void> {
    try {
      await act();
    } catch (error) {
      if (!isCrash(error)) throw error;
      this.log.push('crash');
    }
  }

  private async place(): Promise<void> {
    const id = `ord_${this.seed}_${this.orderIds.length}`;
    this.orderIds.push(id);
    this.log.push(`place ${id}`);
    await this.bench.orders.insertAll([newOrder(id, standing(2), { admissionId: `adm_${id}` })]);
    await this.bench.orders.askForPayments([{ orderId: id, saleId: 'sale_1' }], 0);
  }

  private confirm(): Promise<void> {
    const intent = this.pick(this.stripe.all().filter(({ status }) => status === 'requires_payment_method'));
    const luck = this.random();
    // some pay by a method whose money is taken at once
    const card = luck < 0.2 ? 'pm_card_chargeDeclined' : luck < 0.4 ? 'pm_blik' : 'pm_card_visa';
    if (intent) this.stripe.confirm(intent, card);
    this.log.push(`confirm ${intent?.metadata['order_id'] ?? '-'} ${card}`);
    return Promise.resolve();
  }

  /** Delivers any pending event, perhaps repeatedly, perhaps never. */
  private async deliver(): Promise<void> {
    const { events } = this.stripe;
    if (events.length === 0) return;
    const index = Math.floor(this.random() * events.length);
    const [event] = events.splice(index, 1) as [EventRecord];
    if (this.isRough && this.random() < LOSE_EVENT) return void this.log.push(`lost ${event.type}`);
    if (this.isRough && this.random() < REPEAT_EVENT) events.push(event);
    this.log.push(`event ${event.type}`);
    if (!(await this.receive(event)) && this.isRough) events.push(event);
  }

  /** Receives an event like the inbox. Returns false if it has to be redelivered. */
  private async receive(event: EventRecord): Promise<boolean> {
    const body = renderEvent(event, 'http://simulator');
    if (event.type === 'payment_intent.amount_capturable_updated') {
      const intent = (body['data'] as { object: Stripe.PaymentIntent }).object;
      const seen = this.stripe.gateway.seenIntent(intent);
      const news = authorizationIn(seen, intent.amount_capturable, false);
      const kept = { id: event.id, type: event.type, kept: {} };
      if (news && (await this.mortal(this.bench.reactions).authorized({ ...news, event: kept }))) return true;
    }
    const hint = hintOf(event.type, body);
    if (!hint) return true;
    const [known] = await this.bench.payments.byIntents([hint.intentId]);
    return (await this.hints.follow(hint.intentId, [hint], known ?? null, true)) === true;
  }

  /** Carries out one wish regardless of its lease, because its node is dead. */
  private async carryOutWish(): Promise<boolean> {
    const rows = await this.db.query<{ id: string }>(
      'SELECT id FROM payment WHERE wants IS NOT NULL ORDER BY order_id, attempt',
    );
    const chosen = this.pick(rows);
    if (!chosen) return false;
    await this.db.query(
      `UPDATE payment SET due_at = CASE WHEN id = $1 THEN now() ELSE now() + interval '1 day' END WHERE wants IS NOT NULL`,
      [chosen.id],
    );
    const [wish] = await this.bench.wishes.lease(
      new Map([
        ['create', 1],
        ['capture', 1],
        ['cancel', 1],
      ] as const),
    );
    if (!wish) return false;
    this.log.push(`${wish.wants} ${wish.orderId}`);
    const outcome = await this.handler.carryOut(wish);
    if (outcome === 'done') await this.wishes.done(wish);
    else if (outcome !== 'marked' && outcome !== 'again') await this.wishes.postpone(wish, outcome);
    return true;
  }

  private async applyFacts(): Promise<void> {
    await this.db.query('UPDATE payment_fact SET next_at = now() WHERE taken_at IS NULL');
    for (const fact of await this.bench.rows.lease(100)) {
      if (this.isRough && this.random() < 0.3) continue;
      this.log.push(`fact ${fact.kind} ${fact.orderId}`);
      await this.facts.handle(fact);
      if (this.isRough && this.random() < CRASH) throw new Crash();
      await this.bench.rows.taken([fact.id]);
    }
  }

  private async askRefund(): Promise<void> {
    const rows = await this.db.query<{ id: string }>(`SELECT id FROM orders WHERE state = 'paid' ORDER BY id`);
    const orderId = this.pick(rows)?.id;
    if (orderId === undefined) return;
    this.refundCount += 1;
    const asking = `refund-${this.refundCount}`;
    const isTicket = this.random() < 0.5;
    const [ticket] = await this.db.query<{ id: string }>(
      'SELECT id FROM ticket WHERE order_id = $1 AND voided_at IS NULL ORDER BY id LIMIT 1',
      [orderId],
    );
    const ticketIds = isTicket && ticket ? [ticket.id] : [];
    const amountMinor = ticketIds.length > 0 ? 4_500 : this.random() < 0.3 ? 9_000 : 1_000;
    this.log.push(`ask refund ${orderId} ${amountMinor}`);
    const of = { id: `ref_${this.seed}_${this.refundCount}`, orderId, attempt: 1, asking, bodyHash: '', reason: null };
    await this.bench.orderRefunds.ask({
      ...of,
      origin: 'staff',
      actor: 'spec',
      person: null,
      amountMinor,
      currency: 'EUR',
      ticketIds,
    });
  }

  private async carryOutRefund(): Promise<boolean> {
    await this.db.query(`UPDATE payment_refund SET due_at = now() WHERE state IN ('asked', 'sent')`);
    const [refund] = (await this.bench.refunds.lease(1)).slice(0, 1);
    if (!refund) return false;
    this.log.push(`refund ${refund.orderId} ${refund.amountMinor}`);
    const postponement = await this.refunds.carryOut(refund);
    if (postponement) await this.bench.refunds.postpone(refund.id, postponement);
    return true;
  }

  private async act(name: string, act: (orderId: string) => Promise<void>): Promise<void> {
    const id = this.pick(this.orderIds);
    if (id === undefined) return;
    this.log.push(`${name} ${id}`);
    await act(id);
  }

  private async cancel(id: string): Promise<void> {
    await this.db.run(endUnasked(id, 'canceled', 'canceled_by_fan', 'reactivate'));
    await this.db.run(startCancel(id, 'canceled_by_fan'));
  }

  private async endByDeadline(id: string): Promise<void> {
    await this.db.run(endUnasked(id, 'expired', 'expired', 'release'));
    await this.db.run(startCancel(id, 'expired'));
  }

  /** An action in the provider's dashboard. */
  private atDesk(): Promise<void> {
    const intent = this.pick(this.stripe.all().filter(({ status }) => status !== 'canceled'));
    if (!intent) return Promise.resolve();
    this.log.push(`desk ${intent.metadata['order_id'] ?? ''} ${intent.status}`);
    if (intent.status === 'succeeded') this.refundSomeAtDesk(intent);
    else this.stripe.cancelAtDesk(intent);
    return Promise.resolve();
  }

  private refundSomeAtDesk(intent: Intent): void {
    const left = intent.amountReceived - this.stripe.refundedOf(intent);
    if (left > 0) this.stripe.refundAtDesk(intent, this.random() < 0.5 ? left : Math.min(left, 700));
  }

  /** Bank news of a charge, in any order: a warning, or an opened dispute that is won or lost. */
  private async dispute(): Promise<void> {
    const orderId = this.pick(this.stripe.all().filter(({ status }) => status === 'succeeded'))?.metadata['order_id'];
    if (orderId === undefined) return;
    const status = this.pick(['warning', 'opened', 'opened', 'won', 'lost'] as const) ?? 'opened';
    const disputeId = status === 'warning' ? `issfr_${orderId}` : `dp_${this.random() < 0.7 ? 1 : 2}_${orderId}`;
    this.log.push(`dispute ${disputeId} ${status}`);
    const data = { intentId: `pi_${orderId}`, disputeId, amountMinor: 9_000, reason: 'fraudulent', status };
    const fact = { kind: 'disputed' as const, data, dedupe: `disputed:${disputeId}:${status}` };
    await this.mortal(this.bench.payments).tell({ orderId, attempt: 1 }, fact);
  }

  private async sweep(): Promise<void> {
    this.log.push('sweep');
    const now = Math.ceil(Date.now() / 1000);
    const page = await this.stripe.gateway.intents({ from: now - 3_600, to: now + 60, after: null });
    if (page.kind === 'ok') await this.observer.observeAll(page.value.items);
  }

  /** The provider's idempotency keys expire before a retry. */
  private passDay(): Promise<void> {
    this.log.push('a day');
    this.skewMs += DAY_MS;
    return Promise.resolve();
  }

  private pick<T>(items: readonly T[]): T | undefined {
    return items[Math.floor(this.random() * items.length)];
  }

  /** Wraps a store so that the process may crash before or after each statement. */
  private mortal<T extends object>(target: T): T {
    return new Proxy(target, {
      get: (of, name) => {
        const value: unknown = Reflect.get(of, name, of);
        if (typeof value !== 'function') return value;
        return async (...args: unknown[]) => {
          if (this.isRough && this.random() < CRASH) throw new Crash();
          const result: unknown = await (value as (...all: unknown[]) => unknown).apply(of, args);
          if (this.isRough && this.random() < CRASH) throw new Crash();
          return result;
        };
      },
    });
  }
}

const isCrash = (error: unknown): boolean => error instanceof Crash;
