import { describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { StoreAwayError } from '../../platform/store-away.js';
import type { QueueRepository } from '../queue.repository.js';
import { LineRecordCache } from './line-record-cache.service.js';

Logger.overrideLogger(false); // the errors are intended

const cacheOver = (find: () => Promise<unknown>) => new LineRecordCache({ find } as unknown as QueueRepository);

describe('LineRecordCache', () => {
  it('has no record while Postgres is away', async () => {
    const cache = cacheOver(() => Promise.reject(new StoreAwayError('spec')));
    expect(await cache.current('sale_1')).toBeNull();
  });

  it('never tells a fault of ours as an outage', async () => {
    const cache = cacheOver(() => Promise.reject(new TypeError('lanes is undefined')));
    await expect(cache.current('sale_1')).rejects.toThrow('lanes is undefined');
    await expect(cache.refresh('sale_1')).rejects.toThrow('lanes is undefined');
  });
});
