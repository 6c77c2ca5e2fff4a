import type { Redis } from 'ioredis';

type Observe = (script: string, seconds: number) => void;

/** Times one call in this many: enough for percentiles, at no cost for the rest. */
const SAMPLED = 16;
const observers = new WeakMap<object, Observe>();
let calls = 0;

/** Enables timing of the scripts sent over a connection. */
export function timeScripts(redis: Redis, observe: Observe): void {
  observers.set(redis, observe);
}

/** Called when a script is sent; returns the function to call on its answer, or null if this call is not sampled. */
export function timingOf(redis: Redis, script: string): (() => void) | null {
  calls += 1;
  if (calls % SAMPLED !== 0) return null;
  const observe = observers.get(redis);
  if (!observe) return null;
  const beganAt = performance.now();
  return () => observe(script, (performance.now() - beganAt) / 1_000);
}
