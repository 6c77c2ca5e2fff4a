import { Injectable } from '@nestjs/common';
import { Keys } from '../../platform/redis/keys.js';
import { RedisService } from '../../platform/redis/redis.service.js';

/** Sessions of staff that ended while tickets of theirs may still be good. */
@Injectable()
export class EndedSessions {
  constructor(private readonly redis: RedisService) {}

  /** Rejects while Redis is away: then no control room is opened, for it would have nothing to show. */
  async has(sessionId: string): Promise<boolean> {
    return (await this.redis.core.exists(Keys.endedSession(sessionId))) === 1;
  }
}
