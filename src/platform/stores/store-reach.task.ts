import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../clock/clock.js';
import { PeriodicTask } from '../lifecycle/periodic-task.js';
import { PostgresProbe } from '../prisma/postgres-probe.js';
import { RedisService } from '../redis/redis.service.js';
import { type Reach, reachNow } from './store-reach.rules.js';
import { StoreReachRepository } from './store-reach.repository.js';

/** What a node said about a store counts for so long. */
const SAID_SECONDS = 5;

/**
 * Detects a node that alone is cut off from a store: the others say in the one what they reach of the other. While all
 * of them have lost it, none is taken out of a balancer; one that alone has lost it is.
 */
@Injectable()
export class StoreReachTask extends PeriodicTask {
  override readonly name = 'store-reach';
  override readonly everyMs = 2_000;
  private readonly log = new Logger('Stores');
  private reach: Record<'redis' | 'postgres', Reach> = { redis: reachNow(true, 0), postgres: reachNow(true, 0) };

  constructor(
    private readonly store: StoreReachRepository,
    private readonly redis: RedisService,
    private readonly postgres: PostgresProbe,
    private readonly clock: Clock,
  ) {
    super();
  }

  isCutFrom(store: 'redis' | 'postgres'): boolean {
    return this.reach[store].isCut;
  }

  override async runOnce(): Promise<void> {
    const answer = await this.postgres.answer();
    if (answer === 'busy') return; // nothing is known that others could be told
    const postgres = answer === 'up';
    const redis = this.redis.isHere;
    const elsewhere = {
      redis: async () => postgres && (await this.store.isRedisSeen(SAID_SECONDS)),
      postgres: async () => redis && (await this.store.isPostgresSeen()),
    };
    await this.note('redis', redis, elsewhere.redis);
    await this.note('postgres', postgres, elsewhere.postgres);
    if (redis && postgres) await this.store.tellBoth(SAID_SECONDS);
  }

  private async note(store: 'redis' | 'postgres', isHere: boolean, isElsewhere: () => Promise<boolean>): Promise<void> {
    const before = this.reach[store];
    const isSeen = !isHere && (await isElsewhere().catch(() => false));
    this.reach[store] = reachNow(isHere, this.clock.monotonicMs(), before, isSeen);
    if (this.reach[store].isCut !== before.isCut)
      this.log[before.isCut ? 'log' : 'error'](
        before.isCut ? `this node reaches ${store} again` : `this node alone does not reach ${store}: it is not ready`,
      );
  }
}
