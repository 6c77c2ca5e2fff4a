import { Injectable } from '@nestjs/common';
import { Keys } from '../../platform/redis/keys.js';
import { RedisService } from '../../platform/redis/redis.service.js';

/** Elects the node that publishes a sale's figures. Only saves work: nothing depends on it for correctness. */
@Injectable()
export class LiveStore {
  constructor(private readonly redis: RedisService) {}

  /** Invalidates the socket tickets issued to this session. */
  async noteEnded(sessionId: string, ticketMs: number): Promise<void> {
    await this.redis.core.set(Keys.endedSession(sessionId), '1', 'PX', ticketMs);
  }

  /** Returns true for one node per `forMs`. Rejects if Redis is unreachable. */
  async takeTurn(saleId: string, forMs: number): Promise<boolean> {
    return (await this.redis.core.set(Keys.liveTurn(saleId), '1', 'PX', forMs, 'NX')) === 'OK';
  }
}
