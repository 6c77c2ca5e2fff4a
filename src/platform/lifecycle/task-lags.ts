import { Injectable } from '@nestjs/common';
import type { Counter } from 'prom-client';
import { Metrics } from '../metrics/metrics.js';

/** Exports the lag of each periodic task of this node: seconds since its last success, and its failures. */
@Injectable()
export class TaskLags {
  private readonly succeededAt = new Map<string, number>();
  private readonly failures: Counter<'task'>;

  constructor(metrics: Metrics) {
    this.failures = metrics.counter('task_failures_total', 'Failed rounds of a periodic task', ['task']);
    const lag = metrics.gauge('task_lag_seconds', 'Seconds since the last successful round of a task', ['task']);
    metrics.onCollect(() => {
      for (const [task, at] of this.succeededAt) lag.set({ task }, (performance.now() - at) / 1_000);
    });
  }

  /** Also called when a task starts, so that its lag counts from there until the first round. */
  succeeded(task: string): void {
    this.succeededAt.set(task, performance.now());
  }

  failed(task: string): void {
    this.failures.inc({ task });
  }
}
