import { randomInt } from 'node:crypto';
import { integerIn, type Random, seededRandom } from '../core/random.js';
import type { FaultSettings } from './faults.rules.js';
import { TokenBucket } from './token-bucket.js';

/** The faults of one call. */
export interface CallMishap {
  readonly latencyMs: number;
  /** 500 without, or after, executing the call. */
  readonly serverError: 'not-done' | 'done' | null;
  readonly lostAnswer: boolean;
}

/** The faults of one event's delivery. */
export interface DeliveryMishap {
  readonly dropped: boolean;
  /** One delay per copy sent. */
  readonly delaysMs: readonly number[];
}

const SEED_RANGE = 2 ** 31;

/** The active faults. Calls, payments and events each draw from their own random sequence. */
export class Faults {
  private current: FaultSettings = {};
  private ofCalls: Random = Math.random;
  private ofPayments: Random = Math.random;
  private ofEvents: Random = Math.random;
  private limit: TokenBucket | null = null;

  constructor(private readonly now: () => number = Date.now) {}

  /** Replaces all settings and restarts the sequences from the seed. */
  set(settings: FaultSettings): void {
    const seed = settings.seed ?? randomInt(SEED_RANGE);
    this.current = settings;
    this.ofCalls = seededRandom(seed);
    this.ofPayments = seededRandom(seed ^ 0x5bd1e995);
    this.ofEvents = seededRandom(seed ^ 0x27d4eb2f);
    this.limit =
      settings.rateLimitPerSecond === undefined ? null : new TokenBucket(settings.rateLimitPerSecond, this.now);
  }

  get settings(): FaultSettings {
    return this.current;
  }

  get isDown(): boolean {
    return this.current.down === true;
  }

  /** Returns true if the call exceeds the rate limit. */
  exceedsRate(): boolean {
    return this.limit !== null && !this.limit.take();
  }

  drawDecline(): boolean {
    return happens(this.current.decline, this.ofPayments);
  }

  drawCall(): CallMishap {
    const { latencyMs, serverError, lostAnswer } = this.current;
    return {
      latencyMs: latencyMs ? integerIn(latencyMs, this.ofCalls) : 0,
      serverError: happens(serverError, this.ofCalls) ? (this.ofCalls() < 0.5 ? 'not-done' : 'done') : null,
      lostAnswer: happens(lostAnswer, this.ofCalls),
    };
  }

  drawDelivery(): DeliveryMishap {
    const { drop, duplicate, delayMs } = this.current.webhooks ?? {};
    if (happens(drop, this.ofEvents)) return { dropped: true, delaysMs: [] };
    const copies = happens(duplicate, this.ofEvents) ? 2 : 1;
    const delaysMs = Array.from({ length: copies }, () => (delayMs ? integerIn(delayMs, this.ofEvents) : 0));
    return { dropped: false, delaysMs };
  }

  get reordersWebhooks(): boolean {
    return this.current.webhooks?.reorder === true;
  }

  /** The random sequence for reordering. */
  get eventRandom(): Random {
    return this.ofEvents;
  }
}

/** Draws only for active faults, so that an omitted one does not shift the others' sequences. */
function happens(probability: number | undefined, random: Random): boolean {
  return probability !== undefined && probability > 0 && random() < probability;
}
