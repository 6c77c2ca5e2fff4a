import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { OrdersRepository } from './orders.repository.js';

/** How a browser confirms. */
export interface ReadyIntent {
  intentId: string;
  clientSecret: string;
}
type Waiter = (intent: ReadyIntent | null) => void;

/** How often the node looks for its waiting orders, all together: for intents of other nodes, which also tell of them. */
const LOOK_MS = 250;

/** Callers that wait for the intent of their order. Those of this node are told by it; for others it looks. */
@Injectable()
export class IntentWaiters implements OnApplicationShutdown {
  private readonly waiting = new Map<string, Set<Waiter>>();
  private timer: NodeJS.Timeout | null = null;

  constructor(private readonly orders: OrdersRepository) {}

  /**
   * Resolves when the order's payment is decided one way or the other, or after `timeoutMs`.
   * @returns the intent where this node opened it, else null: read the order
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

  /** @returns whether anybody here waited */
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
      // Postgres is away: those who wait are answered without an intent when their time is over
    }
    this.timer = null;
    if (this.waiting.size > 0) this.lookSoon();
  }
}
