import type { Histogram } from 'prom-client';
import type { Metrics } from '../../platform/metrics/metrics.js';

/** Orders that wait for their capture; of more than that the oldest are not timed. */
const MAX_WAITING = 10_000;

/** Times orders from their sale to their capture, where one node sees both. */
export class CaptureTimes {
  private readonly waiting = new Map<string, number>();
  private readonly seconds: Histogram;

  constructor(metrics: Metrics) {
    this.seconds = metrics.histogram('order_capture_seconds', 'From an order’s authorization to its capture');
  }

  authorized(orderId: string): void {
    const oldest = this.waiting.keys().next();
    if (this.waiting.size >= MAX_WAITING && !oldest.done) this.waiting.delete(oldest.value);
    this.waiting.set(orderId, performance.now());
  }

  captured(orderId: string): void {
    const at = this.waiting.get(orderId);
    if (at === undefined) return;
    this.waiting.delete(orderId);
    this.seconds.observe((performance.now() - at) / 1_000);
  }
}
