import { Injectable } from '@nestjs/common';
import { Keys } from '../../platform/redis/keys.js';
import { RedisService } from '../../platform/redis/redis.service.js';

/** Matches how long a hold that became an order is kept. */
const LIFE_SECONDS = 24 * 3_600;
/** Matches how long a released hold is kept. */
const RELEASED_SECONDS = 4 * 3_600;

/** Locates a partner's hold, because partners name only the hold, while a fan's pass names the sale. */
export interface HeldSale {
  saleId: string;
  sellerKey: string;
}

@Injectable()
export class HeldSalesStore {
  constructor(private readonly redis: RedisService) {}

  async write(holdId: string, { saleId, sellerKey }: HeldSale): Promise<void> {
    await this.redis.core.set(Keys.partnerHold(holdId), `${saleId} ${sellerKey}`, 'EX', LIFE_SECONDS);
  }

  /** Shortens the record of a hold that was released. */
  async release(holdId: string): Promise<void> {
    await this.redis.core.expire(Keys.partnerHold(holdId), RELEASED_SECONDS);
  }

  /** Returns null if there is no such hold. Rejects while Redis is unreachable. */
  async read(holdId: string): Promise<HeldSale | null> {
    const known = await this.redis.core.get(Keys.partnerHold(holdId));
    const [saleId, sellerKey] = known?.split(' ') ?? [];
    return saleId === undefined || sellerKey === undefined ? null : { saleId, sellerKey };
  }
}
