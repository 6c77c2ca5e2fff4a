import { randomInt } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Redis } from 'ioredis';
import { Keys } from '../platform/redis/keys.js';
import { RedisService } from '../platform/redis/redis.service.js';
import type { EpochStamp } from '../saletime/epoch-stamp.js';
import { isStoreAway } from '../platform/store-away.js';
import type { Claim } from './holds/claim.rules.js';
import {
  CHANGES_PER_DELTA,
  COMMITTED_PAGE,
  DELTA_GAP_MS,
  FORGET_PER_CALL,
  SWEEP_PER_HOLD,
} from './inventory.bounds.js';
import { type InventoryScripts, inventoryScripts, type ScriptName } from './inventory.scripts.js';
import type { Admitted, Away, HoldPermit } from './inventory.types.js';
import type { StoredLine } from './holds/hold.rules.js';
import type { Pair } from './rebuild/rebuild.rules.js';

/** The one place where what a script says becomes a kind. */
const kinds = {
  HELD: 'held',
  REPEATED: 'repeated',
  SWAPPED: 'swapped',
  EXTENDED: 'extended',
  RELEASED: 'released',
  COMMITTED: 'committed',
  REACTIVATED: 'reactivated',
  FOUND: 'found',
  DONE: 'done',
  SWEPT: 'swept',
  LATER: 'later',
  MISMATCH: 'mismatch',
  LIMIT_EXCEEDED: 'limit_exceeded',
  SEATS_TAKEN: 'seats_taken',
  SOLD_OUT: 'sold_out',
  PAUSED: 'paused',
  CLOSED: 'closed',
  LAYOUT: 'layout',
  NOT_ACTIVE: 'not_active',
  NOT_EXTENDABLE: 'not_extendable',
  EXPIRED: 'expired',
  CHANGED: 'changed',
  UNKNOWN: 'unknown',
  STALE: 'stale',
  NONE: 'none',
  SOON: 'soon',
  MORE: 'more',
  READY: 'ready',
  WRITTEN: 'written',
  OPEN: 'open',
} as const;
type Kind = (typeof kinds)[keyof typeof kinds];

/** What a script answered: its code as a kind, and what follows it, as strings. */
export interface Answer {
  kind: Kind;
  values: readonly string[];
}

export interface Changes {
  version: number;
  /** How many are left for the next delta. */
  left: number;
  /** pool id → free units */
  pools: Map<string, number>;
  seats: { block: number; offset: number; letter: string }[];
  /** block → free seats */
  blocks: Map<number, number>;
}

export interface HoldCall {
  saleId: string;
  stamp: EpochStamp;
  /** Keyed digest of the idempotency key: the script makes the hold's id of it and of the fan key. */
  holdSeed: string;
  permit: Admitted;
  digest: string;
  claims: readonly Claim[];
  /** As JSON (StoredTerms): kept as it is. */
  terms: string;
  holdMs: number;
  absoluteMs: number;
  layout: string;
}
export type SwapCall = Omit<HoldCall, 'holdSeed' | 'digest' | 'holdMs' | 'absoluteMs' | 'permit'> & {
  permit: HoldPermit;
  holdId: string;
};

const MAX_SEED = 2 ** 31 - 1;

/** The stock of sales in Redis: typed calls of the room's scripts. A connection that fails is `away`, never an exception. */
@Injectable()
export class InventoryStore {
  protected readonly scripts: InventoryScripts = inventoryScripts();

  constructor(private readonly redis: RedisService) {}

  hold(call: HoldCall): Promise<Answer | Away> {
    const { stamp, permit, holdSeed, digest, holdMs, absoluteMs } = call;
    return this.ask(
      'hold-stock',
      call.saleId,
      [
        ...[stamp.epoch, stamp.runId, holdSeed, permit.member, digest],
        ...[JSON.stringify(call.claims), call.terms, holdMs, absoluteMs, seed(), call.layout, SWEEP_PER_HOLD],
      ],
      permit.keys,
    );
  }

  swap({ saleId, stamp, permit, holdId, claims, terms, layout }: SwapCall): Promise<Answer | Away> {
    return this.ask(
      'swap-hold',
      saleId,
      [
        ...[stamp.epoch, stamp.runId, holdId, permit.fanKey, permit.member],
        ...[JSON.stringify(claims), terms, seed(), layout, SWEEP_PER_HOLD],
      ],
      permit.keys,
    );
  }

  extend(saleId: string, stamp: EpochStamp, holdId: string, permit: HoldPermit): Promise<Answer | Away> {
    return this.ask(
      'extend-hold',
      saleId,
      [stamp.epoch, stamp.runId, holdId, permit.fanKey, permit.member],
      permit.keys,
    );
  }

  release(saleId: string, stamp: EpochStamp, holdId: string, fanKey: string): Promise<Answer | Away> {
    return this.ask('release-hold', saleId, [stamp.epoch, stamp.runId, holdId, fanKey, seed()]);
  }

  /** @param revision the revision of the hold that the order was written for; 0 for any */
  commit(
    saleId: string,
    stamp: EpochStamp,
    holdId: string,
    fanKey: string,
    orderId: string,
    revision: number,
  ): Promise<Answer | Away> {
    return this.ask('commit-hold', saleId, [stamp.epoch, stamp.runId, holdId, fanKey, orderId, revision]);
  }

  releaseOrder(saleId: string, orderId: string): Promise<Answer | Away> {
    return this.ask('release-order', saleId, [orderId, seed()]);
  }

  shrinkOrder(saleId: string, orderId: string, kept: readonly StoredLine[]): Promise<Answer | Away> {
    return this.ask('shrink-order', saleId, [orderId, seed(), JSON.stringify(kept)]);
  }

  reactivate(saleId: string, orderId: string): Promise<Answer | Away> {
    return this.ask('reactivate-order', saleId, [orderId, seed()]);
  }

  expireDue(saleId: string, stamp: EpochStamp, limit: number): Promise<Answer | Away> {
    return this.ask('expire-due', saleId, [stamp.epoch, stamp.runId, limit, seed()]);
  }

  readHold(saleId: string, holdId: string, fanKey: string): Promise<Answer | Away> {
    return this.ask('read-hold', saleId, [holdId, fanKey]);
  }

  /** Every field of the stock, and the letters of the first `blocks` blocks counted. */
  async figures(saleId: string, blocks: number): Promise<{ fields: Map<string, string>; letters: number[][] } | Away> {
    const reply = await this.run('read-figures', saleId, [blocks]);
    if (isAway(reply)) return reply;
    const [fields, letters] = reply as [string[], number[][]];
    return { fields: pairs(fields), letters };
  }

  /** From the server for reads, which may lag a little. `open` is false where no stock is, or it is being rebuilt. */
  async availability(
    saleId: string,
    poolIds: readonly string[],
    blocks: number,
  ): Promise<{ version: number; open: boolean; pools: number[]; blocks: number[] } | Away> {
    const reply = await this.run('read-availability', saleId, [blocks, ...poolIds], [], this.redis.read);
    if (isAway(reply)) return reply;
    const [version, mode, pools, free] = reply as [string, string, string[], number[]];
    return { version: Number(version), open: mode === 'open', pools: pools.map(Number), blocks: free };
  }

  async section(
    saleId: string,
    blocks: readonly number[],
  ): Promise<{ version: number; layout: string; letters: string[] } | Away> {
    const reply = await this.run('read-section', saleId, blocks, [], this.redis.read);
    if (isAway(reply)) return reply;
    const [version, layout, letters] = reply as [string, string, string[]];
    return { version: Number(version), layout, letters };
  }

  /** What changed since the last delta, numbered; whoever takes it must tell it. */
  async takeChanges(
    saleId: string,
  ): Promise<({ kind: 'changed' } & Changes) | { kind: 'none' } | { kind: 'soon'; afterMs: number } | Away> {
    const reply = await this.run('take-changes', saleId, [DELTA_GAP_MS, CHANGES_PER_DELTA]);
    if (isAway(reply)) return reply;
    const [code, version, left, pools, seats, blocks] = reply as [string, number, number, string[], string[], string[]];
    if (code === 'SOON') return { kind: 'soon', afterMs: version };
    if (code !== 'CHANGED') return { kind: 'none' };
    const numbers = (flat: readonly string[]) => [...pairs(flat)];
    return {
      kind: 'changed',
      version,
      left,
      pools: new Map(numbers(pools).map(([pool, free]) => [pool, Number(free)])),
      blocks: new Map(numbers(blocks).map(([block, free]) => [Number(block), Number(free)])),
      seats: triples(seats).map(([block, offset, letter]) => ({
        block: Number(block),
        offset: Number(offset),
        letter,
      })),
    };
  }

  beginRebuild(saleId: string, epoch: number): Promise<Answer | Away> {
    return this.ask('rebuild-begin', saleId, [epoch, FORGET_PER_CALL]);
  }

  writeRebuild(saleId: string, epoch: number, what: string, chunk: readonly Pair[]): Promise<Answer | Away> {
    return this.ask('rebuild-chunk', saleId, [epoch, what, ...chunk.flat()]);
  }

  finishRebuild(saleId: string, epoch: number, poolIds: readonly string[]): Promise<Answer | Away> {
    return this.ask('rebuild-finish', saleId, [epoch, ...poolIds]);
  }

  /** Units that the fan holds or has bought, of these ticket types together. */
  async unitsOfFan(saleId: string, fanKey: string, ticketTypeIds: readonly string[]): Promise<number | Away> {
    try {
      const fields = ticketTypeIds.map((ticketTypeId) => `${fanKey}|${ticketTypeId}`);
      const counts = fields.length === 0 ? [] : await this.redis.core.hmget(Keys.fanUnits(saleId), ...fields);
      return counts.reduce((sum, count) => sum + Number(count ?? 0), 0);
    } catch (error) {
      return awayOrThrow(error);
    }
  }

  /** One page of order id → stored order (JSON); an order may come twice. `next` is '0' at the end; `open` as above. */
  async committedOrders(
    saleId: string,
    cursor: string,
  ): Promise<{ open: boolean; next: string; orders: Map<string, string> } | Away> {
    try {
      const [next, flat] = await this.redis.core.hscan(Keys.committedOrders(saleId), cursor, 'COUNT', COMMITTED_PAGE);
      const mode = await this.redis.core.hget(Keys.stock(saleId), 'mode');
      return { open: mode === 'open', next, orders: pairs(flat) };
    } catch (error) {
      return awayOrThrow(error);
    }
  }

  private async ask(
    name: ScriptName,
    saleId: string,
    args: readonly (string | number)[],
    more: readonly string[] = [],
  ): Promise<Answer | Away> {
    const reply = await this.run(name, saleId, args, more);
    if (isAway(reply)) return reply;
    const [code, ...values] = (reply as (string | number)[]).map(String);
    const kind = kinds[code as keyof typeof kinds] as Kind | undefined;
    if (!kind) throw new Error(`${name} answered ${code ?? 'nothing'}`);
    return { kind, values };
  }

  private async run(
    name: ScriptName,
    saleId: string,
    args: readonly (string | number)[],
    more: readonly string[] = [],
    redis: Redis = this.redis.core,
  ): Promise<unknown> {
    try {
      return await this.scripts[name].run(redis, [...stockKeys(saleId), ...more], args);
    } catch (error) {
      return awayOrThrow(error);
    }
  }
}

/** Sales whose key names are kept made. */
const KNOWN_KEYS_MAX = 1_000;
const knownKeys = new Map<string, readonly string[]>();

/** KEYS[1..11] of every script of the room; include/stock.lua names them in this order. */
export function stockKeys(saleId: string): readonly string[] {
  const known = knownKeys.get(saleId);
  if (known) return known;
  if (knownKeys.size >= KNOWN_KEYS_MAX) knownKeys.clear();
  const keys = namesOf(saleId);
  knownKeys.set(saleId, keys);
  return keys;
}

function namesOf(saleId: string): readonly string[] {
  return [
    Keys.sale(saleId),
    Keys.stock(saleId),
    Keys.holdDeadlines(saleId),
    Keys.returning(saleId),
    Keys.seatOwners(saleId),
    Keys.fanUnits(saleId),
    Keys.committedOrders(saleId),
    Keys.stockChanges(saleId),
    Keys.freeRuns(saleId),
    Keys.holdPrefix(saleId),
    Keys.blockPrefix(saleId),
  ];
}

export function isAway(answer: unknown): answer is Away {
  return typeof answer === 'object' && answer !== null && 'kind' in answer && answer.kind === 'away';
}

function awayOrThrow(error: unknown): Away {
  if (isStoreAway(error)) return { kind: 'away' };
  throw error;
}

/** Spreads lapsed stock over the seconds in which it comes back; only has to differ from call to call. */
const seed = (): number => randomInt(MAX_SEED);

export function pairs(flat: readonly string[]): Map<string, string> {
  const map = new Map<string, string>();
  for (let i = 0; i + 1 < flat.length; i += 2) map.set(flat[i] ?? '', flat[i + 1] ?? '');
  return map;
}

function triples(flat: readonly string[]): [string, string, string][] {
  return Array.from({ length: flat.length / 3 }, (_, i) => [
    flat[i * 3] ?? '',
    flat[i * 3 + 1] ?? '',
    flat[i * 3 + 2] ?? '',
  ]);
}
