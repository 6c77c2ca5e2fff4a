import { Injectable } from '@nestjs/common';
import { Keys } from '../../platform/redis/keys.js';
import { RedisService } from '../../platform/redis/redis.service.js';

/** A join with an Idempotency-Key: digests of the key and of what was sent. */
export interface JoinCall {
  key: string;
  body: string;
}
export type JoinCallState =
  | { kind: 'first' }
  | { kind: 'running' }
  /** The key was used with other proofs. */
  | { kind: 'other' }
  | { kind: 'done'; lane: string; number: number; networkPlaces: number };

/** Exceeds the time a join takes; a node that dies with it frees the key. */
const RUNNING_MS = 10_000;

/** Keeps which place a join took, for those whose answer was lost. Rejects while Redis is unreachable. */
@Injectable()
export class JoinCallsStore {
  constructor(private readonly redis: RedisService) {}

  async begin(saleId: string, { key, body }: JoinCall): Promise<JoinCallState> {
    const name = Keys.joinCall(saleId, key);
    if ((await this.redis.core.set(name, body, 'PX', RUNNING_MS, 'NX')) === 'OK') return { kind: 'first' };
    const [known, lane, number, networkPlaces = '0'] = ((await this.redis.core.get(name)) ?? body).split(' ');
    if (known !== body) return { kind: 'other' };
    if (lane === undefined) return { kind: 'running' };
    return { kind: 'done', lane, number: Number(number), networkPlaces: Number(networkPlaces) };
  }

  async keep(
    saleId: string,
    { key, body }: JoinCall,
    { lane, number, networkPlaces }: { lane: string; number: number; networkPlaces: number },
    ms: number,
  ): Promise<void> {
    await this.redis.core.set(Keys.joinCall(saleId, key), `${body} ${lane} ${number} ${networkPlaces}`, 'PX', ms);
  }

  async forget(saleId: string, { key }: JoinCall): Promise<void> {
    await this.redis.core.del(Keys.joinCall(saleId, key));
  }
}
