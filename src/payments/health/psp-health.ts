import { Injectable } from '@nestjs/common';

export const breakerStates = ['closed', 'half_open', 'open'] as const;
export type BreakerState = (typeof breakerStates)[number];

/** Calls older than this are ignored. */
const WINDOW_MS = 30_000;
/** Bounds the window's memory: at Stripe's limit over all endpoints it holds 20 s. */
const MAX_CALLS = 2_048;

export interface PspFigures {
  breaker: BreakerState;
  calls: number;
  /** Calls that the provider answered, including refusals and declines. */
  successes: number;
  throttled: number;
  p95Ms: number | null;
}

interface Call {
  at: number;
  tookMs: number;
  outcome: 'success' | 'trouble' | 'throttled';
}

/** What this process has recently observed of the provider. */
@Injectable()
export class PspHealth {
  private calls: Call[] = [];
  breaker: BreakerState = 'closed';

  record(call: Call): void {
    this.calls.push(call);
    if (this.calls.length > MAX_CALLS) this.calls = this.calls.slice(-MAX_CALLS / 2);
  }

  figures(nowMs: number): PspFigures {
    this.calls = this.calls.filter((call) => nowMs - call.at <= WINDOW_MS);
    const took = this.calls.map((call) => call.tookMs).sort((a, b) => a - b);
    const count = (outcome: Call['outcome']) => this.calls.filter((call) => call.outcome === outcome).length;
    return {
      breaker: this.breaker,
      calls: took.length,
      successes: count('success'),
      throttled: count('throttled'),
      p95Ms: wholeMs(took[Math.ceil(took.length * 0.95) - 1]),
    };
  }
}

/** The column takes whole milliseconds; the monotonic clock has fractions. */
const wholeMs = (ms: number | undefined): number | null => (ms === undefined ? null : Math.round(ms));
