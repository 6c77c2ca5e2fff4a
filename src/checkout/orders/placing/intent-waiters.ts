import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { OrdersRepository } from '../orders.repository.js';

/** What the browser needs to confirm the payment. */
export interface ReadyIntent {
  intentId: string;
  clientSecret: string;
}
type Waiter = (intent: ReadyIntent | null) => void;

/** Poll interval of one query for all waiting orders of this node; finds intents that other nodes opened. */
const LOOK_MS = 250;

/** Callers waiting for their order's intent: intents opened on this node resolve them directly, others by polling. */
@Injectable()
export class IntentWaiters implements OnApplicationShutdown {
  private readonly waiting = new Map<string, Set<Waiter>>();
  private timer: NodeJS.Timeout | null = null;

  constructor(private readonly orders: OrdersRepository) {}

  /**
   * Resolves once the order no longer waits for an intent, or after `timeoutMs`.
   * @returns the intent if this node opened it; null otherwise, and the caller reads the order
   */
  async waitFor(orderId: string, timeoutMs: number): Promise<ReadyIntent | null> {
    return await new Promise((resolve) => {
      const waiters = this.waiting.get(orderId) ?? new Set();
      const end: Waiter = (intent) => {
        clearTimeout(timer);
        waiters.delete(end);
        if (waiters.size === 0) this.waiting.delete(orderId);
        resolve(intent);
      };
      const timer = setTimeout(() => end(null), timeoutMs);
      this.waiting.set(orderId, waiters.add(end));
      this.lookSoon();
    });
  }

  /** @returns whether a caller on this node was waiting */
  resolve(orderId: string, intent: ReadyIntent | null): boolean {
    const waiters = this.waiting.get(orderId);
    for (const end of [...(waiters ?? [])]) end(intent);
    return waiters !== undefined;
  }

  onApplicationShutdown(): void {
    for (const orderId of [...this.waiting.keys()]) this.resolve(orderId, null);
    if (this.timer) clearTimeout(this.timer);
  }

  private lookSoon(): void {
    this.timer ??= setTimeout(() => void this.look(), LOOK_MS);
  }

  private async look(): Promise<void> {
    try {
      const orderIds = [...this.waiting.keys()];
      if (orderIds.length > 0) for (const id of await this.orders.withIntent(orderIds)) this.resolve(id, null);
    } catch {
      // Postgres is unreachable: callers time out and are answered without an intent
    }
    this.timer = null;
    if (this.waiting.size > 0) this.lookSoon();
  }
}
