import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { ResealTask } from '../../../src/admin/secrets/reseal.task.js';
import { RedisBindingStore } from '../../../src/platform/stores/redis-binding.store.js';
import { RedisBindingTask } from '../../../src/platform/stores/redis-binding.task.js';
import { SigningKeys } from '../../../src/platform/tokens/signing-keys.js';
import { Tokens } from '../../../src/platform/tokens/tokens.js';
import { startNode, type TestNode, testSecret } from '../../support/app.js';
import { emptyDatabase, freshDatabase, freshRedis, sharedRedisUrl } from '../../support/services.js';

jest.setTimeout(60_000);
const production = {
  ROPELINE_DEMO: 'false',
  PUBLIC_URL: 'https://tickets.example',
  ROPELINE_ALLOW_TEST_PAYMENTS: 'true',
  STRIPE_PUBLISHABLE_KEY: 'pk_test_spec',
};
const nodes: TestNode[] = [];
const started = async (terms: Parameters<typeof startNode>[0]): Promise<TestNode> => {
  const node = await startNode(terms);
  nodes.push(node);
  return node;
};
const stopped = async (node: TestNode): Promise<void> => {
  nodes.splice(nodes.indexOf(node), 1);
  await node.close();
};
afterEach(async () => {
  for (const node of nodes.splice(0)) await node.close();
});

describe('a production start', () => {
  it('says in one line that the database is not migrated', async () => {
    const start = started({ databaseUrl: await emptyDatabase(), redisUrl: await sharedRedisUrl(), env: production });
    await expect(start).rejects.toThrow(/^the database is empty: run npm run db:deploy$/);
  });

  it('refuses a Redis of another installation, and knows one that others do not use', async () => {
    const redis = await freshRedis();
    const node = await started({ databaseUrl: await freshDatabase(), redisUrl: redis.url, env: production });
    const other = started({ databaseUrl: await freshDatabase(), redisUrl: redis.url, env: production });
    await expect(other).rejects.toThrow('another installation');
    const ready = async () => {
      const answer = await fetch(`${node.url}/health/ready`);
      return { status: answer.status, body: await answer.json() };
    };
    expect(await ready()).toMatchObject({ status: 200, body: { status: 'ok' } });
    Object.defineProperty(node.app.get(RedisBindingTask), 'isForeign', { value: true, configurable: true });
    expect(await ready()).toMatchObject({ status: 503, body: { status: 'down', dependencies: { redis: 'foreign' } } });
    const binding = node.app.get(RedisBindingStore);
    expect(await binding.confirm('another', 10)).toBe(false);
    expect(await binding.confirm('another', 0)).toBe(true); // nothing uses the first one any more
  });
});

describe('a rotation of the secret', () => {
  it('keeps tokens, digests and keys, and needs the previous secret only until the seals are renewed', async () => {
    const stores = { databaseUrl: await freshDatabase(), redisUrl: await sharedRedisUrl() };
    const [first, second] = [testSecret(), testSecret()];
    const before = await started({ ...stores, secret: first });
    const token = before.app.get(Tokens).sign('place', ['sale_x', 7]);
    const digest = before.app.get(Tokens).mac('person', 'email', 'fan@example.com');
    const [proof] = before.app.get(Tokens).proofs('order', 'ord_x', 0);
    const { kid } = await before.app.get(SigningKeys).current('pass');
    await stopped(before);

    await expect(started({ ...stores, secret: second })).rejects.toThrow('ROPELINE_SECRET_PREVIOUS');
    const during = await started({ ...stores, secret: second, env: { ROPELINE_SECRET_PREVIOUS: first } });
    const tokens = during.app.get(Tokens);
    expect(tokens.verify('place', token)).toEqual(['sale_x', '7']);
    expect(tokens.proofs('order', 'ord_x', 0)).toContain(proof);
    expect(tokens.mac('person', 'email', 'fan@example.com')).toBe(digest);
    await during.app.get(ResealTask).runOnce(new AbortController().signal);
    await stopped(during);

    await expect(started({ ...stores, secret: first })).rejects.toThrow('ROPELINE_SECRET');
    const after = await started({ ...stores, secret: second });
    expect((await after.app.get(SigningKeys).current('pass')).kid).toBe(kid);
    expect(after.app.get(Tokens).mac('person', 'email', 'fan@example.com')).toBe(digest);
    expect(after.app.get(Tokens).verify('place', token)).toBeNull();
  });
});
