import { Injectable } from '@nestjs/common';
import { defineScript } from '../../platform/redis/define-script.js';
import { Keys } from '../../platform/redis/keys.js';
import { RedisService } from '../../platform/redis/redis.service.js';

const WINDOW_SECONDS = 60;
/** Wrong codes per network and minute; generous, because people mistype and many share an address. */
const TRIES_OF_NETWORK = 20;
/** Wrong codes per sale and minute that indicate an attack; above it each network gets fewer tries. */
const ATTACK = 600;
const TRIES_UNDER_ATTACK = 3;

const countGuess = defineScript({ room: 'queue', name: 'count-guess' });

/** Counts access-code tries by network and by sale. Correct ones are taken back, so that honest crowds never add up. */
@Injectable()
export class GuessesStore {
  constructor(private readonly redis: RedisService) {}

  /** Counts a try. Returns 0 if it may proceed, else the milliseconds to wait. */
  async begin(saleId: string, network: string): Promise<number> {
    const [code, seconds] = (await countGuess.run(this.redis.core, this.keysOf(saleId, network), [
      WINDOW_SECONDS,
      TRIES_OF_NETWORK,
      ATTACK,
      TRIES_UNDER_ATTACK,
    ])) as [string, number];
    return code === 'COUNTED' ? 0 : Math.max(1, seconds) * 1_000;
  }

  /** Takes a try back, because the code was correct. */
  async takeBack(saleId: string, network: string): Promise<void> {
    const pipeline = this.redis.core.pipeline();
    for (const key of this.keysOf(saleId, network)) pipeline.decr(key).expire(key, WINDOW_SECONDS);
    await pipeline.exec();
  }

  private keysOf(saleId: string, network: string): string[] {
    return [Keys.codeGuesses(saleId, network), Keys.codeGuesses(saleId)];
  }
}
