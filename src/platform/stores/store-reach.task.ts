import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../clock/clock.js';
import { PeriodicTask } from '../lifecycle/periodic-task.js';
import { PostgresProbe } from '../prisma/postgres-probe.js';
import { RedisService } from '../redis/redis.service.js';
import { RoleWatch } from './role-watch.js';
import { type Reach, reachNow, type Words } from './store-reach.rules.js';
import { StoreReachRepository } from './store-reach.repository.js';

type Store = 'redis' | 'postgres';

/**
 * Detects a node that is cut off from a store that others reach: nodes say in each what they reach of the other. While
 * all have lost it, or more than still reach it, none is taken out of a balancer.
 */
@Injectable()
export class StoreReachTask extends PeriodicTask {
  override readonly name = 'store-reach';
  override readonly everyMs = 2_000;
  private readonly log = new Logger('Stores');
  private readonly roles = new RoleWatch();
  private reach: Record<Store, Reach> = { redis: reachNow(true, 0), postgres: reachNow(true, 0) };

  constructor(
    private readonly store: StoreReachRepository,
    private readonly redis: RedisService,
    private readonly postgres: PostgresProbe,
    private readonly clock: Clock,
  ) {
    super();
  }

  /** Whether fans should be sent to other nodes. */
  isCutFrom(store: Store): boolean {
    return this.reach[store].isCut;
  }

  /** Whether another node reaches the store, and this one does not. */
  isBehindIn(store: Store): boolean {
    return this.reach[store].isBehind;
  }

  override async runOnce(): Promise<void> {
    const answer = await this.postgres.answer();
    if (answer === 'busy') return; // nothing is known that others could be told
    const postgres = answer === 'up';
    const redis = this.redis.isHere;
    const word = redis && postgres ? 'both' : 'cut';
    const [inRedis, inPostgres] = await Promise.allSettled([
      redis ? this.store.sayInRedis(word) : null,
      postgres ? this.store.sayInPostgres(word) : null,
    ]);
    this.roles.note(
      inPostgres.status === 'fulfilled' ? (inPostgres.value?.roles ?? null) : null,
      this.clock.monotonicMs(),
    );
    this.note('redis', redis, heard(inPostgres));
    this.note('postgres', postgres, heard(inRedis));
    for (const said of [inRedis, inPostgres]) if (said.status === 'rejected') throw said.reason;
  }

  private note(store: Store, isHere: boolean, words: Words | null): void {
    const before = this.reach[store];
    const now = reachNow(isHere, this.clock.monotonicMs(), before, words);
    this.reach[store] = now;
    if (store === 'postgres') this.tellPostgres(before.awaySinceMs !== null, !isHere); // Redis's own client tells of Redis
    if (now.isBehind && !before.isBehind) this.log.error(`this node does not reach ${store}, but others do`);
    if (now.isCut && !before.isCut)
      this.log.error(`at least half of the other nodes reach ${store}: this node reports itself not ready`);
    if (isHere && before.isBehind) this.log.log(`this node reaches ${store} again`);
  }

  private tellPostgres(wasAway: boolean, isAway: boolean): void {
    if (isAway && !wasAway) this.log.error('Postgres does not answer: rounds fail until it does');
    if (wasAway && !isAway) this.log.log('Postgres answers again');
  }
}

const heard = (said: PromiseSettledResult<Words | null>): Words | null =>
  said.status === 'fulfilled' ? said.value : null;
