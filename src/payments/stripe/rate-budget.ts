/** Endpoints as Stripe rate-limits them, each separately. */
export type StripeEndpoint = 'create' | 'capture' | 'cancel' | 'refund' | 'retrieve' | 'list' | 'setup';

/** Stripe's limit over all endpoints is four times the limit of one. */
const ALL_ENDPOINTS_FACTOR = 4;
/** Sustained rate and burst together stay within the limit in every one-second window. */
const SUSTAINED_SHARE = 0.9;
const BURST_SHARE = 0.1;
/** Share of the overall tokens reserved for capture, cancel and refund, which complete what is in flight. */
const RESERVED_SHARE = 0.25;
/** A 429 halves the rate, down to a tenth at least; it recovers by a tenth of the limit per second. */
const BACK_OFF = 0.5;
const SLOWEST = 0.1;
const RECOVERY_PER_SECOND = 0.1;

const reservedFor: readonly StripeEndpoint[] = ['capture', 'cancel', 'refund'];

interface Bucket {
  tokens: number;
  at: number;
}

/**
 * Bounds outgoing calls with a token bucket per endpoint and one over all. Nodes share Stripe's limit without
 * coordination, so a 429 slows this one down for a while. Time is passed in; nothing here waits.
 */
export class RateBudget {
  private readonly buckets = new Map<StripeEndpoint | 'all', Bucket>();
  private slowdown = 1;
  private slowdownAt = 0;

  /** @param perSecond requests per second that Stripe allows for one endpoint */
  constructor(private readonly perSecond: number) {}

  /** Takes a token and returns 0, or returns in how many ms one will be available. */
  take(endpoint: StripeEndpoint, nowMs: number): number {
    const own = this.filled(endpoint, this.perSecond, nowMs);
    const all = this.filled('all', this.perSecond * ALL_ENDPOINTS_FACTOR, nowMs);
    const floor = this.floorOf(endpoint);
    const wait = Math.max(
      this.waitFor(1 - own.tokens, this.perSecond),
      this.waitFor(1 + floor - all.tokens, this.perSecond * ALL_ENDPOINTS_FACTOR),
    );
    if (wait > 0) return wait;
    own.tokens -= 1;
    all.tokens -= 1;
    return 0;
  }

  /** Returns how many calls to the endpoint could go out now. */
  available(endpoint: StripeEndpoint, nowMs: number): number {
    const own = this.filled(endpoint, this.perSecond, nowMs).tokens;
    const all = this.filled('all', this.perSecond * ALL_ENDPOINTS_FACTOR, nowMs).tokens - this.floorOf(endpoint);
    return Math.max(0, Math.floor(Math.min(own, all)));
  }

  /** Backs off after a 429. */
  throttled(nowMs: number): void {
    this.slowdown = Math.max(SLOWEST, this.currentSlowdown(nowMs) * BACK_OFF);
    this.slowdownAt = nowMs;
  }

  private floorOf(endpoint: StripeEndpoint): number {
    if (reservedFor.includes(endpoint)) return 0;
    return burstOf(this.perSecond * ALL_ENDPOINTS_FACTOR) * RESERVED_SHARE;
  }

  private currentSlowdown(nowMs: number): number {
    return Math.min(1, this.slowdown + (Math.max(0, nowMs - this.slowdownAt) / 1000) * RECOVERY_PER_SECOND);
  }

  private filled(name: StripeEndpoint | 'all', limit: number, nowMs: number): Bucket {
    const bucket = this.buckets.get(name) ?? { tokens: burstOf(limit), at: nowMs };
    const seconds = Math.max(0, nowMs - bucket.at) / 1000;
    bucket.tokens = Math.min(
      burstOf(limit),
      bucket.tokens + seconds * limit * SUSTAINED_SHARE * this.currentSlowdown(nowMs),
    );
    bucket.at = nowMs;
    this.buckets.set(name, bucket);
    return bucket;
  }

  private waitFor(missing: number, limit: number): number {
    // rounds up by 1 ms, so that rounding never leaves a fraction of a token missing
    return missing <= 0 ? 0 : Math.ceil((missing / (limit * SUSTAINED_SHARE * this.slowdown)) * 1000) + 1;
  }
}

function burstOf(limit: number): number {
  return Math.max(1, limit * BURST_SHARE);
}
