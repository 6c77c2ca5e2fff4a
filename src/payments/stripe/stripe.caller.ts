import { Injectable, Logger } from '@nestjs/common';
import {
  BrokenCircuitError,
  CircuitState,
  circuitBreaker,
  ConsecutiveBreaker,
  ExponentialBackoff,
  handleType,
} from 'cockatiel';
import type { Histogram } from 'prom-client';
import Stripe from 'stripe';
import { Clock } from '../../platform/clock/clock.js';
import { Config } from '../../platform/config/config.js';
import { Metrics } from '../../platform/metrics/metrics.js';
import { spans } from '../../platform/tracing/spans.js';
import { breakerStates, PspHealth } from '../health/psp-health.js';
import { RateBudget, type StripeEndpoint } from './rate-budget.js';
import { Slots } from './slots.js';
import { answerOfFailure, isTrouble, type StripeAnswer } from './stripe.answer.rules.js';

/** Consecutive failures that open the circuit. With 5 % random failures it opens once in three million calls. */
const FAILURES_TO_OPEN = 5;
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 10_000;
/** A call that cannot go out within this time is returned to its row. */
const LONGEST_WAIT_MS = 5_000;

/** Carries a failure that counts as trouble through the breaker; other answers are plain values. */
class Trouble extends Error {
  constructor(readonly answer: Exclude<StripeAnswer<never>, { kind: 'ok' }>) {
    super(answer.kind);
  }
}

/**
 * Wraps every call to the provider: rate budget, bulkhead, circuit breaker and metrics. Throws only on faults of ours.
 */
@Injectable()
export class StripeCaller {
  private readonly log = new Logger('Stripe');
  private readonly budget: RateBudget;
  private readonly slots = new Slots();
  private readonly seconds: Histogram<'endpoint' | 'outcome'>;
  private readonly breaker = circuitBreaker(handleType(Trouble), {
    breaker: new ConsecutiveBreaker(FAILURES_TO_OPEN),
    halfOpenAfter: new ExponentialBackoff({ initialDelay: FIRST_PAUSE_MS, maxDelay: LONGEST_PAUSE_MS }),
  });

  constructor(
    config: Config,
    private readonly clock: Clock,
    private readonly health: PspHealth,
    metrics: Metrics,
  ) {
    this.seconds = metrics.histogram('stripe_call_seconds', 'Calls to the payment provider', ['endpoint', 'outcome']);
    const breaker = metrics.gauge('payments_breaker', '1 for the state of this node’s circuit to the provider', [
      'state',
    ]);
    metrics.onCollect(() => {
      for (const state of breakerStates) breaker.set({ state }, state === health.breaker ? 1 : 0);
    });
    this.budget = new RateBudget(config.stripeRate);
    this.breaker.onStateChange((state) => {
      health.breaker =
        state === CircuitState.Closed ? 'closed' : state === CircuitState.HalfOpen ? 'half_open' : 'open';
      this.log.warn(`the circuit to the payment provider is ${health.breaker}`);
    });
  }

  /**
   * Returns how many calls to the endpoint could go out now; 0 unless the circuit is closed, even while single calls
   * probe it.
   */
  capacity(endpoint: StripeEndpoint): number {
    if (this.health.breaker !== 'closed') return 0;
    return Math.min(this.slots.free(endpoint), this.budget.available(endpoint, this.clock.monotonicMs()));
  }

  /** Returns whether calls may go out at all. */
  isOpen(): boolean {
    return this.health.breaker === 'closed';
  }

  async call<T>(endpoint: StripeEndpoint, send: () => Promise<T>): Promise<StripeAnswer<T>> {
    if (!(await this.awaitToken(endpoint))) return { kind: 'unsent', reason: 'the rate budget is used up' };
    const result = await this.slots.run(endpoint, () => this.throughBreaker(endpoint, send));
    return result?.value ?? { kind: 'unsent', reason: 'too many calls wait' };
  }

  private async awaitToken(endpoint: StripeEndpoint): Promise<boolean> {
    const deadline = this.clock.monotonicMs() + LONGEST_WAIT_MS;
    for (;;) {
      const now = this.clock.monotonicMs();
      const wait = this.budget.take(endpoint, now);
      if (wait === 0) return true;
      if (now + wait > deadline) return false;
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }

  private async throughBreaker<T>(endpoint: StripeEndpoint, send: () => Promise<T>): Promise<StripeAnswer<T>> {
    try {
      return await this.breaker.execute(() => this.measured(endpoint, send));
    } catch (error) {
      if (error instanceof Trouble) return error.answer;
      if (error instanceof BrokenCircuitError) return { kind: 'unsent', reason: 'the circuit is open' };
      throw error;
    }
  }

  private async measured<T>(endpoint: StripeEndpoint, send: () => Promise<T>): Promise<StripeAnswer<T>> {
    const startedAt = this.clock.monotonicMs();
    const record = (outcome: 'success' | 'trouble' | 'throttled') => {
      const at = this.clock.monotonicMs();
      this.health.record({ at, tookMs: at - startedAt, outcome });
      this.seconds.observe({ endpoint, outcome }, (at - startedAt) / 1000);
    };
    try {
      const start = () => withShortTraces(send);
      const value = await (spans()?.calling(`stripe ${endpoint}`, {}, start) ?? start());
      record('success');
      return { kind: 'ok', value };
    } catch (error) {
      if (!(error instanceof Stripe.errors.StripeError)) throw error;
      const answer = answerOfFailure(error);
      if (answer.kind === 'throttled') this.budget.throttled(this.clock.monotonicMs());
      record(answer.kind === 'throttled' ? 'throttled' : isTrouble(answer) ? 'trouble' : 'success');
      if (isTrouble(answer)) throw new Trouble(answer);
      return answer;
    }
  }
}

/**
 * Begins a call of the SDK, which writes out the stack of its caller each time in case the call fails: a fifth of what a
 * call costs, for frames that nobody reads, since failures are answers here. The limit is back before anything else runs.
 */
function withShortTraces<T>(begin: () => T): T {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 1;
  try {
    return begin();
  } finally {
    Error.stackTraceLimit = limit;
  }
}
