import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { Redis } from 'ioredis';
import { Config } from '../config/config.js';
import { Metrics } from '../metrics/metrics.js';
import { timeScripts } from './timings.js';

const CONNECT_TIMEOUT_MS = 2_000;
/** A command that Redis does not answer in this time is an error; its outcome is unknown. */
const COMMAND_TIMEOUT_MS = 3_000;
const RECONNECT_CAP_MS = 1_000;
/**
 * A connection that owes an answer and stays silent for so long is taken for dead and made anew. A host that vanished
 * resets nothing: without this its connection would look alive for a quarter of an hour, and no successor be tried.
 */
const SILENCE_MS = 6_000;
const RUN_ID_RETRY_MS = 200;

/**
 * The connections to Redis. Nothing is queued while one is away and nothing is sent again by itself: whoever waits is
 * told at once, and a script whose answer was lost is asked again by its caller, who knows whether that is safe.
 */
@Injectable()
export class RedisService implements OnApplicationShutdown {
  private readonly log = new Logger('Redis');
  /** The server that decides; every script that writes goes here. */
  readonly core: Redis;
  /** May be a replica: reads that can be a little old. */
  readonly read: Redis;
  private coreRunId: string | null = null;
  /** Counts the connections of `core`: what one of them answers late says nothing of the next. */
  private connection = 0;

  constructor(
    private readonly config: Config,
    metrics: Metrics = new Metrics(),
  ) {
    this.core = this.connect(config.redisUrl, 'core');
    this.read = config.redisReadUrl === config.redisUrl ? this.core : this.connect(config.redisReadUrl, 'read');
    this.tellMetrics(metrics);
    this.core.on('ready', () => void this.readRunId());
    this.core.on('close', () => {
      this.connection += 1;
      this.coreRunId = null;
    });
  }

  /** The run id of the server that `core` is connected to; null while it is away. */
  runId(): string | null {
    return this.core.status === 'ready' ? this.coreRunId : null;
  }

  /** A connection of its own, for subscribing. The caller ends it. */
  subscriber(): Redis {
    return this.connect(this.config.redisReadUrl, 'news', { offlineQueue: true });
  }

  /** Resolves when the core answers; rejects after `timeoutMs`. */
  async whenReady(timeoutMs: number): Promise<void> {
    for (const until = Date.now() + timeoutMs; this.runId() === null; ) {
      if (Date.now() > until) throw new Error(`Redis did not answer within ${timeoutMs} ms`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  onApplicationShutdown(): void {
    this.core.disconnect();
    if (this.read !== this.core) this.read.disconnect();
  }

  /**
   * The first command of each connection: whatever is stamped with this id was sent after its answer, to that very server.
   * A server that is slow to tell is asked again: nothing else would, while the connection lasts.
   */
  private async readRunId(): Promise<void> {
    const { connection } = this;
    while (connection === this.connection && this.core.status === 'ready') {
      const runId = await this.core.info('server').then(
        (info) => /^run_id:(\w+)/m.exec(info)?.[1] ?? null,
        () => null,
      );
      if (connection !== this.connection) return; // the connection broke again; its successor asks anew
      this.coreRunId = runId;
      if (runId !== null) return;
      await new Promise((resolve) => setTimeout(resolve, RUN_ID_RETRY_MS));
    }
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
      const isHere = this.runId() !== null && (await this.core.ping().catch(() => null)) !== null;
      up.set(isHere ? 1 : 0);
      ping.set(isHere ? (performance.now() - beganAt) / 1_000 : Number.NaN);
    });
  }

  private connect(url: string, name: string, options: { offlineQueue?: boolean } = {}): Redis {
    const redis = new Redis(url, {
      connectionName: `ropeline-${name}`,
      connectTimeout: CONNECT_TIMEOUT_MS,
      socketTimeout: SILENCE_MS,
      ...(options.offlineQueue ? {} : { commandTimeout: COMMAND_TIMEOUT_MS }),
      enableOfflineQueue: options.offlineQueue ?? false,
      autoResendUnfulfilledCommands: false,
      maxRetriesPerRequest: options.offlineQueue ? null : 0,
      retryStrategy: (tries) => Math.min(RECONNECT_CAP_MS, 20 * 2 ** Math.min(tries, 10)),
    });
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
