import { Injectable } from '@nestjs/common';
import { Keys } from '../../platform/redis/keys.js';
import { RedisService } from '../../platform/redis/redis.service.js';
import { type NetworkBounds, NetworkBudget } from '../challenge/network-budget.store.js';

/** Fans of a mobile carrier share a network; card testers need thousands. */
const BOUNDS: NetworkBounds = { windowSeconds: 600, ofNetwork: 40, attack: 20_000, underAttack: 2 };

/** Counts checks of cards; those refused for another reason are taken back. */
@Injectable()
export class CardChecksStore extends NetworkBudget {
  constructor(redis: RedisService) {
    super(redis, BOUNDS, (saleId, network) => Keys.cardChecks(saleId, network));
  }
}
