import type { EventRecord } from '../model/records.js';

/** The delivery of one event to one address. */
export interface Delivery {
  readonly event: EventRecord;
  readonly url: URL;
  readonly attempt: number;
}

export interface DeliveryHooks {
  /** Makes one attempt; returns true for a 2xx. Never throws. */
  readonly send: (delivery: Delivery) => Promise<boolean>;
  readonly onDelivered: (delivery: Delivery) => void;
  /** Called after the last failed attempt, or if the queue is full. */
  readonly onLost: (delivery: Delivery) => void;
}

export interface DeliveryLimits {
  /** Attempts in flight at once. */
  readonly concurrency: number;
  /** Deliveries waiting for their turn, a delay or a retry; further ones are lost. */
  readonly maxPending: number;
  readonly attempts: number;
  readonly firstRetryMs: number;
  readonly maxRetryMs: number;
}

/** About half a minute of retries in total: long enough for a receiver to restart, short enough for a test. */
export const DEFAULT_LIMITS: DeliveryLimits = {
  concurrency: 32,
  maxPending: 50_000,
  attempts: 8,
  firstRetryMs: 250,
  maxRetryMs: 10_000,
};

/** Sends in order until an attempt fails; a failed delivery waits for its retry without blocking the others. */
export class DeliveryQueue {
  private ready: Delivery[] = [];
  private head = 0;
  private underWay = 0;
  private readonly timers = new Set<NodeJS.Timeout>();
  private closed = false;

  constructor(
    private readonly hooks: DeliveryHooks,
    private readonly limits: DeliveryLimits = DEFAULT_LIMITS,
  ) {}

  /** Deliveries not yet settled. */
  get pending(): number {
    return this.ready.length - this.head + this.timers.size + this.underWay;
  }

  /** Queues a delivery, to be sent after the delay. */
  add(delivery: Delivery, delayMs = 0): void {
    if (this.closed) return;
    if (this.pending >= this.limits.maxPending) this.hooks.onLost(delivery);
    else if (delayMs > 0) this.later(delivery, delayMs);
    else this.enqueue(delivery);
  }

  close(): void {
    this.closed = true;
    for (const timer of this.timers) clearTimeout(timer);
    this.timers.clear();
    this.ready = [];
    this.head = 0;
  }

  private later(delivery: Delivery, delayMs: number): void {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      this.enqueue(delivery);
    }, delayMs);
    this.timers.add(timer);
  }

  private enqueue(delivery: Delivery): void {
    this.ready.push(delivery);
    this.startMore();
  }

  private startMore(): void {
    while (!this.closed && this.underWay < this.limits.concurrency && this.head < this.ready.length) {
      const delivery = this.ready[this.head] as Delivery;
      this.head += 1;
      if (this.head === this.ready.length) {
        this.ready = [];
        this.head = 0;
      }
      this.underWay += 1;
      void this.attempt(delivery);
    }
  }

  private async attempt(delivery: Delivery): Promise<void> {
    const succeeded = await this.hooks.send(delivery);
    this.underWay -= 1;
    if (this.closed) return;
    if (succeeded) this.hooks.onDelivered(delivery);
    else if (delivery.attempt >= this.limits.attempts) this.hooks.onLost(delivery);
    else this.later({ ...delivery, attempt: delivery.attempt + 1 }, this.retryDelay(delivery.attempt));
    this.startMore();
  }

  private retryDelay(failedAttempts: number): number {
    return Math.min(this.limits.maxRetryMs, this.limits.firstRetryMs * 2 ** (failedAttempts - 1));
  }
}
