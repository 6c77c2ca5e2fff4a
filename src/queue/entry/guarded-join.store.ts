import { Injectable } from '@nestjs/common';
import { defineScript } from '../../platform/redis/define-script.js';
import { Keys } from '../../platform/redis/keys.js';
import { RedisService } from '../../platform/redis/redis.service.js';
import type { EpochStamp } from '../../saletime/epoch-stamp.js';
import { FIRST_GENERATION } from '../places/place-token.js';
import { type Stale, staleOr } from '../line/line.store.js';

/** What a join spends and is counted by. */
export interface JoinProof {
  /** Digest of the network; null if networks are not counted. */
  network: string | null;
  challenge: { id: string; lifeMs: number } | null;
  person: { bucket: string; field: string } | null;
  /** The tour whose sales give the person one place at a time. */
  tour: string | null;
}
export type GuardedJoin =
  | { kind: 'number'; number: number; networkPlaces: number }
  | { kind: 'same'; lane: string; number: number; generation: string }
  | { kind: 'spent' }
  | { kind: 'full' };
export type GuardedBlock =
  | { kind: 'taken'; arrivals: number; results: GuardedJoin[] }
  | { kind: 'state'; state: string }
  | { kind: 'lane_unknown' }
  | Stale;

const join = defineScript({ room: 'queue', name: 'join-guarded' });
/** Networks counted per sale; beyond it, those with the fewest places are evicted. */
const MAX_NETWORKS = 10_000;
const LEFT = 'left';
/** Factor by which join-guarded.lua packs a place. */
const LANES_MAX = 8;

/** Typed calls for joins that bring proofs. Rejects while Redis is unreachable. */
@Injectable()
export class GuardedJoinStore {
  constructor(private readonly redis: RedisService) {}

  /** @param lanes keys of all lanes of the sale, in the order of its record */
  async join(
    saleId: string,
    lane: string,
    lanes: readonly string[],
    stamp: EpochStamp,
    proofs: readonly JoinProof[],
  ): Promise<GuardedBlock> {
    const none = Keys.sale(saleId);
    const keys = [none, Keys.lane(saleId, lane), Keys.networks(saleId), Keys.generations(saleId)];
    const args = [stamp.epoch, stamp.runId, lanes.map((key) => `${key},`).join(''), lanes.indexOf(lane), MAX_NETWORKS];
    for (const { network, challenge, person } of proofs) {
      keys.push(challenge ? Keys.spentChallenge(saleId, challenge.id) : none);
      keys.push(person ? Keys.identities(saleId, person.bucket) : none);
      args.push(network ?? '', challenge?.lifeMs ?? 0, person?.field ?? '');
    }
    const [code, ...rest] = (await join.run(this.redis.core, keys, args)) as unknown[];
    if (code === 'TAKEN') {
      const [arrivals, ...results] = rest as [number, ...unknown[][]];
      return { kind: 'taken', arrivals, results: results.map(resultOf) };
    }
    if (code === 'LANE_UNKNOWN') return { kind: 'lane_unknown' };
    return code === 'STATE' ? { kind: 'state', state: String(rest[0]) } : staleOr(code);
  }

  /** Returns false if the challenge was spent before. */
  async spendChallenge(saleId: string, { id, lifeMs }: NonNullable<JoinProof['challenge']>): Promise<boolean> {
    return (await this.redis.core.set(Keys.spentChallenge(saleId, id), '1', 'PX', Math.max(1, lifeMs), 'NX')) === 'OK';
  }

  /** Gives up a number that was taken but not issued, so that its fan can take another one. */
  async giveUp(saleId: string, lane: string, number: number): Promise<void> {
    await this.redis.core.hset(Keys.generations(saleId), `${lane}:${number}`, LEFT);
  }

  /** Undoes an unfinished join: gives its number up, and makes its challenge valid for a retry. */
  async undo(saleId: string, lane: string, number: number, { challenge }: JoinProof): Promise<void> {
    const undoing = this.redis.core.multi().hset(Keys.generations(saleId), `${lane}:${number}`, LEFT);
    if (challenge) undoing.del(Keys.spentChallenge(saleId, challenge.id));
    await undoing.exec();
  }

  /** Returns a place's current generation; null if the place was left. */
  async generationOf(saleId: string, lane: string, number: number): Promise<string | null> {
    const generation = await this.redis.core.hget(Keys.generations(saleId), `${lane}:${number}`);
    return generation === LEFT ? null : (generation ?? FIRST_GENERATION);
  }

  /** Restores a person's place after Redis has lost it. @param rank index of the lane in the sale's record */
  async remember(
    saleId: string,
    person: NonNullable<JoinProof['person']>,
    rank: number,
    number: number,
  ): Promise<void> {
    await this.redis.core.hset(Keys.identities(saleId, person.bucket), person.field, number * LANES_MAX + rank);
  }

  /** Returns the networks with the most places, with their counts. */
  async topNetworks(saleId: string, count: number): Promise<{ network: string; places: number }[]> {
    const flat = await this.redis.read.zrevrange(Keys.networks(saleId), 0, count - 1, 'WITHSCORES');
    return Array.from({ length: flat.length / 2 }, (_, index) => ({
      network: flat[2 * index] ?? '',
      places: Number(flat[2 * index + 1]),
    }));
  }
}

function resultOf([code, ...rest]: unknown[]): GuardedJoin {
  switch (code) {
    case 'NUMBER':
      return { kind: 'number', number: Number(rest[0]), networkPlaces: Number(rest[1]) };
    case 'SAME':
      return { kind: 'same', lane: String(rest[0]), number: Number(rest[1]), generation: String(rest[2]) };
    case 'SPENT':
      return { kind: 'spent' };
    case 'FULL':
      return { kind: 'full' };
    default:
      throw new Error(`unexpected reply of join-guarded.lua: ${String(code)}`);
  }
}
