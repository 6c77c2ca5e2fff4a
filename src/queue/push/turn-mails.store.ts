import { Injectable } from '@nestjs/common';
import { defineScript } from '../../platform/redis/define-script.js';
import { Keys } from '../../platform/redis/keys.js';
import { RedisService } from '../../platform/redis/redis.service.js';
import type { PlaceToken } from '../places/place-token.js';

const WINDOW_SECONDS = 86_400;
/** Enough to correct a misspelt address twice. */
const OF_A_PLACE = 3;
/** One more than the places that an address may serve at a time. */
const OF_AN_ADDRESS = 4;

const countTurnMail = defineScript({ room: 'queue', name: 'count-turn-mail' });

/**
 * Counts mail subscriptions by place and by address. A row ends with its subscription and forgets what was sent; these
 * counts outlive it, so that subscribing anew cannot flood a mailbox. Rejects while Redis is unreachable.
 */
@Injectable()
export class TurnMailsStore {
  constructor(private readonly redis: RedisService) {}

  /** @param person keyed digest of the address. @returns 0 if the place may subscribe, else the milliseconds to wait */
  async count({ saleId, lane, number, member }: PlaceToken, person: string): Promise<number> {
    const keys = [`${lane}:${number}.${member}`, person].map((whose) => Keys.turnMails(saleId, whose));
    const bounds = [WINDOW_SECONDS, OF_A_PLACE, OF_AN_ADDRESS];
    const [code, seconds] = (await countTurnMail.run(this.redis.core, keys, bounds)) as [string, number?];
    return code === 'COUNTED' ? 0 : Math.max(1, seconds ?? 0) * 1_000;
  }
}
