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
/** Two sales' worth: with two mails a subscription, a mailbox gets at most 16 a day. */
const OF_AN_ADDRESS_IN_ALL = 8;

const countTurnMail = defineScript({ room: 'queue', name: 'count-turn-mail' });

/** Digests of one address: within a sale, and across all sales of the installation. */
export interface MailPerson {
  inSale: string;
  inAll: string;
}

/**
 * Counts mail subscriptions by place and by address. A row ends with its subscription and forgets what was sent; these
 * counts outlive it, so that subscribing anew cannot flood a mailbox. Rejects while Redis is unreachable.
 */
@Injectable()
export class TurnMailsStore {
  constructor(private readonly redis: RedisService) {}

  /** @returns 0 if the place may subscribe, else the milliseconds to wait */
  async count({ saleId, lane, number, member }: PlaceToken, { inSale, inAll }: MailPerson): Promise<number> {
    const keys = [`${lane}:${number}.${member}`, inSale].map((whose) => Keys.turnMails(saleId, whose));
    const waitMs = await this.spend(keys, [OF_A_PLACE, OF_AN_ADDRESS]);
    // in a call of its own: on a cluster the keys of one script must share a slot
    return waitMs > 0 ? waitMs : await this.spend([Keys.turnMailsInAll(inAll)], [OF_AN_ADDRESS_IN_ALL]);
  }

  private async spend(keys: readonly string[], limits: readonly number[]): Promise<number> {
    const reply = await countTurnMail.run(this.redis.core, keys, [WINDOW_SECONDS, ...limits]);
    const [code, seconds] = reply as [string, number?];
    return code === 'COUNTED' ? 0 : Math.max(1, seconds ?? 0) * 1_000;
  }
}
