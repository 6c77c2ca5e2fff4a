import { Injectable } from '@nestjs/common';
import { Keys } from '../../platform/redis/keys.js';
import { RedisService } from '../../platform/redis/redis.service.js';

/** The life of a check. */
const WINDOW_SECONDS = 1_800;
/** A page asks once, and again after a reload or an outage of the provider. */
const OF_A_CHECK = 10;

/** Counts the confirmations of each card check, because each calls the provider. Rejects while Redis is unreachable. */
@Injectable()
export class CardConfirms {
  constructor(private readonly redis: RedisService) {}

  /** Counts a confirmation. Returns 0 if it may be made, else the milliseconds to wait. */
  async count(saleId: string, setupIntentId: string): Promise<number> {
    const key = Keys.cardConfirms(saleId, setupIntentId);
    const counting = this.redis.core.multi().set(key, 0, 'EX', WINDOW_SECONDS, 'NX').incr(key).pttl(key);
    const [, counted, left] = (await counting.exec()) ?? [];
    if (!counted || counted[0] || !left) throw counted?.[0] ?? new Error('no reply to the count of a card check');
    return Number(counted[1]) <= OF_A_CHECK ? 0 : Math.max(1_000, Number(left[1]));
  }
}
