import { Injectable } from '@nestjs/common';
import { defineScript } from '../../platform/redis/define-script.js';
import { Keys } from '../../platform/redis/keys.js';
import { RedisService } from '../../platform/redis/redis.service.js';

const WINDOW_SECONDS = 60;
/** Wrong codes of one network in a minute: people mistype a few times, and many share an address. */
const TRIES_OF_NETWORK = 20;
/** Wrong codes of all networks in a minute that only an attack makes: from then on each network has few tries. */
const ATTACK = 600;
const TRIES_UNDER_ATTACK = 3;

const countGuess = defineScript({ room: 'queue', name: 'count-guess' });

/** Tries of access codes by network and by sale. Right ones are taken back, so that honest crowds never add up. */
@Injectable()
export class GuessesStore {
  constructor(private readonly redis: RedisService) {}

  /** Milliseconds to wait, or 0 when the try was counted and may go on. */
  async begin(saleId: string, network: string): Promise<number> {
    const [code, seconds] = (await countGuess.run(this.redis.core, this.keysOf(saleId, network), [
      WINDOW_SECONDS,
      TRIES_OF_NETWORK,
      ATTACK,
      TRIES_UNDER_ATTACK,
    ])) as [string, number];
    return code === 'COUNTED' ? 0 : Math.max(1, seconds) * 1_000;
  }

  /** The code was a good one after all. */
  async takeBack(saleId: string, network: string): Promise<void> {
    const pipeline = this.redis.core.pipeline();
    for (const key of this.keysOf(saleId, network)) pipeline.decr(key).expire(key, WINDOW_SECONDS);
    await pipeline.exec();
  }

  private keysOf(saleId: string, network: string): string[] {
    return [Keys.codeGuesses(saleId, network), Keys.codeGuesses(saleId)];
  }
}
