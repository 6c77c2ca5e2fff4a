import { createServer, connect, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { jest } from '@jest/globals';
import { Redis } from 'ioredis';
import { NewsService } from '../../../src/platform/news/news.service.js';
import { Keys } from '../../../src/platform/redis/keys.js';
import { RedisService } from '../../../src/platform/redis/redis.service.js';
import { testConfig } from '../../support/app.js';
import { freshDatabase, freshRedis, sharedRedisUrl } from '../../support/services.js';

const READY_MS = 5_000;

/** A proxy to Redis; silenced, it behaves like a host that vanished: no answers, no closed connections. */
class Wire {
  opened = 0;
  private silent = false;
  private readonly sockets = new Set<Socket>();
  private constructor(
    private readonly server: Server,
    private to: URL,
  ) {}

  static async before(redisUrl: string): Promise<Wire> {
    const server = createServer();
    const wire = new Wire(server, new URL(redisUrl));
    server.on('connection', (client) => wire.join(client));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return wire;
  }

  get url(): string {
    const url = new URL(this.to);
    url.port = String((this.server.address() as AddressInfo).port);
    return url.href;
  }
  /** Directs new connections elsewhere, as a changed DNS name does; those that are open stay. */
  moveTo(redisUrl: string): void {
    this.to = new URL(redisUrl);
  }
  silence(): void {
    this.silent = true;
  }
  /** Breaks all connections; new ones are answered. */
  cut(): void {
    this.silent = false;
    for (const socket of this.sockets) socket.destroy();
    this.sockets.clear();
  }
  end(): void {
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
  }

  private join(client: Socket): void {
    this.opened += 1;
    const upstream = connect(Number(this.to.port), this.to.hostname);
    client.pipe(upstream);
    upstream.on('data', (bytes: Buffer) => {
      if (!this.silent) client.write(bytes);
    });
    for (const socket of [client, upstream]) this.sockets.add(socket.on('error', () => undefined));
    client.on('close', () => upstream.destroy());
  }
}

const until = async (isSo: () => boolean, withinMs: number): Promise<void> => {
  for (const end = Date.now() + withinMs; !isSo(); ) {
    if (Date.now() > end) throw new Error('it did not happen in time');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
};

describe('the connections to Redis', () => {
  it('are made anew when the server is silent without closing them, the listening one too', async () => {
    const wire = await Wire.before(await sharedRedisUrl());
    const terms = { databaseUrl: await freshDatabase(), redisUrl: wire.url };
    const redis = new RedisService(testConfig(terms));
    const news = new NewsService(redis);
    await redis.whenReady(READY_MS);
    news.listen<'sale'>('sale:sale_x', () => undefined);
    await until(() => wire.opened === 2, READY_MS);
    await redis.core.ping();
    wire.silence();
    await expect(redis.core.ping()).rejects.toThrow('timed out');
    await until(() => !redis.isHere && wire.opened >= 4, 15_000);
    news.onApplicationShutdown();
    redis.onApplicationShutdown();
    wire.end();
  }, 30_000);

  it('listen to an audience whose SUBSCRIBE was in flight when the connection broke', async () => {
    const redisUrl = await sharedRedisUrl();
    const wire = await Wire.before(redisUrl);
    const databaseUrl = await freshDatabase();
    const [direct, wired] = [redisUrl, wire.url].map(
      (url) => new RedisService(testConfig({ databaseUrl, redisUrl: url })),
    );
    if (!direct || !wired) throw new Error('no connection');
    const [speaker, listener] = [new NewsService(direct), new NewsService(wired)];
    await Promise.all([direct.whenReady(READY_MS), wired.whenReady(READY_MS)]);
    const heard = new Set<string>();
    const listen = (saleId: string) => listener.listen<'sale'>(`sale:${saleId}`, () => heard.add(saleId));
    const isHeard = async (saleId: string): Promise<void> => {
      for (const end = Date.now() + 15_000; !heard.has(saleId); ) {
        if (Date.now() > end) throw new Error(`${saleId} is not heard`);
        await speaker.publish<'sale', 'changed'>(`sale:${saleId}`, 'changed', { what: 'sale' });
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    };
    const subscribersOf = async (saleId: string): Promise<number> =>
      Number((await direct.core.pubsub('NUMSUB', Keys.news(`sale:${saleId}`)))[1]);

    listen('answered');
    await isHeard('answered');
    wire.silence();
    listen('in_flight');
    for (let n = 0; n < 100 && (await subscribersOf('in_flight')) === 0; n += 1)
      await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await subscribersOf('in_flight')).toBe(1); // it has arrived, and its answer is lost
    wire.cut();
    await isHeard('in_flight');
    heard.clear();
    await isHeard('answered');
    listener.onApplicationShutdown();
    for (const redis of [direct, wired]) redis.onApplicationShutdown();
    wire.end();
  }, 60_000);

  it('leave a primary that was demoted behind its address, without sending a refused command again', async () => {
    const [before, after] = [await freshRedis({ appendonly: false }), await freshRedis({ appendonly: false })];
    const wire = await Wire.before(before.url);
    const redis = new RedisService(testConfig({ databaseUrl: await freshDatabase(), redisUrl: wire.url }));
    await redis.whenReady(READY_MS);
    const promoted = new Redis(after.url); // takes the same password, as behind one address
    await promoted.call('ACL', 'SETUSER', 'default', `>${new URL(before.url).password}`);
    promoted.disconnect();
    const runId = redis.runId('sale_x');
    wire.moveTo(after.url);
    await redis.core.replicaof('127.0.0.1', new URL(after.url).port);
    await expect(redis.core.incr('written')).rejects.toThrow('READONLY');
    await until(() => ![null, runId].includes(redis.runId('sale_x')), READY_MS);
    expect(await redis.core.incr('written')).toBe(1);
    redis.onApplicationShutdown();
    wire.end();
  });

  it('know their server although it was slow to tell the first time', async () => {
    const redis = new RedisService(
      testConfig({ databaseUrl: await freshDatabase(), redisUrl: await sharedRedisUrl() }),
    );
    const info = redis.core.info.bind(redis.core);
    let refused = 0;
    jest.spyOn(redis.core, 'info').mockImplementation(((...sections: string[]) => {
      if (sections[0] !== 'server' || refused > 0) return info(...sections);
      refused += 1;
      return Promise.reject(new Error('Command timed out'));
    }) as typeof redis.core.info);
    await redis.whenReady(READY_MS);
    expect(refused).toBe(1);
    redis.onApplicationShutdown();
  });
});
