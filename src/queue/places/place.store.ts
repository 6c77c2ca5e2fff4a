import { Injectable } from '@nestjs/common';
import { defineScript, type Script } from '../../platform/redis/define-script.js';
import { Keys } from '../../platform/redis/keys.js';
import { RedisService } from '../../platform/redis/redis.service.js';
import type { EpochStamp } from '../../saletime/epoch-stamp.js';
import { type Stale, staleOr } from '../line/line.store.js';

/** A place as its scripts are asked about it. */
export interface PlaceQuery {
  saleId: string;
  lane: string;
  number: number;
  generation: string;
  /** 0 before the draw. */
  position: number;
  admissionId: string;
  deferredUntilSaleMs: number;
}
export type Standing = 'admitted' | 'undrawn' | 'done' | 'called' | 'expired' | 'passed' | 'ahead';
export type PlaceGuard =
  | { kind: 'rate_limited'; retryAfterMs: number }
  | { kind: 'unknown' }
  | { kind: 'left' }
  | Stale;

export interface PlaceReading {
  standing: Standing;
  serving: number;
  saleMs: number;
  /** Deadline of an admission or a call, else 0. Sale time, like the rest. */
  untilSaleMs: number;
  keptUntilSaleMs: number;
  deferredUntilSaleMs: number;
}
export type ReadReply = ({ kind: 'place' } & PlaceReading) | PlaceGuard;
export type ClaimReply =
  | { kind: 'admitted'; deadlineSaleMs: number; shopUntilSaleMs: number; saleMs: number }
  | { kind: 'not_yet'; nearFront: boolean }
  | { kind: 'state'; state: string }
  | { kind: 'done' }
  | { kind: 'expired' }
  | PlaceGuard;
export type DeferReply =
  | { kind: 'deferred'; untilSaleMs: number; saleMs: number }
  | { kind: 'defer_limit' }
  | { kind: 'done' }
  | { kind: 'expired' }
  | { kind: 'stands'; standing: string }
  | PlaceGuard;

const script = (name: string): Script => defineScript({ room: 'queue', name });
const scripts = {
  read: script('read-place'),
  claim: script('claim-turn'),
  defer: script('defer-turn'),
  leave: script('leave-line'),
  present: script('report-present'),
  permit: script('read-permit'),
  finish: script('finish-admission'),
};
/** Calls of one place in ten seconds, over HTTP and sockets together. */
const READS_MAX = 20;
const CLAIMS_MAX = 10;
/** Positions in one call: a script stalls all of Redis while it runs. */
export const PRESENT_BATCH = 500;

/** Single places in Redis: typed calls of their scripts. All reject while Redis is away. */
@Injectable()
export class PlaceStore {
  constructor(private readonly redis: RedisService) {}

  async read(place: PlaceQuery, stamp: EpochStamp): Promise<ReadReply> {
    const [code, ...rest] = await this.call(scripts.read, keysOf(place, 'read'), argsOf(place, stamp, READS_MAX));
    if (code !== 'PLACE') return guardOf(code, rest);
    const [serving, saleMs, untilSaleMs, keptUntilSaleMs, deferredUntilSaleMs] = rest.slice(1).map(Number) as [
      number,
      number,
      number,
      number,
      number,
    ];
    return {
      kind: 'place',
      standing: rest[0] as Standing,
      serving,
      saleMs,
      untilSaleMs,
      keptUntilSaleMs,
      deferredUntilSaleMs,
    };
  }

  /**
   * @param lanes all lanes of the sale: who comes back after a loss of Redis is counted against the cap of all
   * @param lastPassUntilSaleMs until when the pass of the epoch before was good; 0 without one
   */
  async claim(
    place: PlaceQuery,
    lanes: readonly string[],
    stamp: EpochStamp,
    fanKey: string,
    lastPassUntilSaleMs: number,
  ): Promise<ClaimReply> {
    const keys = [...keysOf(place, 'claim'), ...lanes.map((lane) => Keys.laneSet(place.saleId, lane, 'called'))];
    const [code, ...rest] = await this.call(scripts.claim, keys, [
      ...argsOf(place, stamp, CLAIMS_MAX),
      fanKey,
      lastPassUntilSaleMs,
    ]);
    switch (code) {
      case 'ADMITTED':
        return {
          kind: 'admitted',
          deadlineSaleMs: Number(rest[0]),
          shopUntilSaleMs: Number(rest[1]),
          saleMs: Number(rest[2]),
        };
      case 'NOT_YET':
        return { kind: 'not_yet', nearFront: rest[1] === 1 };
      case 'STATE':
        return { kind: 'state', state: String(rest[0]) };
      default:
        return endOf(code) ?? guardOf(code, rest);
    }
  }

  async defer(place: PlaceQuery, stamp: EpochStamp, forMs: number): Promise<DeferReply> {
    const [code, ...rest] = await this.call(scripts.defer, keysOf(place, 'claim'), [
      ...argsOf(place, stamp, CLAIMS_MAX),
      forMs,
    ]);
    if (code === 'DEFERRED') return { kind: 'deferred', untilSaleMs: Number(rest[0]), saleMs: Number(rest[1]) };
    if (code === 'DEFER_LIMIT') return { kind: 'defer_limit' };
    if (code === 'STANDS') return { kind: 'stands', standing: String(rest[0]) };
    return endOf(code) ?? guardOf(code, rest);
  }

  async leave(place: PlaceQuery, stamp: EpochStamp): Promise<{ kind: 'left_now' } | PlaceGuard> {
    const [code, ...rest] = await this.call(scripts.leave, keysOf(place, 'claim'), argsOf(place, stamp, CLAIMS_MAX));
    return code === 'LEFT' ? { kind: 'left_now' } : guardOf(code, rest);
  }

  /** Signs of life of at most PRESENT_BATCH positions of a lane. */
  async reportPresent(
    saleId: string,
    lane: string,
    stamp: EpochStamp,
    positions: readonly number[],
  ): Promise<{ kind: 'reported' } | Stale> {
    const sets = (['ready', 'seen', 'called', 'lapsed', 'history', 'claimed'] as const).map((set) =>
      Keys.laneSet(saleId, lane, set),
    );
    const [code] = await this.call(
      scripts.present,
      [Keys.sale(saleId), Keys.lane(saleId, lane), ...sets],
      [stamp.epoch, stamp.runId, ...positions],
    );
    return code === 'REPORTED' ? { kind: 'reported' } : staleOr(code);
  }

  async permit(
    saleId: string,
    stamp: EpochStamp,
    admissionId: string,
  ): Promise<{ kind: 'active'; fanKey: string; lane: string } | { kind: 'not_active' } | Stale> {
    const [code, stored] = await this.call(scripts.permit, admissionKeys(saleId), [
      stamp.epoch,
      stamp.runId,
      admissionId,
    ]);
    if (code === 'NOT_ACTIVE') return { kind: 'not_active' };
    if (code !== 'ACTIVE') return staleOr(code);
    const { fan, lane } = JSON.parse(String(stored)) as { fan: string; lane: string };
    return { kind: 'active', fanKey: fan, lane };
  }

  async finish(saleId: string, stamp: EpochStamp, admissionId: string): Promise<{ kind: 'finished' } | Stale> {
    const [code] = await this.call(scripts.finish, admissionKeys(saleId), [stamp.epoch, stamp.runId, admissionId]);
    return code === 'FINISHED' ? { kind: 'finished' } : staleOr(code);
  }

  /** The generation whose tokens count; null for a place that was never left or handed over. */
  async generation(saleId: string, lane: string, number: number): Promise<string | null> {
    return await this.redis.core.hget(Keys.generations(saleId), `${lane}:${number}`);
  }

  private async call(definition: Script, keys: string[], args: readonly (string | number)[]): Promise<unknown[]> {
    return (await definition.run(this.redis.core, keys, args)) as unknown[];
  }
}

function admissionKeys(saleId: string): string[] {
  return [Keys.sale(saleId), Keys.active(saleId), Keys.admission(saleId)];
}

/** KEYS of lua/include/place.lua. */
function keysOf({ saleId, lane, number }: PlaceQuery, calls: 'read' | 'claim'): string[] {
  const sets = (['ready', 'seen', 'called', 'lapsed', 'history', 'claimed'] as const).map((set) =>
    Keys.laneSet(saleId, lane, set),
  );
  return [
    ...admissionKeys(saleId),
    Keys.generations(saleId),
    Keys.lane(saleId, lane),
    ...sets,
    Keys.placeCalls(saleId, lane, number, calls),
  ];
}

/** ARGV of lua/include/place.lua. */
function argsOf(place: PlaceQuery, { epoch, runId }: EpochStamp, callsMax: number): (string | number)[] {
  return [
    epoch,
    runId,
    place.lane,
    place.number,
    place.generation,
    place.position,
    place.admissionId,
    place.deferredUntilSaleMs,
    callsMax,
  ];
}

function endOf(code: unknown): { kind: 'done' } | { kind: 'expired' } | null {
  if (code === 'PLACE_DONE') return { kind: 'done' };
  return code === 'PLACE_EXPIRED' ? { kind: 'expired' } : null;
}

function guardOf(code: unknown, rest: readonly unknown[]): PlaceGuard {
  if (code === 'RATE_LIMITED') return { kind: 'rate_limited', retryAfterMs: Number(rest[0]) };
  if (code === 'PLACE_UNKNOWN') return { kind: 'unknown' };
  return code === 'PLACE_LEFT' ? { kind: 'left' } : staleOr(code);
}
