import { Injectable } from '@nestjs/common';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** Seconds; from a fast script to a slow payment provider. */
const LATENCY_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** The node's metrics, in one registry of its own, so that several nodes can live in one test. Names begin with ropeline_. */
@Injectable()
export class Metrics {
  readonly registry = new Registry();

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  counter<L extends string>(name: string, help: string, labelNames: readonly L[] = []): Counter<L> {
    const present = this.registry.getSingleMetric(`ropeline_${name}`);
    if (present instanceof Counter) return present;
    return new Counter({ name: `ropeline_${name}`, help, labelNames: [...labelNames], registers: [this.registry] });
  }

  /** @param collect sets the values when they are read, for what changes by itself */
  gauge<L extends string>(
    name: string,
    help: string,
    labelNames: readonly L[] = [],
    collect?: (gauge: Gauge<L>) => void,
  ): Gauge<L> {
    const present = this.registry.getSingleMetric(`ropeline_${name}`);
    if (present instanceof Gauge) return present;
    return new Gauge({
      name: `ropeline_${name}`,
      help,
      labelNames: [...labelNames],
      registers: [this.registry],
      ...(collect && {
        collect(this: Gauge<L>) {
          collect(this);
        },
      }),
    });
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
