import { randomInt } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Redis } from 'ioredis';
import { Keys } from '../platform/redis/keys.js';
import { RedisService } from '../platform/redis/redis.service.js';
import { isStoreAway } from '../platform/store-away.js';
import { BoundedMap } from '../platform/cache/bounded-map.js';
import { type InventoryScripts, inventoryScripts, type ScriptName } from './inventory.scripts.js';
import type { Away } from './inventory.types.js';

/** Maps script reply codes to kinds; the only place that does. */
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
  GONE: 'gone',
  FINISHED: 'finished',
  HOLDS: 'holds',
  MISMATCH: 'mismatch',
  LIMIT_EXCEEDED: 'limit_exceeded',
  SEATS_TAKEN: 'seats_taken',
  SOLD_OUT: 'sold_out',
  LINE_FIRST: 'line_first',
  PAUSED: 'paused',
  CLOSED: 'closed',
  LAYOUT: 'layout',
  NOT_ACTIVE: 'not_active',
  NOT_EXTENDABLE: 'not_extendable',
  HOLDS_SPENT: 'holds_spent',
  RESTING: 'resting',
  EXCHANGING_TOO_FAST: 'exchanging_too_fast',
  BELOW: 'below',
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

/** A script's reply: its code as a kind, and the remaining values as strings. */
export interface Answer {
  kind: Kind;
  values: readonly string[];
}

const MAX_SEED = 2 ** 31 - 1;

/** Runs the room's scripts. A failed connection is returned as `away`, never thrown. */
@Injectable()
export class InventoryStore {
  protected readonly scripts: InventoryScripts = inventoryScripts();

  constructor(readonly redis: RedisService) {}

  async ask(
    name: ScriptName,
    saleId: string,
    args: readonly (string | number)[],
    more: readonly string[] = [],
  ): Promise<Answer | Away> {
    const reply = await this.run(name, saleId, args, more);
    return isAway(reply) ? reply : this.answerOf(name, reply as (string | number)[]);
  }

  answerOf(name: ScriptName, reply: readonly (string | number)[]): Answer {
    const [code, ...values] = reply.map(String);
    const kind = kinds[code as keyof typeof kinds] as Kind | undefined;
    if (!kind) throw new Error(`unknown reply of ${name}: ${code ?? 'none'}`);
    return { kind, values };
  }

  async run(
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

/** Bounds the cache of key names, in sales. */
const KNOWN_KEYS_MAX = 1_000;
const knownKeys = new BoundedMap<string, readonly string[]>(KNOWN_KEYS_MAX);

/** Returns KEYS[1..11] of every script of the room, in the order that include/stock.lua expects. */
export function stockKeys(saleId: string): readonly string[] {
  return knownKeys.getOrMake(saleId, () => namesOf(saleId));
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

export function awayOrThrow(error: unknown): Away {
  if (isStoreAway(error)) return { kind: 'away' };
  throw error;
}

/** Seeds the scripts' random return delay; it only has to differ between calls. */
export const seed = (): number => randomInt(MAX_SEED);

export function pairs(flat: readonly string[]): Map<string, string> {
  const map = new Map<string, string>();
  for (let i = 0; i + 1 < flat.length; i += 2) map.set(flat[i] ?? '', flat[i + 1] ?? '');
  return map;
}
