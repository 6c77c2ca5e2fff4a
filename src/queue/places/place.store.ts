import { Injectable } from '@nestjs/common';
import { DEFERRALS_MAX } from '../../contract/line/defer-bounds.js';
import { defineScript, type Script } from '../../platform/redis/define-script.js';
import { Keys } from '../../platform/redis/keys.js';
import { RedisService } from '../../platform/redis/redis.service.js';
import type { EpochStamp } from '../../saletime/epoch-stamp.js';
import { MAX_NETWORKS } from '../challenge/network-shares.js';
import { type Stale, staleOr } from '../line/line.store.js';
import { admissionKeys, argsOf, factorOf, fieldOf, type HolderRef, keysOf } from './place-arguments.js';
import { PlaceReads } from './place-reads.js';
import {
  type ClaimReply,
  type DeferReply,
  endOf,
  type GroupReply,
  guardOf,
  type MoveReply,
  type PlaceGuard,
  type PlaceQuery,
  type ReadReply,
} from './place-replies.js';

const script = (name: string): Script => defineScript({ room: 'queue', name });
const scripts = {
  read: script('read-places'),
  claim: script('claim-turn'),
  defer: script('defer-turn'),
  leave: script('leave-line'),
  move: script('move-place'),
  group: script('join-group'),
  present: script('report-present'),
  permit: script('read-permit'),
  finish: script('finish-admission'),
  revoke: script('revoke-admissions'),
};
/** Calls allowed per place in 10 s. */
export const CLAIMS_MAX = 10;
/** TTL of per-place state (moved, left, deferred, shared); must outlive the device cookie of the last join. */
export const REMEMBERED_MS = 30 * 24 * 3_600_000;
/** Batch sizes per call: a script blocks all of Redis while it runs. */
export const PRESENT_BATCH = 500;
export const REVOKE_BATCH = 500;

/** Typed calls of the scripts that act on single places. All reject while Redis is unreachable. */
@Injectable()
export class PlaceStore {
  private readonly reads = new PlaceReads((keys, args) => this.call(scripts.read, keys, args));

  constructor(private readonly redis: RedisService) {}

  /** @param how `look` if the fan is not asking, so that it does not count as a sign of life */
  async read(
    place: PlaceQuery,
    stamp: EpochStamp,
    how: 'read' | 'look' = 'read',
  ): Promise<ReadReply | { kind: 'away' }> {
    return await this.reads.read(place, stamp, how);
  }

  /**
   * @param lanes all lanes of the sale: fans who return after a loss of Redis count against the cap of all lanes
   * @param lastPassUntilSaleMs end of the pass of the previous epoch; 0 without one
   * @param isPerson false if an unattended page renews its pass
   * @param isSuspect true if its network took far more than its share
   */
  async claim(
    place: PlaceQuery,
    lanes: readonly string[],
    stamp: EpochStamp,
    fanKey: string,
    lastPassUntilSaleMs: number,
    isPerson: boolean,
    isSuspect: boolean,
  ): Promise<ClaimReply> {
    const keys = [...keysOf(place, 'claim'), ...lanes.map((lane) => Keys.laneSet(place.saleId, lane, 'called'))];
    const [code, ...rest] = await this.call(scripts.claim, keys, [
      ...argsOf(place, stamp, CLAIMS_MAX),
      fanKey,
      lastPassUntilSaleMs,
      isPerson ? 1 : 0,
      isSuspect ? 1 : 0,
    ]);
    switch (code) {
      case 'ADMITTED':
        return {
          kind: 'admitted',
          deadlineSaleMs: Number(rest[0]),
          shopUntilSaleMs: Number(rest[1]),
          saleMs: Number(rest[2]),
          isObserved: rest[3] === 1,
          members: Number(rest[4]),
        };
      case 'STEP_UP_REQUIRED':
        return {
          kind: 'STEP_UP_REQUIRED',
          untilSaleMs: Number(rest[0]),
          saleMs: Number(rest[1]),
          isFirst: rest[2] === 1,
        };
      case 'NOT_YET':
        return { kind: 'NOT_YET', nearFront: rest[1] === 1 };
      case 'STATE':
        return { kind: 'state', state: String(rest[0]) };
      case 'GROUP_SHOPPING':
        return { kind: 'GROUP_SHOPPING' };
      default:
        return endOf(code) ?? guardOf(code, rest);
    }
  }

  /** @param callKey digest of the idempotency key; empty without one */
  async defer(place: PlaceQuery, stamp: EpochStamp, forMs: number, callKey: string): Promise<DeferReply> {
    const [code, ...rest] = await this.call(scripts.defer, keysOf(place, 'claim'), [
      ...argsOf(place, stamp, CLAIMS_MAX),
      forMs,
      place.deferrals,
      DEFERRALS_MAX,
      REMEMBERED_MS,
      callKey,
    ]);
    const [untilSaleMs = 0, saleMs = 0, deferrals = 0] = rest.map(Number);
    if (code === 'DEFERRED') return { kind: 'deferred', untilSaleMs, saleMs, deferrals };
    if (code === 'DEFER_LIMIT') return { kind: 'DEFER_LIMIT' };
    if (code === 'IDEMPOTENCY_MISMATCH') return { kind: 'IDEMPOTENCY_MISMATCH' };
    if (code === 'STANDS') return { kind: 'stands', standing: String(rest[0]) };
    return endOf(code) ?? guardOf(code, rest);
  }

  /** @param gotNothing the place's turn ended without a ticket, so its person may take another place */
  async leave(
    place: PlaceQuery,
    stamp: EpochStamp,
    gotNothing = false,
  ): Promise<{ kind: 'left_now'; ended: boolean } | PlaceGuard> {
    const args = [...argsOf(place, stamp, CLAIMS_MAX), REMEMBERED_MS, gotNothing ? 1 : 0];
    const [code, ...rest] = await this.call(scripts.leave, keysOf(place, 'claim'), args);
    return code === 'LEFT' ? { kind: 'left_now', ended: rest[0] === 1 } : guardOf(code, rest);
  }

  /**
   * Moves a place to another device by raising its generation: older tokens are refused from then on. Or only asks
   * whether the sale's policy lets it move.
   */
  async move(place: PlaceQuery, stamp: EpochStamp, verb: 'move' | 'ask'): Promise<MoveReply> {
    const args = [...argsOf(place, stamp, CLAIMS_MAX), REMEMBERED_MS, verb === 'move' ? 1 : 0];
    const [code, ...rest] = await this.call(scripts.move, keysOf(place, 'claim'), args);
    if (code === 'MOVED') return { kind: 'moved_now', generation: String(rest[0]) };
    if (code === 'HANDOFF_CLOSED') return { kind: 'HANDOFF_CLOSED' };
    return code === 'STANDS' ? { kind: 'stands', standing: String(rest[0]) } : guardOf(code, rest);
  }

  /**
   * Adds a member to a place's group, or only counts the members.
   * @param network digest that the new member counts towards; null if networks are not counted
   */
  async group(
    place: PlaceQuery,
    stamp: EpochStamp,
    verb: 'add' | 'count',
    network: string | null = null,
  ): Promise<GroupReply> {
    const keys = [...keysOf(place, verb === 'add' ? 'group' : 'claim'), Keys.networks(place.saleId)];
    const args = [...argsOf(place, stamp, CLAIMS_MAX), REMEMBERED_MS, verb === 'add' ? 1 : 0];
    const [code, ...rest] = await this.call(scripts.group, keys, [...args, network ?? '', MAX_NETWORKS]);
    const [members = 0, most = 0, networkPlaces = 0] = rest.map(Number);
    if (code === 'MEMBERS') return { kind: 'members', members, most, networkPlaces };
    if (code === 'GROUP_CLOSED') return { kind: 'GROUP_CLOSED' };
    return code === 'GROUP_FULL' ? { kind: 'GROUP_FULL' } : guardOf(code, rest);
  }

  /** Reports signs of life of at most PRESENT_BATCH positions of a lane. @param extraTime true if they all have it */
  async reportPresent(
    saleId: string,
    lane: string,
    stamp: EpochStamp,
    positions: readonly number[],
    extraTime: boolean,
  ): Promise<{ kind: 'reported' } | Stale> {
    const sets = (['ready', 'seen', 'called', 'lapsed', 'history', 'claimed'] as const).map((set) =>
      Keys.laneSet(saleId, lane, set),
    );
    const [code] = await this.call(
      scripts.present,
      [Keys.sale(saleId), Keys.lane(saleId, lane), ...sets, Keys.deferrals(saleId)],
      [stamp.epoch, stamp.runId, lane, factorOf(extraTime), ...positions],
    );
    return code === 'REPORTED' ? { kind: 'reported' } : staleOr(code);
  }

  async permit(
    saleId: string,
    stamp: EpochStamp,
    admissionId: string,
  ): Promise<{ kind: 'active'; fanKey: string; number: number; members: number } | { kind: 'not_active' } | Stale> {
    const [code, stored] = await this.call(scripts.permit, admissionKeys(saleId), [
      stamp.epoch,
      stamp.runId,
      admissionId,
    ]);
    if (code === 'NOT_ACTIVE') return { kind: 'not_active' };
    if (code !== 'ACTIVE') return staleOr(code);
    const admission = JSON.parse(String(stored)) as { fan: string; number: number; members?: number };
    return { kind: 'active', fanKey: admission.fan, number: admission.number, members: admission.members ?? 1 };
  }

  async finish(
    saleId: string,
    stamp: EpochStamp,
    admissionId: string,
  ): Promise<{ kind: 'finished'; wasActive: boolean } | Stale> {
    const [code, ended] = await this.call(scripts.finish, admissionKeys(saleId), [
      stamp.epoch,
      stamp.runId,
      admissionId,
    ]);
    return code === 'FINISHED' ? { kind: 'finished', wasActive: ended === 1 } : staleOr(code);
  }

  /**
   * Ends at most REVOKE_BATCH of the given admissions, or of all active ones if none are given.
   * @param asking its repeat ends nobody who came after it
   */
  async revoke(
    saleId: string,
    stamp: EpochStamp,
    admissionIds: readonly string[],
    asking = '',
  ): Promise<{ kind: 'revoked'; ended: string[]; seen: number } | Stale> {
    const keys = [...admissionKeys(saleId), Keys.groups(saleId), Keys.revoking(saleId, asking)];
    const args = [stamp.epoch, stamp.runId, REVOKE_BATCH, asking, ...admissionIds];
    const [code, ended, seen] = await this.call(scripts.revoke, keys, args);
    return code === 'REVOKED' ? { kind: 'revoked', ended: ended as string[], seen: Number(seen) } : staleOr(code);
  }

  /** Returns each place's generation or `left`, in order; null for a place that was neither moved nor left. */
  async generations(saleId: string, places: readonly HolderRef[]): Promise<(string | null)[]> {
    return places.length === 0 ? [] : await this.redis.read.hmget(Keys.generations(saleId), ...places.map(fieldOf));
  }

  /** Like `generations` for one place, but reads from core Redis, for decisions. */
  async generation(saleId: string, place: HolderRef): Promise<string | null> {
    return await this.redis.core.hget(Keys.generations(saleId), fieldOf(place));
  }

  private async call(definition: Script, keys: string[], args: readonly (string | number)[]): Promise<unknown[]> {
    return (await definition.run(this.redis.core, keys, args)) as unknown[];
  }
}
