import { Injectable } from '@nestjs/common';
import { Keys } from '../../platform/redis/keys.js';
import { RedisService } from '../../platform/redis/redis.service.js';
import { type NetworkBounds, NetworkBudget } from '../challenge/network-budget.store.js';

/** Fans without JavaScript are few, but some share an address. */
const BOUNDS: NetworkBounds = { windowSeconds: 3_600, ofNetwork: 20, attack: 2_000, underAttack: 2 };

/** Counts e-mail codes sent without a challenge. */
@Injectable()
export class FormMailsStore extends NetworkBudget {
  constructor(redis: RedisService) {
    super(redis, BOUNDS, (saleId, network) => Keys.formMails(saleId, network));
  }
}
