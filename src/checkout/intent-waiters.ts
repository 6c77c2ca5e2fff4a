import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { OrdersRepository } from './orders.repository.js';

/** How often the node looks for all its waiting orders together. */
const LOOK_MS = 40;

/**
 * Callers that wait for the intent of their order. One statement each few milliseconds looks for all of a node's waiting
 * orders, however many they are, and none while nobody waits.
 */
@Injectable()
export class IntentWaiters implements OnApplicationShutdown {
  private readonly waiting = new Map<string, () => void>();
  private timer: NodeJS.Timeout | null = null;

  constructor(private readonly orders: OrdersRepository) {}

  /** Resolves when the order's payment is decided one way or the other, or after `timeoutMs`. */
  async waitFor(orderId: string, timeoutMs: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const giveUp = setTimeout(() => this.waiting.get(orderId)?.(), timeoutMs);
      const others = this.waiting.get(orderId);
      this.waiting.set(orderId, () => {
        clearTimeout(giveUp);
        this.waiting.delete(orderId);
        others?.();
        resolve();
      });
      this.lookSoon();
    });
  }

  onApplicationShutdown(): void {
    for (const end of [...this.waiting.values()]) end();
  }

  private lookSoon(): void {
    this.timer ??= setTimeout(() => void this.look(), LOOK_MS);
  }

  private async look(): Promise<void> {
    try {
      for (const orderId of await this.orders.withIntent([...this.waiting.keys()])) this.waiting.get(orderId)?.();
    } catch {
      // Postgres is away: those who wait are answered without an intent when their time is over
    }
    this.timer = null;
    if (this.waiting.size > 0) this.lookSoon();
  }
}
