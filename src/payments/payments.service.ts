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
import { WishHandover } from './wishes/wish-handover.js';
import { errorText } from '../platform/logs/error-text.js';

/** A payment as its order sees it. */
export interface OrderPayment {
  attempt: number;
  state: PaymentState;
  intentId: string | null;
  /** Lets the fan's browser confirm; null before the intent exists and once it is canceled. */
  clientSecret: string | null;
  publishableKey: string;
  /** URL of the simulator's form; null with Stripe itself. */
  confirmUrl: string | null;
}
/** done: never again; later: retry with back-off. */
export type FactOutcome = 'done' | 'later';

const HEALTH_CACHE_MS = 1_000;

/** What other rooms may use of payments. Wishes are written in SQL: see payments.sql.ts and payments.events.ts. */
@Injectable()
export class PaymentsService {
  private readonly log = new Logger('Payments');
  private cachedHealth: { at: number; health: Promise<PaymentHealth> } | null = null;

  constructor(
    private readonly config: Config,
    private readonly clock: Clock,
    private readonly tokens: Tokens,
    private readonly signals: PaymentSignals,
    private readonly handover: WishHandover,
    private readonly payments: PaymentsRepository,
    private readonly facts: FactsRepository,
    private readonly nodes: HealthRepository,
  ) {}

  /** Moves orders together with payments; until one is set, everything becomes a fact. */
  reactions: PaymentReactions = new NoReactions();

  /** Signals that wishes were committed. Coalesced; a lost signal costs a second. */
  wake(): void {
    this.signals.emit('ropeline_payment_wish');
  }

  /** Signals that refunds were requested. */
  wakeRefunds(): void {
    this.signals.emit('ropeline_payment_refund');
  }

  /** Signals that facts were committed. */
  wakeFacts(): void {
    this.signals.emit('ropeline_payment_fact');
  }

  /** For statements that write wishes: how long this process may lease them to itself; 0 means not at all. */
  leaseSeconds(): number {
    return this.handover.leaseSeconds();
  }

  /** Starts committed wishes at once, or wakes other workers. @param leaseSeconds as passed to their statement */
  handOver(wishes: readonly PaymentWish[], leaseSeconds: number): void {
    this.handover.handOver(wishes, leaseSeconds);
  }

  /**
   * Calls `listener` with orders that moved in a process without a local listener. Returns its unsubscribe function.
   */
  onOrdersMoved(listener: (orderIds: readonly string[]) => void): () => void {
    return this.signals.on('ropeline_order_moved', listener);
  }

  orderMoved(orderId: string): void {
    this.signals.emit('ropeline_order_moved', orderId);
  }

  /** Like `orderMoved`, for what this process could not do itself although it listens. */
  orderMovedElsewhere(orderId: string): void {
    this.signals.emitElsewhere('ropeline_order_moved', orderId);
  }

  /** Calls `listener` when there may be facts to take. Returns its unsubscribe function. */
  onFacts(listener: () => void): () => void {
    return this.signals.on('ropeline_payment_fact', listener);
  }

  /**
   * Leases up to `limit` due facts and delivers each, those of one order sequentially. At least once: facts of a node
   * that dies meanwhile become due again after 30 s. A handler that throws is retried later.
   * @returns how many were leased; equal to `limit` means that there may be more
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

  /** Returns the latest attempt of an order; null if there is none. */
  async paymentOf(orderId: string): Promise<OrderPayment | null> {
    const row = await this.payments.latestOf(orderId);
    if (!row) return null;
    const sealed = row.state === 'canceled' ? null : row.clientSecretSealed;
    const clientSecret = sealed === null ? null : this.tokens.open('payment', sealed);
    return { attempt: row.attempt, state: row.state, ...this.confirmation(row.intentId, clientSecret) };
  }

  /** Returns what the fan's browser needs to confirm an intent. */
  confirmation(intentId: string | null, clientSecret: string | null): Omit<OrderPayment, 'attempt' | 'state'> {
    const confirmUrl = this.confirmUrl(intentId, clientSecret);
    return { intentId, clientSecret, publishableKey: this.config.stripePublishableKey, confirmUrl };
  }

  /** Returns the provider's health as seen by the nodes of the payments role, at most a second stale. Never throws. */
  async health(): Promise<PaymentHealth> {
    const now = this.clock.monotonicMs();
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
      const why = errorText(error);
      this.log.error(`fact ${fact.id} (${fact.kind} of ${fact.orderId}) could not be handled: ${why}`);
    }
    await this.facts.postpone(fact.id, retryDelayMs(fact.tries, Math.random()));
    return false;
  }
}
