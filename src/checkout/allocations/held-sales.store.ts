import { Injectable } from '@nestjs/common';
import { Keys } from '../../platform/redis/keys.js';
import { RedisService } from '../../platform/redis/redis.service.js';

/** As long as a hold that became an order is known. */
const LIFE_SECONDS = 24 * 3_600;

/** Where a partner's hold is. A fan's pass names its sale; a partner names the hold alone. */
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

  /** null: there is no such hold. Rejects while Redis is away. */
  async read(holdId: string): Promise<HeldSale | null> {
    const known = await this.redis.core.get(Keys.partnerHold(holdId));
    const [saleId, sellerKey] = known?.split(' ') ?? [];
    return saleId === undefined || sellerKey === undefined ? null : { saleId, sellerKey };
  }
}
