import { Keys } from '../../src/platform/redis/keys.js';
import { RedisService } from '../../src/platform/redis/redis.service.js';
import { type TestSystem, until } from './system.js';

/**
 * Ends the pause after the draw, in which nobody is called, as soon as the sale is drawn: for tests about something
 * else. The pause itself is waited for in gateway/queue-sockets.spec.ts.
 */
export async function endDrawPause(system: TestSystem, { id }: { id: string }): Promise<void> {
  const redis = system.nodes[0]?.app.get(RedisService).core;
  if (!redis) throw new Error('no node');
  await until('the draw', async () => await redis.hget(Keys.sale(id), 'drawnAt'));
  await redis.hset(Keys.sale(id), 'quietUntil', 0);
}
