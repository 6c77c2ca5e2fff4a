import type { Redis } from 'ioredis';

/** Returns Redis's wall time in ms: the clock that entries of several nodes are compared by. */
export async function redisNowMs(redis: Redis): Promise<number> {
  const [seconds, micros] = await redis.time();
  return Number(seconds) * 1_000 + Math.floor(Number(micros) / 1_000);
}
