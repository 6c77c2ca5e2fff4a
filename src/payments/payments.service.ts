import { Injectable, Logger } from '@nestjs/common';
import { retryDelayMs } from './wishes/retry.rules.js';
import { Clock } from '../platform/clock/clock.js';
import { Config } from '../platform/config/config.js';
import { Tokens } from '../platform/tokens/tokens.js';
import { FactsRepository, type LeasedFact } from './facts/facts.repository.js';
import { HealthRepository } from './health/health.repository.js';
import { healthOf, type PaymentHealth } from './health/health.rules.js';
import type { PaymentState } from './payment.state.js';
import type { PaymentFact } from './payments.events.js';
import { PaymentsRepository } from './payments.repository.js';
import { PaymentSignals } from './payments.signals.js';
import { NoReactions, type PaymentReactions, type PaymentWish } from './payments.types.js';
import { WishDesk } from './wishes/wish-desk.js';

/** A payment as its order sees it. */
export interface OrderPayment {
  attempt: number;
  state: PaymentState;
  intentId: string | null;
  /** With it the fan's browser confirms; null before the intent is there and once it is canceled. */
  clientSecret: string | null;
  publishableKey: string;
  /** The simulator's form; null with Stripe itself. */
  confirmUrl: string | null;
}
/** done: never again; later: once more after a pause that grows. */
export type FactOutcome = 'done' | 'later';

const HEALTH_CACHE_MS = 1_000;

/** What other rooms may ask of payments. Wishes are written by statements: see payments.sql.ts and payments.events.ts. */
@Injectable()
export class PaymentsService {
  private readonly log = new Logger('Payments');
  private cachedHealth: { at: number; health: Promise<PaymentHealth> } | null = null;

  constructor(
    private readonly config: Config,
    private readonly clock: Clock,
    private readonly tokens: Tokens,
    private readonly signals: PaymentSignals,
    private readonly desk: WishDesk,
    private readonly payments: PaymentsRepository,
    private readonly facts: FactsRepository,
    private readonly nodes: HealthRepository,
  ) {}

  /** What moves orders together with payments; facts alone until somebody says so. */
  reactions: PaymentReactions = new NoReactions();

  /** Says that wishes were committed. Coalesced; losing it costs a second. */
  wake(): void {
    this.signals.emit('ropeline_payment_wish');
  }

  /** The same for refunds that were asked for. */
  wakeRefunds(): void {
    this.signals.emit('ropeline_payment_refund');
  }

  /** For statements that write wishes: how long this process may lease them to itself, 0 for not at all. */
  leaseSeconds(): number {
    return this.desk.leaseSeconds();
  }

  /** Starts on committed wishes at once, or wakes whoever can. @param leaseSeconds as their statement was given */
  handOver(wishes: readonly PaymentWish[], leaseSeconds: number): void {
    this.desk.handOver(wishes, leaseSeconds);
  }

  /** Calls `listener` with orders that moved in a process where nobody could be told of it. Returns what ends it. */
  onOrdersMoved(listener: (orderIds: readonly string[]) => void): () => void {
    return this.signals.on('ropeline_order_moved', listener);
  }

  orderMoved(orderId: string): void {
    this.signals.emit('ropeline_order_moved', orderId);
  }

  /** Calls `listener` when there may be facts to take. Returns what ends it. */
  onFacts(listener: () => void): () => void {
    return this.signals.on('ropeline_payment_fact', listener);
  }

  /**
   * Takes up to `limit` due facts and hands each over, those of one order one after the other. At least once: a node
   * that dies in between leaves them to another after 30 s. A handler that throws is asked again later.
   * @returns how many were taken; as many as `limit` means that there may be more
   */
  async takeFacts(limit: number, handle: (fact: PaymentFact) => Promise<FactOutcome>): Promise<number> {
    const leased = await this.facts.lease(limit);
    const done: bigint[] = [];
    const byOrder = new Map<string, LeasedFact[]>();
    for (const fact of leased) byOrder.set(fact.orderId, [...(byOrder.get(fact.orderId) ?? []), fact]);
    await Promise.all(
      [...byOrder.values()].map(async (facts) => {
        for (const fact of facts) if (await this.tellOne(fact, handle)) done.push(fact.id);
      }),
    );
    await this.facts.taken(done);
    return leased.length;
  }

  /** The latest attempt of an order; null when none was begun. */
  async paymentOf(orderId: string): Promise<OrderPayment | null> {
    const row = await this.payments.latestOf(orderId);
    if (!row) return null;
    const sealed = row.state === 'canceled' ? null : row.clientSecretSealed;
    const clientSecret = sealed === null ? null : this.tokens.open('payment', sealed);
    return { attempt: row.attempt, state: row.state, ...this.confirmation(row.intentId, clientSecret) };
  }

  /** What the fan's browser needs to confirm an intent. */
  confirmation(intentId: string | null, clientSecret: string | null): Omit<OrderPayment, 'attempt' | 'state'> {
    const confirmUrl = this.confirmUrl(intentId, clientSecret);
    return { intentId, clientSecret, publishableKey: this.config.stripePublishableKey, confirmUrl };
  }

  /** How the provider does, as the nodes of the payments role see it; at most a second old here. Never throws. */
  async health(): Promise<PaymentHealth> {
    const now = this.clock.nowMs();
    if (!this.cachedHealth || now - this.cachedHealth.at >= HEALTH_CACHE_MS) {
      const health = this.nodes.fresh().then(healthOf, () => healthOf([]));
      this.cachedHealth = { at: now, health };
    }
    return this.cachedHealth.health;
  }

  private confirmUrl(intentId: string | null, clientSecret: string | null): string | null {
    if (this.config.stripeApiBase === null || intentId === null || clientSecret === null) return null;
    return `${this.config.stripeApiBase}/confirm/${intentId}?client_secret=${encodeURIComponent(clientSecret)}`;
  }

  private async tellOne(fact: LeasedFact, handle: (fact: PaymentFact) => Promise<FactOutcome>): Promise<boolean> {
    try {
      if ((await handle(fact)) === 'done') return true;
    } catch (error) {
      const why = error instanceof Error ? (error.stack ?? error.message) : String(error);
      this.log.error(`fact ${fact.id} (${fact.kind} of ${fact.orderId}) could not be handled: ${why}`);
    }
    await this.facts.postpone(fact.id, retryDelayMs(fact.tries, Math.random()));
    return false;
  }
}
