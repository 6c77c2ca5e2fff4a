import { Cluster, Redis } from 'ioredis';
import { type RedisAddress, redisAddressOf } from '../../src/platform/redis/redis-address.rules.js';

const FAILOVER_WITHIN_MS = 45_000;
const LOOK_EVERY_MS = 100;

/** Returns the URL of an empty database there; a Redis with a sentinel has just failed over. */
export async function emptied(url: string, db: number): Promise<string> {
  const address = redisAddressOf(url);
  if (!address) throw new Error(`no Redis address: ${url}`);
  switch (address.kind) {
    case 'single':
      await flush(new Redis(`${url}/${db}`));
      return `${url}/${db}`;
    case 'sentinel':
      await failOver(address);
      await flush(new Redis({ sentinels: address.sentinels, name: address.name, db }));
      return `${url}/${db}`;
    case 'cluster':
      if (db > 0) throw new RangeError('a cluster has one database');
      await Promise.all(address.nodes.map(({ host, port }) => flush(new Redis(port, host))));
      return url;
  }
}

/** Empties what a service is connected to; a cluster has keys on each of its masters. */
export async function emptyAll(core: Redis): Promise<void> {
  const servers = (core as unknown) instanceof Cluster ? (core as unknown as Cluster).nodes('master') : [core];
  await Promise.all(servers.map((server) => server.flushdb()));
}

async function flush(client: Redis): Promise<void> {
  try {
    await client.flushdb();
  } finally {
    await client.quit();
  }
}

/** Makes the sentinel promote the replica and waits until the old master follows it, so that the next can follow. */
async function failOver({ sentinels, name }: Extract<RedisAddress, { kind: 'sentinel' }>): Promise<void> {
  const [sentinel] = sentinels;
  const client = new Redis({ ...sentinel, maxRetriesPerRequest: 1 });
  const master = async (): Promise<string> => String(await client.call('SENTINEL', 'GET-MASTER-ADDR-BY-NAME', name));
  try {
    const before = await master();
    await until('a failover', async () => (await client.call('SENTINEL', 'FAILOVER', name)) === 'OK');
    await until('the promotion', async () => (await master()) !== before);
    const [host = '', port] = before.split(',');
    await until('the old master as a replica', () => follows(new Redis(Number(port), host)));
  } finally {
    client.disconnect();
  }
}

async function follows(server: Redis): Promise<boolean> {
  try {
    return (await server.info('replication')).includes('master_link_status:up');
  } finally {
    server.disconnect();
  }
}

/** An error counts as not yet: a sentinel refuses while the last failover is under way. */
async function until(what: string, probe: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + FAILOVER_WITHIN_MS; Date.now() < end; ) {
    if (await probe().catch(() => false)) return;
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
  throw new Error(`${what} did not happen within ${FAILOVER_WITHIN_MS} ms`);
}
