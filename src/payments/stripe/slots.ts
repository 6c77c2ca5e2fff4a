import type { StripeEndpoint } from './rate-budget.js';

/** Calls in flight at once. At half a second per call this allows 32 per second, above Stripe's limit per endpoint. */
const SLOTS = 16;
/** Slots reserved per endpoint: however many fans start to pay, payments in flight can be completed. */
const RESERVED: Partial<Record<StripeEndpoint, number>> = { capture: 4, cancel: 2 };
const SHARED = SLOTS - Object.values(RESERVED).reduce((sum, n) => sum + n, 0);
/** Checks of cards in flight at once: however many fans join a line, payments keep the other slots. */
const MAX_SETUPS = 3;
/** Calls that may wait for a slot; further ones are rejected and retried later. */
const MAX_WAITING = 64;

/** The bulkhead: bounds how many calls are in flight and how many wait, with shares reserved for capture and cancel. */
export class Slots {
  private readonly used = new Map<StripeEndpoint, number>();
  private waiting: { endpoint: StripeEndpoint; start: () => void }[] = [];

  /** Returns how many calls to the endpoint could start now. */
  free(endpoint: StripeEndpoint): number {
    const own = Math.max(0, (RESERVED[endpoint] ?? 0) - this.usedBy(endpoint));
    const shared = Math.max(0, SHARED - this.sharedUse());
    return endpoint === 'setup' ? Math.max(0, Math.min(shared, MAX_SETUPS - this.usedBy('setup'))) : own + shared;
  }

  /** Runs the call once a slot is free; returns null without running it if too many wait. */
  async run<T>(endpoint: StripeEndpoint, call: () => Promise<T>): Promise<{ value: T } | null> {
    if (this.free(endpoint) > 0) this.occupy(endpoint);
    else if (this.waiting.length >= MAX_WAITING) return null;
    else await new Promise<void>((start) => this.waiting.push({ endpoint, start }));
    try {
      return { value: await call() };
    } finally {
      this.used.set(endpoint, this.usedBy(endpoint) - 1);
      this.startNext();
    }
  }

  private startNext(): void {
    const index = this.waiting.findIndex(({ endpoint }) => this.free(endpoint) > 0);
    const [next] = index < 0 ? [] : this.waiting.splice(index, 1);
    if (!next) return;
    this.occupy(next.endpoint);
    next.start();
  }

  private occupy(endpoint: StripeEndpoint): void {
    this.used.set(endpoint, this.usedBy(endpoint) + 1);
  }

  private usedBy(endpoint: StripeEndpoint): number {
    return this.used.get(endpoint) ?? 0;
  }

  private sharedUse(): number {
    let sum = 0;
    for (const [endpoint, n] of this.used) sum += Math.max(0, n - (RESERVED[endpoint] ?? 0));
    return sum;
  }
}
