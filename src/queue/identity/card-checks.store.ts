import { Injectable } from '@nestjs/common';
import { defineScript } from '../../platform/redis/define-script.js';
import { Keys } from '../../platform/redis/keys.js';
import { RedisService } from '../../platform/redis/redis.service.js';

const WINDOW_SECONDS = 600;
/** Checks of cards per network: fans of a mobile carrier share one; card testers need thousands. */
const CHECKS_OF_NETWORK = 40;
/** Checks per sale that indicate abuse; above it each network gets at most CHECKS_UNDER_FLOOD. */
const FLOOD = 20_000;
const CHECKS_UNDER_FLOOD = 2;

const countGuess = defineScript({ room: 'queue', name: 'count-guess' });

/** Counts checks of cards by network and by sale. Rejects while Redis is unreachable. */
@Injectable()
export class CardChecksStore {
  constructor(private readonly redis: RedisService) {}

  /** Counts a check. Returns 0 if it may begin, else the milliseconds to wait. */
  async begin(saleId: string, network: string): Promise<number> {
    const bounds = [WINDOW_SECONDS, CHECKS_OF_NETWORK, FLOOD, CHECKS_UNDER_FLOOD];
    const reply = await countGuess.run(this.redis.core, this.keysOf(saleId, network), bounds);
    const [code, seconds] = reply as [string, number];
    return code === 'COUNTED' ? 0 : Math.max(1, seconds) * 1_000;
  }

  /** Takes a check back that was refused for another reason. */
  async takeBack(saleId: string, network: string): Promise<void> {
    const pipeline = this.redis.core.pipeline();
    for (const key of this.keysOf(saleId, network)) pipeline.decr(key).expire(key, WINDOW_SECONDS);
    await pipeline.exec();
  }

  private keysOf(saleId: string, network: string): string[] {
    return [Keys.cardChecks(saleId, network), Keys.cardChecks(saleId)];
  }
}
