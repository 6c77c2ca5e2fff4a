import { Injectable } from '@nestjs/common';
import { Keys } from '../../platform/redis/keys.js';
import { RedisService } from '../../platform/redis/redis.service.js';

/** What became of socket tickets. Rejects while Redis is down, so that no control room opens: it would show nothing. */
@Injectable()
export class SocketTickets {
  constructor(private readonly redis: RedisService) {}

  async isSessionOver(sessionId: string): Promise<boolean> {
    return (await this.redis.core.exists(Keys.endedSession(sessionId))) === 1;
  }

  /** Returns true for the first use only. */
  async spend(nonce: string, leftMs: number): Promise<boolean> {
    return (await this.redis.core.set(Keys.usedTicket(nonce), '1', 'PX', Math.ceil(leftMs), 'NX')) === 'OK';
  }
}
