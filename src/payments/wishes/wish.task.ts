import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { PeriodicTask } from '../../platform/lifecycle/periodic-task.js';
import { type PaymentWishKind, paymentWishKinds } from '../payments.events.js';
import { PaymentSignals } from '../payments.signals.js';
import type { PaymentWish } from '../payments.types.js';
import { StripeCaller } from '../stripe/stripe.caller.js';
import { retryDelayMs } from './retry.rules.js';
import { WishHandover, type WishTaker } from './wish-handover.js';
import { WishHandler } from './wish.handler.js';
import { WishesRepository } from './wishes.repository.js';
import { errorText } from '../../platform/logs/error-text.js';

/** Delay before looking again for a free slot or token. */
const AGAIN_MS = 5;
/** Delay before leasing again when a round filled its quota: tokens refill within it. */
const NEXT_ROUND_MS = 15;
/** Leased wishes waiting here; any beyond stay in their rows for a free node. */
const MAX_WAITING = 200;
/** Wishes in flight: above the bulkhead's slots, so that none idles while an outcome is written. */
const MAX_RUNNING = 48;
/** Of these, reserved for captures and cancels, which finish what creates began. */
const RESERVED = 16;
/** Leases older than this are renewed: rounds run every second, so several renewals may fail before a lease expires. */
const RENEW_AFTER_MS = 4_000;
/** A wish with an older lease is not started: another node may take it before the call ends. */
const OLDEST_LEASE_MS = 8_000;

/**
 * Carries out wishes concurrently, as fast as the provider's limits allow: at once if handed over, otherwise when due.
 */
@Injectable()
export class WishTask extends PeriodicTask implements OnModuleInit, WishTaker {
  readonly name = 'payment-wishes';
  readonly everyMs = 1_000;
  private readonly running = new Set<Promise<void>>();
  private readonly log = new Logger('PaymentWishes');
  private waiting: PaymentWish[] = [];
  /** Wishes leased to this node, waiting or in flight, with the time of their lease. */
  private readonly leases = new Map<PaymentWish, number>();
  private renewal: Promise<void> = Promise.resolve();
  private pumpTimer: NodeJS.Timeout | null = null;
  private stopped = false;

  constructor(
    private readonly wishes: WishesRepository,
    private readonly handler: WishHandler,
    private readonly caller: StripeCaller,
    private readonly signals: PaymentSignals,
    private readonly handover: WishHandover,
  ) {
    super();
  }

  onModuleInit(): void {
    this.signals.on('ropeline_payment_wish', () => this.wake());
    this.handover.attach(this);
  }

  hasRoom(): boolean {
    return !this.stopped && this.waiting.length < MAX_WAITING && this.caller.isOpen();
  }

  take(wishes: readonly PaymentWish[]): void {
    const leasedAtMs = performance.now();
    for (const wish of wishes) {
      this.leases.set(wish, leasedAtMs);
      this.waiting.push(wish);
    }
    this.pump();
  }

  /** Starts what is due as capacity allows. A round does not wait for its calls. */
  async runOnce(): Promise<void> {
    this.renewal = this.renewLeases();
    await this.renewal;
    const quota = this.quota();
    const leased = await this.wishes.lease(quota);
    this.take(leased);
    const isFull = paymentWishKinds.some(
      (kind) => leased.filter(({ wants }) => wants === kind).length >= (quota.get(kind) ?? 0),
    );
    if (isFull && this.caller.isOpen()) setTimeout(() => this.wake(), NEXT_ROUND_MS).unref();
  }

  /** Waits until nothing is in flight. */
  async idle(): Promise<void> {
    while (this.running.size > 0) await Promise.all(this.running);
  }

  /** Returns wishes that have not started to their rows, for other nodes. */
  override async stop(): Promise<void> {
    this.stopped = true;
    const unsent = { delayMs: 0, reason: 'the node that had it stopped', unsent: true };
    await super.stop();
    const left = this.waiting;
    this.waiting = [];
    await Promise.allSettled(left.map((wish) => this.wishes.postpone(wish, unsent)));
    await this.idle();
  }

  /** Renews old leases; wishes whose lease was lost to another node are not started here. */
  private async renewLeases(): Promise<void> {
    const nowMs = performance.now();
    const old = [...this.leases].flatMap(([wish, leasedAtMs]) => (nowMs - leasedAtMs > RENEW_AFTER_MS ? [wish] : []));
    if (old.length === 0) return;
    const kept = await this.wishes.renew(old).catch(() => null);
    if (kept === null) return; // retried in the next round
    for (const wish of old) {
      if (!this.leases.has(wish)) continue; // ended meanwhile
      if (kept.has(wish.orderId)) this.leases.set(wish, nowMs);
      else this.leases.delete(wish);
    }
  }

  private quota(): ReadonlyMap<PaymentWishKind, number> {
    const room = Math.max(0, MAX_WAITING - this.waiting.length);
    return new Map(paymentWishKinds.map((kind) => [kind, Math.min(room, this.caller.capacity(kind))]));
  }

  /** Starts what the provider's limits allow; captures and cancels do not queue behind creates. */
  private pump(): void {
    const kept: PaymentWish[] = [];
    const full = new Set<PaymentWishKind>();
    const oldest = performance.now() - OLDEST_LEASE_MS;
    for (const wish of this.waiting) {
      if ((this.leases.get(wish) ?? -Infinity) < oldest) {
        this.leases.delete(wish);
      } else if (full.has(wish.wants) || !this.mayStart(wish.wants)) {
        full.add(wish.wants);
        kept.push(wish);
      } else {
        this.begin(wish);
      }
    }
    this.waiting = kept;
    if (kept.length > 0 && !this.stopped) {
      this.pumpTimer ??= setTimeout(() => {
        this.pumpTimer = null;
        this.pump();
      }, AGAIN_MS).unref();
    }
  }

  private mayStart(kind: PaymentWishKind): boolean {
    const bound = kind === 'capture' || kind === 'cancel' ? MAX_RUNNING : MAX_RUNNING - RESERVED;
    return this.running.size < bound && this.caller.capacity(kind) > 0;
  }

  private begin(wish: PaymentWish): void {
    const run = this.carryOut(wish).finally(() => {
      this.running.delete(run);
      if (this.waiting.length > 0) this.pump();
    });
    this.running.add(run);
  }

  private async carryOut(wish: PaymentWish): Promise<void> {
    try {
      const outcome = await this.handler.carryOut(wish);
      await this.endLease(wish);
      if (outcome === 'done') await this.wishes.done(wish);
      else if (outcome === 'again') this.wake();
      else if (outcome !== 'marked') await this.wishes.postpone(wish, outcome);
    } catch (error) {
      const why = errorText(error);
      this.log.error(`${wish.wants} of ${wish.orderId} failed: ${why}`);
      const delayMs = retryDelayMs(wish.tries, Math.random());
      await this.endLease(wish);
      await this.wishes.postpone(wish, { delayMs, reason: 'failed here' }).catch(() => undefined);
    }
  }

  /** Waits for a renewal in flight, which would otherwise overwrite the outcome. */
  private async endLease(wish: PaymentWish): Promise<void> {
    if (this.leases.delete(wish)) await this.renewal;
  }
}
