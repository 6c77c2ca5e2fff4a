import { Injectable } from '@nestjs/common';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** In seconds; from a fast script to a slow payment provider. */
const LATENCY_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

type Collector = () => void | Promise<void>;

/**
 * The node's metrics in a registry of its own, so that several nodes can run in one test. Names begin with ropeline_.
 */
@Injectable()
export class Metrics {
  readonly registry = new Registry();
  private readonly collectors: Collector[] = [];

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  /**
   * Runs before each scrape, for values that change on their own. A collector that throws loses only its own values.
   */
  onCollect(collector: Collector): void {
    this.collectors.push(collector);
  }

  /** Returns everything in Prometheus' text format. */
  async read(): Promise<string> {
    await Promise.allSettled(this.collectors.map(async (collector) => await collector()));
    return await this.registry.metrics();
  }

  counter<L extends string>(name: string, help: string, labelNames: readonly L[] = []): Counter<L> {
    const present = this.registry.getSingleMetric(`ropeline_${name}`);
    if (present instanceof Counter) return present;
    return new Counter({ name: `ropeline_${name}`, help, labelNames: [...labelNames], registers: [this.registry] });
  }

  gauge<L extends string>(name: string, help: string, labelNames: readonly L[] = []): Gauge<L> {
    const present = this.registry.getSingleMetric(`ropeline_${name}`);
    if (present instanceof Gauge) return present;
    return new Gauge({ name: `ropeline_${name}`, help, labelNames: [...labelNames], registers: [this.registry] });
  }

  histogram<L extends string>(name: string, help: string, labelNames: readonly L[] = []): Histogram<L> {
    const present = this.registry.getSingleMetric(`ropeline_${name}`);
    if (present instanceof Histogram) return present;
    return new Histogram({
      name: `ropeline_${name}`,
      help,
      labelNames: [...labelNames],
      buckets: LATENCY_BUCKETS,
      registers: [this.registry],
    });
  }
}
