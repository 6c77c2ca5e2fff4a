import type { Histogram } from 'prom-client';
import type { Metrics } from '../../platform/metrics/metrics.js';
import { BoundedMap } from '../../platform/cache/bounded-map.js';

/** Orders tracked until their capture; beyond that the oldest are dropped untimed. */
const MAX_WAITING = 10_000;

/** Measures the time from sale to capture for orders whose both events reach this node. */
export class CaptureTimes {
  private readonly waiting = new BoundedMap<string, number>(MAX_WAITING);
  private readonly seconds: Histogram;

  constructor(metrics: Metrics) {
    this.seconds = metrics.histogram('order_capture_seconds', 'From an order’s authorization to its capture');
  }

  authorized(orderId: string): void {
    this.waiting.set(orderId, performance.now());
  }

  captured(orderId: string): void {
    const at = this.waiting.get(orderId);
    if (at === undefined) return;
    this.waiting.delete(orderId);
    this.seconds.observe((performance.now() - at) / 1_000);
  }
}
