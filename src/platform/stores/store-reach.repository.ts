import { Injectable } from '@nestjs/common';
import { PrismaService } from '../prisma/prisma.service.js';
import { Keys } from '../redis/keys.js';
import { RedisService } from '../redis/redis.service.js';

/** What nodes say in one store about the other. */
@Injectable()
export class StoreReachRepository {
  constructor(
    private readonly redis: RedisService,
    private readonly prisma: PrismaService,
  ) {}

  /** Says that this node reaches both. Where a Redis is bound, its binding says that it is reached. */
  async tellBoth(forSeconds: number): Promise<void> {
    await this.redis.core.set(Keys.postgresSeen(), '1', 'EX', forSeconds);
    await this.prisma.$executeRaw`UPDATE installation SET redis_seen_at = now() WHERE id = 1 AND redis_id IS NULL`;
  }

  /** Returns whether a node said within `forSeconds` that it reaches Postgres. */
  async isPostgresSeen(): Promise<boolean> {
    return (await this.redis.core.exists(Keys.postgresSeen())) > 0;
  }

  async isRedisSeen(forSeconds: number): Promise<boolean> {
    const [row] = await this.prisma.$queryRaw<{ isSeen: boolean }[]>`
      SELECT redis_seen_at > now() - make_interval(secs => ${forSeconds}::int) AS "isSeen" FROM installation WHERE id = 1`;
    return row?.isSeen === true;
  }
}
