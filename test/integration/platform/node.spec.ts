import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import { webFolder } from '../../../src/platform/pages/pages.service.js';
import { startNode, type TestNode } from '../../support/app.js';
import { freshDatabase, freshRedis, sharedRedisUrl } from '../../support/services.js';

describe('a node', () => {
  let node: TestNode;
  beforeAll(async () => {
    node = await startNode({ databaseUrl: await freshDatabase(), redisUrl: await sharedRedisUrl() });
  });
  afterAll(() => node.close());

  it('is live and ready', async () => {
    expect((await fetch(`${node.url}/health/live`)).status).toBe(200);
    expect((await fetch(`${node.url}/health/ready`)).status).toBe(200);
  });
  it('answers an unknown address with a coded problem', async () => {
    const answer = await fetch(`${node.url}/v1/nothing`);
    expect(answer.status).toBe(404);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(answer.headers.get('cache-control')).toBe('private, no-store');
    expect(await answer.json()).toMatchObject({ code: 'NOT_FOUND', status: 404 });
  });
  it('shows a person who mistyped an address a page, and a program the problem', async () => {
    const page = await fetch(`${node.url}/nothing/here`, { headers: { accept: 'text/html,*/*' } });
    expect(page.status).toBe(404);
    expect(page.headers.get('content-type')).toMatch(webFolder() === null ? /problem/ : /text\/html/);
    expect((await fetch(`${node.url}/nothing/here`)).headers.get('content-type')).toContain('problem');
  });
  it('refuses a second node with another secret', async () => {
    const other = startNode({ databaseUrl: node.config.databaseUrl, redisUrl: node.config.redisUrl });
    await expect(other).rejects.toThrow('ROPELINE_SECRET');
  });
  it.each(['openapi', 'asyncapi'])(
    'serves the %s document that docs/api holds (npm run documents writes it)',
    async (name) => {
      const served = (await (await fetch(`${node.url}/v1/${name}.json`)).json()) as Record<string, unknown>;
      const kept = JSON.parse(readFileSync(`docs/api/${name}.json`, 'utf8')) as Record<string, unknown>;
      expect({ ...served, servers: null }).toEqual({ ...kept, servers: null });
    },
  );
  it('refuses in production a Redis that may evict keys', async () => {
    const redis = await freshRedis({ appendonly: false });
    const client = new Redis(redis.url);
    await client.config('SET', 'maxmemory-policy', 'allkeys-lru');
    client.disconnect();
    const production = startNode({
      databaseUrl: await freshDatabase(),
      redisUrl: redis.url,
      env: {
        ROPELINE_DEMO: 'false',
        PUBLIC_URL: 'https://tickets.example',
        ROPELINE_ALLOW_TEST_PAYMENTS: 'true',
        STRIPE_PUBLISHABLE_KEY: 'pk_test_spec',
        ROPELINE_ALLOW_VOLATILE_REDIS: 'true',
      },
    });
    await expect(production).rejects.toThrow('noeviction');
  });
});
