import { Injectable } from '@nestjs/common';
import { Keys } from '../../platform/redis/keys.js';
import { RedisService } from '../../platform/redis/redis.service.js';

/** Whose turn it is to tell the control rooms of a sale; saves the other nodes the work, and nothing more hangs on it. */
@Injectable()
export class LiveStore {
  constructor(private readonly redis: RedisService) {}

  /** Tickets for sockets that this session made open nothing from here on. */
  async noteEnded(sessionId: string, ticketMs: number): Promise<void> {
    await this.redis.core.set(Keys.endedSession(sessionId), '1', 'PX', ticketMs);
  }

  /** True for one node in every `forMs`. Rejects while Redis is away. */
  async takeTurn(saleId: string, forMs: number): Promise<boolean> {
    return (await this.redis.core.set(Keys.liveTurn(saleId), '1', 'PX', forMs, 'NX')) === 'OK';
  }
}
