import { describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import pg from 'pg';
import { freshDatabase, freshRedis, sharedRedisUrl } from '../../support/services.js';

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

describe('freshDatabase', () => {
  it('gives databases that do not see one another', async () => {
    const [one, two] = await Promise.all([freshDatabase(), freshDatabase()]);
    await query(one, 'CREATE TABLE only_here (id int)');
    await expect(query(two, 'SELECT * FROM only_here')).rejects.toThrow('does not exist');
  });

  it('has all migrations applied', async () => {
    const url = await freshDatabase();
    const rows = await query(url, 'SELECT 1 FROM _prisma_migrations WHERE finished_at IS NULL');
    expect(rows).toEqual([]);
  });
});

describe('sharedRedisUrl', () => {
  it('is empty at each call, one database at a time', async () => {
    const zero = new Redis(await sharedRedisUrl());
    const one = new Redis(await sharedRedisUrl(1));
    await Promise.all([zero.set('key', 'zero'), one.set('key', 'one')]);
    await sharedRedisUrl();
    expect(await zero.get('key')).toBeNull();
    expect(await one.get('key')).toBe('one');
    await Promise.all([zero.quit(), one.quit()]);
  });
});

describe('freshRedis', () => {
  it('keeps its address and what it had written over a kill', async () => {
    const redis = await freshRedis();
    const client = new Redis(redis.url, { retryStrategy: () => 50 });
    client.on('error', () => undefined);
    await client.set('key', 'kept');
    await redis.kill();
    await redis.restart();
    expect(await client.get('key')).toBe('kept');
    await client.quit();
  });

  it('forgets over a kill when it has no append-only file', async () => {
    const redis = await freshRedis({ appendonly: false });
    const client = new Redis(redis.url, { retryStrategy: () => 50 });
    client.on('error', () => undefined);
    await client.set('key', 'lost');
    await redis.kill();
    await redis.restart();
    expect(await client.get('key')).toBeNull();
    await client.quit();
  });
});
