import type { Redis } from 'ioredis';

type Observe = (script: string, seconds: number) => void;

/** One call in so many is timed: enough for percentiles, and free for the rest. */
const SAMPLED = 16;
const observers = new WeakMap<object, Observe>();
let calls = 0;

/** Has the scripts that are sent over a connection timed. */
export function timeScripts(redis: Redis, observe: Observe): void {
  observers.set(redis, observe);
}

/** Called when a script is sent; returns what to call when its answer is there, or null for one that is not timed. */
export function timingOf(redis: Redis, script: string): (() => void) | null {
  calls += 1;
  if (calls % SAMPLED !== 0) return null;
  const observe = observers.get(redis);
  if (!observe) return null;
  const beganAt = performance.now();
  return () => observe(script, (performance.now() - beganAt) / 1_000);
}
