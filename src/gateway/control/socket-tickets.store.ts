import { Injectable } from '@nestjs/common';
import { Keys } from '../../platform/redis/keys.js';
import { RedisService } from '../../platform/redis/redis.service.js';

/** Ended staff sessions, kept while their tickets may still be valid. */
@Injectable()
export class EndedSessions {
  constructor(private readonly redis: RedisService) {}

  /** Rejects while Redis is down, so that no control room opens: it would have nothing to show. */
  async has(sessionId: string): Promise<boolean> {
    return (await this.redis.core.exists(Keys.endedSession(sessionId))) === 1;
  }
}
