import { within } from '../../platform/lifecycle/for-each-isolated.js';
import type { Streaks } from '../../platform/lifecycle/streaks.js';
import type { QueueFigures } from '../../queue/queue.types.js';
import { nextBoundaryMs } from '../life/sale.state.js';
import { timesOf } from '../catalogue/sale-view.rules.js';
import type { SaleView } from '../sales.types.js';
import type { ConductedSales } from './conducted-sales.service.js';
import {
  afterBeat,
  afterRest,
  isDrowsy,
  isLookDue,
  LIVELY,
  NEAR_BOUNDARY_MS,
  nextBeatMs,
  type Quiet,
  restStep,
} from './rest.policy.js';
import type { SaleWork } from './sale-work.js';

/** Retry delay for a sale that cannot be reached. */
const RETRY_MS = 500;
/** Timeout of a beat or look, after which it counts as failed and the next one starts. */
const WITHIN_MS = 5_000;
/** Maximum wait for signals before the first tick: the fan who woke the sale must not notice it. */
const PREPARE_MS = 150;

interface Terms {
  work: SaleWork;
  conducted: ConductedSales;
  streaks: Streaks;
  nowMs: () => number;
}

/** The loop of one sale: beats while anyone is present, sleeps otherwise. Its failures do not affect other sales. */
export class SaleConductor {
  private timer: NodeJS.Timeout | null = null;
  private running: Promise<void> | null = null;
  private looking: Promise<void> | null = null;
  private lookedAt = Number.NEGATIVE_INFINITY;
  private quiet: Quiet = LIVELY;
  private isPrepared = false;
  private stopped = false;
  private beatFailed = false;
  private lookFailed = false;
  /** Set by a wake-up during a round, which may be the one that puts the sale to sleep. */
  private woken = false;
  private boundaryMs: number | null = null;

  /** Starts asleep; `wake` starts the loop. */
  constructor(
    private view: SaleView,
    private readonly terms: Terms,
  ) {
    this.see(view);
  }

  get isAsleep(): boolean {
    return this.timer === null && this.running === null;
  }

  /** True if the last beat or look failed. */
  get isTroubled(): boolean {
    return this.beatFailed || this.lookFailed;
  }

  get isNearBoundary(): boolean {
    if (this.boundaryMs === null) return false;
    return Math.abs(this.boundaryMs - this.terms.nowMs()) < NEAR_BOUNDARY_MS;
  }

  /** Updates the sale. A visible change is beaten and looked at now: an opening must not wait for the next beat. */
  see(view: SaleView): void {
    const isChanged = shownOf(view) !== shownOf(this.view);
    this.view = view;
    if (isChanged) this.lookedAt = Number.NEGATIVE_INFINITY;
    if (isChanged && this.running) this.woken = true;
    else if (isChanged && this.timer) this.again(0);
    const isAhead = view.state === 'scheduled' || view.state === 'prequeue';
    this.boundaryMs = isAhead ? nextBoundaryMs(view.state, timesOf(view)) : null;
    if (!this.isAsleep) this.terms.conducted.woke(view);
  }

  /** Conducts the sale now. Also resends the snapshot of an awake sale, because the caller has none. */
  wake(): void {
    const waitsLong = isDrowsy(this.quiet) && this.timer !== null;
    this.quiet = LIVELY;
    this.woken = true;
    this.lookedAt = Number.NEGATIVE_INFINITY;
    this.terms.work.tellAgain(this.view);
    if (this.stopped) return;
    if (this.isAsleep) {
      this.isPrepared = false;
      this.terms.conducted.woke(this.view);
    } else if (!waitsLong) return;
    this.again(0);
  }

  /** Resolves when nothing is in flight any more. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.fallAsleep();
    for (const what of ['beat', 'look'] as const) this.terms.streaks.forget(this.subject(what));
    await Promise.allSettled([this.running, this.looking]);
  }

  private again(inMs: number): void {
    if (this.stopped) return;
    clearTimeout(this.timer ?? undefined);
    this.timer = setTimeout(() => {
      this.timer = null;
      const round = this.round().finally(() => {
        if (this.running === round) this.running = null;
      });
      this.running = round;
    }, inMs);
  }

  private async round(): Promise<void> {
    this.woken = false;
    let nextInMs: number | null = RETRY_MS;
    try {
      nextInMs = await within(WITHIN_MS, this.beat());
      this.terms.streaks.succeeded(this.subject('beat'));
    } catch (error) {
      this.beatFailed = true;
      this.fail('beat', error);
    }
    if (this.woken) this.again(0);
    else if (nextInMs === null) this.fallAsleep();
    else this.again(nextInMs);
  }

  /** Returns the delay until the next beat; null if the sale has fallen asleep. */
  private async beat(): Promise<number | null> {
    if (!this.isPrepared) await this.prepare();
    const outcome = await this.terms.work.beat(this.view);
    this.beatFailed = outcome.kind === 'away';
    // recovery takes care of a lost sale, but ignores closed ones
    if (outcome.kind === 'away') return this.view.state === 'closed' ? null : RETRY_MS;
    const now = performance.now();
    if (isLookDue(this.quiet, now - this.lookedAt) && this.looking === null) this.look(outcome.figures());
    this.quiet = afterBeat(this.quiet, outcome.isLively || this.isNearBoundary, now);
    const step = restStep(this.quiet, now);
    if (step === null) return nextBeatMs(this.quiet, outcome.nextInMs);
    const rests = await this.terms.work.rest(this.view, step);
    if (this.woken) return outcome.nextInMs;
    if (rests && step === 'asleep') return null;
    this.quiet = afterRest(this.quiet, rests, now);
    return nextBeatMs(this.quiet, outcome.nextInMs);
  }

  /** Reports signals before the first tick: a sleeping sale has none, and signals older than 5 s count as lost. */
  private async prepare(): Promise<void> {
    const { work, conducted } = this.terms;
    const signals = Promise.all([work.reportStock(this.view), conducted.prepare(this.view.id)]);
    await within(PREPARE_MS, signals).catch(() => undefined); // the tick reports SIGNAL_LOST; retried a second later
    this.isPrepared = true;
  }

  /** Runs concurrently with the beat, so that a slow Postgres delays no tick. */
  private look(figures: QueueFigures): void {
    this.lookedAt = performance.now();
    this.looking = within(WITHIN_MS, this.terms.work.look(this.view, figures))
      .then(
        () => {
          this.lookFailed = false;
          this.terms.streaks.succeeded(this.subject('look'));
        },
        (error: unknown) => {
          this.lookFailed = true;
          this.fail('look', error);
        },
      )
      .finally(() => {
        this.looking = null;
      });
  }

  private fail(what: 'beat' | 'look', error: unknown): void {
    if (!this.stopped) this.terms.streaks.failed(this.subject(what), error);
  }

  private subject(what: 'beat' | 'look'): string {
    return `${this.view.id} ${what}`;
  }

  private fallAsleep(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    this.quiet = LIVELY;
    this.beatFailed = false;
    this.lookFailed = false;
    this.terms.conducted.slept(this.view.id);
  }
}

/** Fingerprints the fields that affect a sale's snapshot or policy. */
function shownOf({ state, policyVersion, notice, prequeueAt, opensAt, closesAt, show }: SaleView): string {
  return [state, policyVersion, notice?.at, prequeueAt, opensAt, closesAt, show.canceledAt].join(' ');
}
