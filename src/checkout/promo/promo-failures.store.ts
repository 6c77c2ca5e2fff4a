import { Injectable } from '@nestjs/common';
import { defineScript } from '../../platform/redis/define-script.js';
import { Keys } from '../../platform/redis/keys.js';
import { RedisService } from '../../platform/redis/redis.service.js';

/** Invalid codes allowed per window. A network may be a whole carrier; the sale's bound stops distributed guessing. */
const WINDOW_SECONDS = 600;
const OF_A_FAN = 10;
const OF_A_NETWORK = 100;
const OF_A_SALE = 3_000;

export interface Guesser {
  saleId: string;
  fan: string;
  /** Digest of the network. */
  network: string;
}

const countGuess = defineScript({ room: 'checkout', name: 'count-guess' });

/** Counts invalid promo codes per fan, network and sale. */
@Injectable()
export class PromoFailures {
  constructor(private readonly redis: RedisService) {}

  /** Returns 0 if another try is allowed. */
  async waitSeconds(guesser: Guesser): Promise<number> {
    return await this.count(guesser, 0);
  }

  async record(guesser: Guesser): Promise<void> {
    await this.count(guesser, 1);
  }

  private async count({ saleId, fan, network }: Guesser, added: number): Promise<number> {
    const keys = [`fan:${fan}`, `net:${network}`, 'sale'].map((whose) => Keys.promoFailures(saleId, whose));
    const args = [WINDOW_SECONDS, added, OF_A_FAN, OF_A_NETWORK, OF_A_SALE];
    const reply = await countGuess.run(this.redis.core, keys, args);
    return Array.isArray(reply) && reply[0] === 'LIMITED' ? Math.max(1, Number(reply[1])) : 0;
  }
}
