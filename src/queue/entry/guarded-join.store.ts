import { Injectable } from '@nestjs/common';
import { defineScript } from '../../platform/redis/define-script.js';
import { Keys } from '../../platform/redis/keys.js';
import { RedisService } from '../../platform/redis/redis.service.js';
import type { EpochStamp } from '../../saletime/epoch-stamp.js';
import { JOINING, OWNER, type PersonPlace } from '../identity/persons.repository.js';
import { MAX_NETWORKS } from '../challenge/network-shares.js';
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
/** The place that a person has already. `member`: of a friend's place that the person shares. */
export interface SamePlace {
  kind: 'same';
  lane: string;
  number: number;
  generation: string;
  member?: number;
}
export type GuardedJoin =
  | { kind: 'number'; number: number; networkPlaces: number }
  | SamePlace
  /** The person's place was left after its turn. */
  | { kind: 'had_turn' }
  | { kind: 'spent' }
  | { kind: 'full' };
export type GuardedBlock =
  | { kind: 'taken'; arrivals: number; left: number; results: GuardedJoin[] }
  | { kind: 'state'; state: string }
  | { kind: 'lane_unknown' }
  | Stale;

const join = defineScript({ room: 'queue', name: 'join-guarded' });
const LEFT = 'left';
/** Factor by which join-guarded.lua packs a place. */
const LANES_MAX = 8;

const GROUP_JOIN_MS = 10_000;
/** Outlives the device cookie of the last join, like the groups themselves. */
const REMEMBERED_SECONDS = 30 * 24 * 3_600;
/** As older versions also store it. */
const JOINING_MARK = 'joining';

/** A person and the place that they have or share. */
type PersonAt = Omit<PersonPlace, 'member'>;
/** Null generation: the place was left. `isRecorded`: it is known whether the person took the number or shares it. */
export interface Hold {
  member: number;
  generation: string | null;
  isRecorded: boolean;
}

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
      const [arrivals, left, ...results] = rest as [number, number, ...unknown[][]];
      return { kind: 'taken', arrivals, left, results: results.map(resultOf) };
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
  async generationOf(saleId: string, lane: string, number: number, member = 0): Promise<string | null> {
    const generation = await this.redis.core.hget(Keys.generations(saleId), fieldOf(lane, number, member));
    return generation === LEFT ? null : (generation ?? FIRST_GENERATION);
  }

  /** Returns whether a member left the place after its turn. */
  async hadTurn(saleId: string, lane: string, number: number, member: number): Promise<boolean> {
    return (await this.redis.core.hexists(Keys.generations(saleId), `${fieldOf(lane, number, member)}:turn`)) === 1;
  }

  /** Returns how a person holds the place that Postgres has for them; `joining` while a join by a friend's code runs. */
  async holdOf(saleId: string, at: PersonPlace): Promise<Hold | 'joining'> {
    const member = (await this.memberAt(saleId, at)) ?? at.member;
    if (member === null)
      return { member: OWNER, generation: await this.generationOf(saleId, at.lane, at.number), isRecorded: false };
    if (member !== JOINING)
      return { member, generation: await this.generationOf(saleId, at.lane, at.number, member), isRecorded: true };
    // one that is over without having become a member was ended by a crash
    const isRunning = (await this.redis.core.exists(Keys.groupJoining(saleId, at.person))) === 1;
    return isRunning ? 'joining' : { member: OWNER, generation: null, isRecorded: true };
  }

  /** Returns false if this person is joining a friend's place at this moment. */
  async beginGroupJoin(saleId: string, person: string): Promise<boolean> {
    return (await this.redis.core.set(Keys.groupJoining(saleId, person), '1', 'PX', GROUP_JOIN_MS, 'NX')) === 'OK';
  }

  async endGroupJoin(saleId: string, person: string): Promise<void> {
    await this.redis.core.del(Keys.groupJoining(saleId, person));
  }

  /** Records which member of a group a person is, or `JOINING` while the join runs. */
  async keepMember(saleId: string, { person, lane, number }: PersonAt, member: number): Promise<void> {
    const key = Keys.groupPersons(saleId);
    const stored = `${lane}:${number}:${member === JOINING ? JOINING_MARK : member}`;
    await this.redis.core.multi().hset(key, person, stored).expire(key, REMEMBERED_SECONDS).exec();
  }

  async forgetJoining(saleId: string, at: PersonAt): Promise<void> {
    if ((await this.memberAt(saleId, at)) === JOINING) await this.redis.core.hdel(Keys.groupPersons(saleId), at.person);
  }

  /** Gives a person who left a group their own share of it back, since groups never shrink; null for anybody else. */
  async reviveMember(saleId: string, at: PersonPlace): Promise<{ member: number; generation: string } | null> {
    const member = (await this.memberAt(saleId, at)) ?? at.member ?? OWNER;
    if (member === OWNER || member === JOINING) return null;
    const hadLeft = await this.redis.core.hdel(Keys.generations(saleId), fieldOf(at.lane, at.number, member));
    // leave-line.lua counted the member out
    if (hadLeft === 1) await this.redis.core.hincrby(Keys.groups(saleId), `${at.lane}:${at.number}:gone`, -1);
    return { member, generation: FIRST_GENERATION };
  }

  /** Returns the number that the line has for a person; null if it has none, or lost it. */
  async numberOf(saleId: string, person: NonNullable<JoinProof['person']>): Promise<number | null> {
    const packed = await this.redis.core.hget(Keys.identities(saleId, person.bucket), person.field);
    return packed === null ? null : Math.floor(Number(packed) / LANES_MAX);
  }

  /** Returns the friends' places that persons share, in their order; null for everybody else and while a join runs. */
  async sharesOf(saleId: string, persons: readonly string[]): Promise<(Omit<PersonPlace, 'person'> | null)[]> {
    const stored = await this.redis.core.hmget(Keys.groupPersons(saleId), ...persons);
    return stored.map((share) => {
      const [lane = '', number = '', member = JOINING_MARK] = share?.split(':') ?? [];
      return member === JOINING_MARK ? null : { lane, number: Number(number), member: Number(member) };
    });
  }

  private async memberAt(saleId: string, { person, lane, number }: PersonAt): Promise<number | null> {
    const stored = await this.redis.core.hget(Keys.groupPersons(saleId), person);
    const prefix = `${lane}:${number}:`;
    if (!stored?.startsWith(prefix)) return null;
    const member = stored.slice(prefix.length);
    return member === JOINING_MARK ? JOINING : Number(member);
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

const fieldOf = (lane: string, number: number, member: number): string =>
  `${lane}:${number}${member > 0 ? `:${member}` : ''}`;

function resultOf([code, ...rest]: unknown[]): GuardedJoin {
  switch (code) {
    case 'NUMBER':
      return { kind: 'number', number: Number(rest[0]), networkPlaces: Number(rest[1]) };
    case 'SAME':
      return { kind: 'same', lane: String(rest[0]), number: Number(rest[1]), generation: String(rest[2]) };
    case 'HAD_TURN':
      return { kind: 'had_turn' };
    case 'SPENT':
      return { kind: 'spent' };
    case 'FULL':
      return { kind: 'full' };
    default:
      throw new Error(`unexpected reply of join-guarded.lua: ${String(code)}`);
  }
}
