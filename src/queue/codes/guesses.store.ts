import { Injectable } from '@nestjs/common';
import { Keys } from '../../platform/redis/keys.js';
import { RedisService } from '../../platform/redis/redis.service.js';
import { type NetworkBounds, NetworkBudget } from '../challenge/network-budget.store.js';

/** Generous, because people mistype and many share an address. */
const BOUNDS: NetworkBounds = { windowSeconds: 60, ofNetwork: 20, attack: 600, underAttack: 3 };

/** Counts access-code tries. Correct ones are taken back, so that honest crowds never add up. */
@Injectable()
export class GuessesStore extends NetworkBudget {
  constructor(redis: RedisService) {
    super(redis, BOUNDS, (saleId, network) => Keys.codeGuesses(saleId, network));
  }
}
