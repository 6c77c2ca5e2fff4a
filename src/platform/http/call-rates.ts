import { BoundedMap } from '../cache/bounded-map.js';

export interface CallRate {
  perSecond: number;
  /** Calls allowed at once after a pause. */
  burst: number;
}
interface Bucket {
  left: number;
  atMs: number;
}

const SECOND_MS = 1_000;
/** Callers remembered; the least recent one is forgotten, which gives it a full bucket again. */
const MAX_CALLERS = 20_000;

/** Limits calls per caller by a token bucket, in the memory of this node: each node allows the rate. */
export class CallRates {
  private readonly buckets = new BoundedMap<string, Bucket>(MAX_CALLERS);

  constructor(private readonly rate: CallRate) {}

  /** Counts a call. @returns ms until the next one is allowed, 0 if this one is; refused calls do not count */
  take(caller: string, nowMs: number): number {
    const { perSecond, burst } = this.rate;
    const known = this.buckets.get(caller) ?? { left: burst, atMs: nowMs };
    const refilled = (Math.max(0, nowMs - known.atMs) / SECOND_MS) * perSecond;
    const left = Math.min(burst, known.left + refilled);
    const isAllowed = left >= 1;
    this.buckets.set(caller, { left: isAllowed ? left - 1 : left, atMs: nowMs });
    return isAllowed ? 0 : Math.ceil(((1 - left) / perSecond) * SECOND_MS);
  }
}
