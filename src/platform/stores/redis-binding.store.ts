import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { PrismaService } from '../prisma/prisma.service.js';
import { Keys } from '../redis/keys.js';
import { RedisService } from '../redis/redis.service.js';

export interface RedisMark {
  installation: string;
  /** Random: distinguishes two Redis servers, and one from itself after it was emptied. */
  redisId: string;
}

/** Binds a Redis and a database to each other: each stores the other's name. */
@Injectable()
export class RedisBindingStore {
  constructor(
    private readonly redis: RedisService,
    private readonly prisma: PrismaService,
  ) {}

  /** Returns the mark of this Redis, creating it if there is none. Rejects while Redis is unreachable. */
  async markOf(installation: string): Promise<RedisMark> {
    const fresh = `${installation} ${randomBytes(9).toString('base64url')}`;
    const present = await this.redis.core.set(Keys.installation(), fresh, 'NX', 'GET');
    const [owner = '', redisId = ''] = (present ?? fresh).split(' ');
    return { installation: owner, redisId };
  }

  /** Confirms that this node uses this Redis. Returns false while other nodes confirm another one. */
  async confirm(redisId: string, aliveSeconds: number): Promise<boolean> {
    const count = await this.prisma.$executeRaw`
      UPDATE installation SET redis_id = ${redisId}, redis_seen_at = now()
      WHERE id = 1 AND (redis_id IS NULL OR redis_id = ${redisId}
        OR redis_seen_at < now() - make_interval(secs => ${aliveSeconds}::int))`;
    return count > 0;
  }
}
