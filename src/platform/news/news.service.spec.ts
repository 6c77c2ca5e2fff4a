import { describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import type { RedisService } from '../redis/redis.service.js';
import { NewsService } from './news.service.js';

Logger.overrideLogger(false);

const BATCH = 500;
const items = (count: number) =>
  Array.from({ length: count }, (_, n) => ({
    audience: `sale:${n}` as const,
    payload: { what: 'sale' as const },
  }));

/** A Redis that counts what it is given, and takes what `takes` says of the n-th message. */
function redisTaking(takes: (n: number) => boolean) {
  const seen = { given: 0, inFlight: 0, most: 0 };
  const publish = async (): Promise<number> => {
    const n = seen.given++;
    seen.most = Math.max(seen.most, ++seen.inFlight);
    await Promise.resolve();
    seen.inFlight -= 1;
    if (!takes(n)) throw new Error('connection is closed');
    return 1;
  };
  const news = new NewsService({ core: { stream: undefined, publish } } as unknown as RedisService);
  return { seen, news };
}

describe('an event to many audiences', () => {
  it('reaches all of them, with a bounded number in flight', async () => {
    const { seen, news } = redisTaking(() => true);
    await news.publishAll<'sale', 'changed'>('changed', items(BATCH * 2 + 1));
    expect(seen).toEqual({ given: BATCH * 2 + 1, inFlight: 0, most: BATCH });
  });

  it('goes on to the others when single messages are lost', async () => {
    const { seen, news } = redisTaking((n) => n % BATCH === 7);
    await news.publishAll<'sale', 'changed'>('changed', items(BATCH * 3));
    expect(seen.given).toBe(BATCH * 3);
  });

  it('is given up, without an error, when Redis takes none of a batch', async () => {
    const { seen, news } = redisTaking((n) => n < BATCH);
    await news.publishAll<'sale', 'changed'>('changed', items(BATCH * 5));
    expect(seen.given).toBe(BATCH * 2);
  });

  it('is nothing for nobody', async () => {
    const { seen, news } = redisTaking(() => false);
    await news.publishAll<'sale', 'changed'>('changed', []);
    expect(seen.given).toBe(0);
  });
});
