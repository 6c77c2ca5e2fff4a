import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { Cluster, type Redis } from 'ioredis';
import { Config } from '../config/config.js';
import { ConfigError } from '../config/settings.js';
import { Metrics } from '../metrics/metrics.js';
import { connectTo } from './connections.js';
import { Keys } from './keys.js';
import { redisAddressOf } from './redis-address.rules.js';
import { type RunIds, runIdsOf } from './run-ids.js';
import { timeScripts } from './timings.js';

/**
 * The connections to Redis. No offline queue and no automatic retries: callers fail at once, and after a lost answer
 * the caller retries the script, because only the caller knows whether that is safe.
 */
@Injectable()
export class RedisService implements OnApplicationShutdown {
  private readonly log = new Logger('Redis');
  /** The primary; every script that writes runs here. */
  readonly core: Redis;
  /** Possibly a replica: for reads that may be slightly stale. */
  readonly read: Redis;
  private readonly runIds: RunIds;

  constructor(
    private readonly config: Config,
    metrics: Metrics = new Metrics(),
  ) {
    this.core = this.connect(config.redisUrl, 'core');
    this.runIds = runIdsOf(this.core);
    this.read = config.redisReadUrl === config.redisUrl ? this.core : this.connect(config.redisReadUrl, 'read');
    this.tellMetrics(metrics);
  }

  /** Returns the run id of the server that holds this sale; null while it is unreachable. */
  runId(saleId: string): string | null {
    return this.runIds.of(Keys.sale(saleId));
  }

  /** Returns the server with the sale's keys; null if there is only one server. */
  serverOf(saleId: string): string | null {
    return this.runIds.serverOf(Keys.sale(saleId));
  }

  /** Whether the core is reachable; in a cluster, at least one of its servers. */
  get isHere(): boolean {
    return this.runIds.isAny;
  }

  /** Returns the INFO of each server of the core, or one section of it. */
  async infos(section = 'default'): Promise<string[]> {
    const cluster: unknown = this.core;
    if (!(cluster instanceof Cluster)) return [await this.core.info(section)];
    return await Promise.all(cluster.nodes('master').map(async (node) => await node.info(section)));
  }

  /** Opens a separate connection for subscribing. The caller closes it. */
  subscriber(): Redis {
    return this.connect(this.config.redisReadUrl, 'news', true);
  }

  /** Resolves once the core answers; rejects after `timeoutMs`. */
  async whenReady(timeoutMs: number): Promise<void> {
    for (const until = performance.now() + timeoutMs; !this.isHere; ) {
      if (performance.now() > until)
        throw new ConfigError(`REDIS_URL: Redis did not answer within ${timeoutMs / 1_000} s`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  onApplicationShutdown(): void {
    this.core.disconnect();
    if (this.read !== this.core) this.read.disconnect();
  }

  private tellMetrics(metrics: Metrics): void {
    const seconds = metrics.histogram('redis_script_seconds', 'Scripts by their names, one call in sixteen', [
      'script',
    ]);
    timeScripts(this.core, (script, took) => seconds.observe({ script }, took));
    const up = metrics.gauge('redis_up', '1 while the core answers');
    const ping = metrics.gauge('redis_ping_seconds', 'Round trip to the core, measured when this is read');
    metrics.onCollect(async () => {
      const beganAt = performance.now();
      const isHere = this.isHere && (await this.core.ping().catch(() => null)) !== null;
      up.set(isHere ? 1 : 0);
      ping.set(isHere ? (performance.now() - beganAt) / 1_000 : Number.NaN);
    });
  }

  private connect(url: string, name: string, isSubscriber = false): Redis {
    const address = redisAddressOf(url);
    if (!address) throw new Error('the settings accepted an invalid Redis address');
    const redis = connectTo(address, name, isSubscriber);
    let away = false;
    redis.on('error', (error: Error) => {
      if (!away) this.log.warn(`${name} is away: ${error.message}`);
      away = true;
    });
    redis.on('ready', () => {
      if (away) this.log.log(`${name} is back`);
      away = false;
    });
    return redis;
  }
}
