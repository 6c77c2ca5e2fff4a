import { quantile } from '../report/statistics.js';

/**
 * Outcome of one arrival. `refused`: turned away early with a retryable code (429, 503). `late`: served, but beyond a
 * person's patience. `rejected`: another coded response below 500. `failed`: no response, or a broken one.
 * `unsent`: the generator had no connection left for it.
 */
export type Outcome = 'answered' | 'refused' | 'late' | 'rejected' | 'failed' | 'unsent';

export interface Summary extends Record<Outcome, number> {
  arrivals: number;
  answeredPerSecond: number;
  /** Measured from when the arrival was due, so that delays inside the generator count too. */
  answeredMs: { p50: number; p95: number; p99: number };
  refusedMs: { p50: number; p99: number };
  /** Counts by status and code of everything not served. */
  codes: Record<string, number>;
}

export function outcomeOf(status: number, tookMs: number, lateMs: number): Outcome {
  if (status === 429 || status === 503) return 'refused';
  if (status >= 500) return 'failed';
  if (status >= 400) return 'rejected';
  return tookMs > lateMs ? 'late' : 'answered';
}

/** Collects the outcomes of one stream. */
export class Outcomes {
  private readonly counts: Record<Outcome, number> = {
    answered: 0,
    refused: 0,
    late: 0,
    rejected: 0,
    failed: 0,
    unsent: 0,
  };
  private readonly servedMs: number[] = [];
  private readonly refusedMs: number[] = [];
  private readonly codes = new Map<string, number>();

  add(outcome: Outcome, tookMs: number, code: string | null = null): void {
    this.counts[outcome] += 1;
    if (outcome === 'answered' || outcome === 'late') this.servedMs.push(tookMs);
    if (outcome === 'refused') this.refusedMs.push(tookMs);
    if (code !== null) this.codes.set(code, (this.codes.get(code) ?? 0) + 1);
  }

  get ended(): number {
    return Object.values(this.counts).reduce((sum, count) => sum + count, 0);
  }

  summary(seconds: number): Summary {
    const ms = (values: readonly number[], share: number): number => Math.round(quantile(values, share) * 10) / 10;
    return {
      arrivals: this.ended,
      ...this.counts,
      answeredPerSecond: Math.round(this.counts.answered / seconds),
      answeredMs: { p50: ms(this.servedMs, 0.5), p95: ms(this.servedMs, 0.95), p99: ms(this.servedMs, 0.99) },
      refusedMs: { p50: ms(this.refusedMs, 0.5), p99: ms(this.refusedMs, 0.99) },
      codes: Object.fromEntries([...this.codes].sort(([, a], [, b]) => b - a)),
    };
  }
}
