import { Injectable, Logger } from '@nestjs/common';
import { Config } from '../config/config.js';
import { ConfigError } from '../config/settings.js';
import { PeriodicTask } from '../lifecycle/periodic-task.js';
import { RedisService } from '../redis/redis.service.js';
import { InstallationId } from '../tokens/installation-id.js';
import { RedisBindingStore } from './redis-binding.store.js';

/** A Redis that no node has confirmed for this long counts as abandoned. */
const ALIVE_SECONDS = 10;
/** Longer than ALIVE_SECONDS: by then an emptied Redis, which has a new mark, has replaced the old one. */
const FOREIGN_AFTER_MS = 13_000;
const START_RETRY_MS = 1_000;

/**
 * Detects a node configured with another Redis than the rest: it would refuse every fan, or alternate with the others
 * in rebuilding the sales there. Production does not start with one; a running node reports not ready while it has one.
 */
@Injectable()
export class RedisBindingTask extends PeriodicTask {
  override readonly name = 'redis-binding';
  override readonly everyMs = 2_000;
  private readonly log = new Logger('Redis');
  private refusedSince: number | null = null;
  private isTold = false;

  constructor(
    private readonly store: RedisBindingStore,
    private readonly installation: InstallationId,
    private readonly redis: RedisService,
    private readonly config: Config,
  ) {
    super();
  }

  /** True if other nodes use another Redis, or this one belongs to another installation. */
  get isForeign(): boolean {
    return this.refusedSince !== null && performance.now() - this.refusedSince > FOREIGN_AFTER_MS;
  }

  /** Throws ConfigError if this Redis is not the installation's. */
  async requireOwn(): Promise<void> {
    for (const until = performance.now() + FOREIGN_AFTER_MS; ; ) {
      const { installation, redisId } = await this.store.markOf(this.installation.id);
      if (installation !== this.installation.id)
        throw new ConfigError(
          'REDIS_URL names a Redis of another installation (give each its own; DEL rl:{installation} frees one that is no longer used)',
        );
      if (await this.store.confirm(redisId, ALIVE_SECONDS)) return;
      if (performance.now() > until)
        throw new ConfigError('REDIS_URL names another Redis than the one that the running nodes use');
      await new Promise((resolve) => setTimeout(resolve, START_RETRY_MS));
    }
  }

  override async runOnce(): Promise<void> {
    if (this.config.mode === 'demo' || !this.redis.isHere) return; // a missing Redis is reported elsewhere
    const { installation, redisId } = await this.store.markOf(this.installation.id);
    const isOwn = installation === this.installation.id && (await this.store.confirm(redisId, ALIVE_SECONDS));
    this.refusedSince = isOwn ? null : (this.refusedSince ?? performance.now());
    if (this.isForeign && !this.isTold) this.log.error('this node uses another Redis than the other nodes');
    this.isTold = this.isForeign;
  }
}
