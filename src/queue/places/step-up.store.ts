import { Injectable } from '@nestjs/common';
import { defineScript } from '../../platform/redis/define-script.js';
import { RedisService } from '../../platform/redis/redis.service.js';
import type { EpochStamp } from '../../saletime/epoch-stamp.js';
import { argsOf, keysOf } from './place-arguments.js';
import { CLAIMS_MAX, REMEMBERED_MS } from './place.store.js';
import { endOf, guardOf, type PlaceGuard, type PlaceOver, type PlaceQuery } from './place-replies.js';

export type AskedReply =
  | { kind: 'asked' }
  | { kind: 'not_asked' }
  | { kind: 'too_soon'; retryAfterMs: number }
  | PlaceOver
  | PlaceGuard;

const ask = defineScript({ room: 'queue', name: 'ask-step-up' });
const prove = defineScript({ room: 'queue', name: 'prove-step-up' });
/** A place asks for few mails: one that got lost is asked for again, to the same address or another. */
const BETWEEN_MAILS_MS = 20_000;

/** Typed calls about places that are asked for a confirmed address. Rejects while Redis is unreachable. */
@Injectable()
export class StepUpStore {
  constructor(private readonly redis: RedisService) {}

  /** @param what `mail` if a code is about to be sent, which is bounded by place */
  async ask(place: PlaceQuery, stamp: EpochStamp, what: 'look' | 'mail'): Promise<AskedReply> {
    const args = [...argsOf(place, stamp, CLAIMS_MAX), what === 'mail' ? 1 : 0, BETWEEN_MAILS_MS];
    const [code, ...rest] = (await ask.run(this.redis.core, keysOf(place, 'claim'), args)) as unknown[];
    if (code === 'ASKED') return { kind: 'asked' };
    if (code === 'NOT_ASKED') return { kind: 'not_asked' };
    if (code === 'TOO_SOON') return { kind: 'too_soon', retryAfterMs: Number(rest[0]) };
    return endOf(code) ?? guardOf(code, rest);
  }

  /**
   * Lets a place in at its next call: its fan has answered, or could not. Bounded by the look before it: a code that was
   * spent is not refused for one call too many.
   */
  async prove(place: PlaceQuery, stamp: EpochStamp): Promise<{ kind: 'proved' } | PlaceOver | PlaceGuard> {
    const args = [...argsOf(place, stamp, 2 * CLAIMS_MAX), REMEMBERED_MS];
    const [code, ...rest] = (await prove.run(this.redis.core, keysOf(place, 'claim'), args)) as unknown[];
    return code === 'PROVED' ? { kind: 'proved' } : (endOf(code) ?? guardOf(code, rest));
  }
}
