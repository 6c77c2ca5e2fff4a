import { Injectable } from '@nestjs/common';
import type { SaleState } from '../../contract/sale/sale-shapes.js';
import { defineScript, type Script } from '../../platform/redis/define-script.js';
import { Keys } from '../../platform/redis/keys.js';
import { writeTogether } from '../../platform/redis/write-together.js';
import { isStoreAway } from '../../platform/store-away.js';
import { RedisService } from '../../platform/redis/redis.service.js';
import type { EpochStamp } from '../../saletime/epoch-stamp.js';
import { type LineReading, readingOf } from './line.reading.js';
import type { LaneRecord } from '../queue.repository.js';

export type Stale = { kind: 'stale' };
/** Alternating fields and values. */
type Fields = readonly (string | number)[];

export interface SetupFields {
  version: number;
  /** The setup as read back by the tick. */
  json: string;
  fields: Fields;
}
export type JoinBlock =
  | { kind: 'taken'; first: number; count: number; left: number }
  /** Every reserved number is taken. */
  | { kind: 'full'; arrivals: number }
  | { kind: 'state'; state: string }
  | { kind: 'lane_unknown' }
  | Stale;
export type TickReply =
  | {
      kind: 'ticked';
      saleMs: number;
      claimBeforeSaleMs: number;
      ended: string[];
      called: { lane: string; positions: number[] }[];
    }
  | { kind: 'refused' }
  | Stale;
export interface TickOrder {
  tickId: string;
  ratePerMinute: number;
  cap: number;
  reason: string;
  lanes: readonly { key: string; weight: number; window: number }[];
}

export interface Held {
  epoch: number | null;
  runId: string | null;
  isAsleep: boolean;
}

const script = (name: string): Script => defineScript({ room: 'queue', name });
const scripts = {
  join: script('join-line'),
  raiseReserved: script('raise-reserved'),
  fixDraw: script('fix-draw'),
  setState: script('set-state'),
  applySetup: script('apply-setup'),
  report: script('report-signal'),
  close: script('close-epoch'),
  restore: script('restore-lanes'),
  open: script('open-epoch'),
  read: script('read-line'),
  next: script('call-next'),
  rest: script('rest-sale'),
  extend: script('extend-deadlines'),
};
const MICRO = 1_000_000;
const tickSets = ['ready', 'seen', 'called', 'lapsed', 'history'] as const;

/** Typed calls of the scripts that act on a sale's whole line. All reject while Redis is unreachable. */
@Injectable()
export class LineStore {
  constructor(private readonly redis: RedisService) {}

  async join(saleId: string, lane: string, stamp: EpochStamp, count: number): Promise<JoinBlock> {
    const [code, ...rest] = await this.call(
      scripts.join,
      [Keys.sale(saleId), Keys.lane(saleId, lane)],
      [...stamped(stamp), count],
    );
    if (code === 'TAKEN')
      return { kind: 'taken', first: Number(rest[0]), count: Number(rest[1]), left: Number(rest[2]) };
    if (code === 'RESERVED_OUT') return { kind: 'full', arrivals: Number(rest[0]) };
    if (code === 'LANE_UNKNOWN') return { kind: 'lane_unknown' };
    return code === 'STATE' ? { kind: 'state', state: String(rest[0]) } : staleOr(code);
  }

  async raiseReserved(
    saleId: string,
    lane: string,
    stamp: EpochStamp,
    reserved: number,
  ): Promise<{ kind: 'raised' } | Stale> {
    const [code] = await this.call(
      scripts.raiseReserved,
      [Keys.sale(saleId), Keys.lane(saleId, lane)],
      [...stamped(stamp), reserved],
    );
    return code === 'RAISED' ? { kind: 'raised' } : staleOr(code);
  }

  async fixDraw(
    saleId: string,
    stamp: EpochStamp,
    lanes: readonly { lane: string; drawn: number }[],
    quietMs: number,
  ): Promise<{ kind: 'fixed' } | Stale> {
    const keys = [Keys.sale(saleId), ...lanes.map(({ lane }) => Keys.lane(saleId, lane))];
    const [code] = await this.call(scripts.fixDraw, keys, [
      ...stamped(stamp),
      quietMs,
      ...lanes.map(({ drawn }) => drawn),
    ]);
    return code === 'FIXED' ? { kind: 'fixed' } : staleOr(code);
  }

  async setState(
    saleId: string,
    lanes: readonly string[],
    stamp: EpochStamp,
    state: SaleState,
  ): Promise<{ kind: 'set' } | Stale> {
    const keys = lanes.flatMap((lane) =>
      (['ready', 'seen', 'called'] as const).map((set) => Keys.laneSet(saleId, lane, set)),
    );
    const [code] = await this.call(scripts.setState, [Keys.sale(saleId), ...keys], [...stamped(stamp), state]);
    return code === 'SET' ? { kind: 'set' } : staleOr(code);
  }

  async applySetup(saleId: string, stamp: EpochStamp, setup: SetupFields): Promise<{ kind: 'applied' } | Stale> {
    const [code] = await this.call(
      scripts.applySetup,
      [Keys.sale(saleId)],
      [...stamped(stamp), setup.version, setup.json, ...setup.fields],
    );
    return code === 'APPLIED' || code === 'OLDER' ? { kind: 'applied' } : staleOr(code);
  }

  /**
   * @param into `signals` for reports of other rooms, `nodes` for those of nodes
   * @param isLife true if the report shows that somebody is present, which wakes a sleeping sale
   */
  async report(
    saleId: string,
    into: 'signals' | 'nodes',
    stamp: EpochStamp,
    source: string,
    report: object,
    isLife = false,
  ): Promise<{ kind: 'reported' } | Stale> {
    const [code] = await this.call(
      scripts.report,
      [Keys.sale(saleId), Keys[into](saleId)],
      [...stamped(stamp), source, JSON.stringify(report), isLife ? 1 : 0],
    );
    return code === 'REPORTED' ? { kind: 'reported' } : staleOr(code);
  }

  /** Closes the sale to all scripts; given an epoch, lets the recovery of that epoch rebuild. */
  async close(saleId: string, epoch: number | null): Promise<{ kind: 'closed' } | Stale> {
    const [code] = await this.call(scripts.close, [Keys.sale(saleId)], [epoch ?? '']);
    return code === 'CLOSED' ? { kind: 'closed' } : staleOr(code);
  }

  async restore(
    saleId: string,
    epoch: number,
    line: {
      state: SaleState;
      saleMs: number;
      quietMs: number;
      setup: SetupFields;
      lanes: readonly (LaneRecord & { arrivals: number })[];
    },
  ): Promise<{ kind: 'restored' } | Stale> {
    const { setup, lanes } = line;
    const sets = [...tickSets, 'claimed'] as const;
    const laneKeys = lanes.flatMap(({ lane }) => [
      Keys.lane(saleId, lane),
      ...sets.map((set) => Keys.laneSet(saleId, lane, set)),
    ]);
    const [code] = await this.call(
      scripts.restore,
      [Keys.sale(saleId), Keys.active(saleId), Keys.admission(saleId), ...laneKeys],
      [
        epoch,
        line.state,
        line.saleMs,
        line.quietMs,
        setup.version,
        setup.json,
        setup.fields.length,
        ...setup.fields,
        ...lanes.flatMap(({ arrivals, reserved, serving, drawn, unused, admitted }) => [
          arrivals,
          reserved,
          serving,
          drawn ?? '',
          unused,
          admitted ?? 0,
        ]),
      ],
    );
    return code === 'RESTORED' ? { kind: 'restored' } : staleOr(code);
  }

  async open(saleId: string, stamp: EpochStamp): Promise<{ kind: 'opened' } | Stale> {
    const [code] = await this.call(scripts.open, [Keys.sale(saleId)], stamped(stamp));
    return code === 'OPENED' ? { kind: 'opened' } : staleOr(code);
  }

  /** @param from `core` for decisions, `read` for display */
  async read(saleId: string, lanes: readonly string[], from: 'core' | 'read'): Promise<LineReading> {
    const laneKeys = lanes.flatMap((lane) => [
      Keys.lane(saleId, lane),
      Keys.laneSet(saleId, lane, 'ready'),
      Keys.laneSet(saleId, lane, 'called'),
    ]);
    const keys = [Keys.sale(saleId), Keys.active(saleId), Keys.signals(saleId), Keys.nodes(saleId), ...laneKeys];
    return readingOf(lanes, await this.call(scripts.read, keys, [], from));
  }

  /** @param order a decision on the state of `order.tickId`; refused if that has changed */
  async tick(saleId: string, stamp: EpochStamp, order: TickOrder): Promise<TickReply> {
    const laneKeys = order.lanes.flatMap(({ key }) => [
      Keys.lane(saleId, key),
      ...tickSets.map((set) => Keys.laneSet(saleId, key, set)),
    ]);
    const [code, ...rest] = await this.call(
      scripts.next,
      [Keys.sale(saleId), Keys.active(saleId), Keys.admission(saleId), ...laneKeys],
      [
        ...stamped(stamp),
        order.tickId,
        Math.round(order.ratePerMinute * MICRO),
        order.cap,
        order.reason,
        ...order.lanes.flatMap(({ weight, window }) => [weight, window]),
      ],
    );
    if (code === 'EARLY' || code === 'OTHER_TICK') return { kind: 'refused' };
    if (code !== 'TICKED') return staleOr(code);
    const [saleMs, claimBefore, ended, ...called] = rest;
    return {
      kind: 'ticked',
      saleMs: Number(saleMs),
      claimBeforeSaleMs: Number(claimBefore),
      ended: ended as string[],
      called: order.lanes.map(({ key }, index) => ({ lane: key, positions: called[index] as number[] })),
    };
  }

  /** Returns the sale hash's epoch, run id and rest; nulls if there is no hash. */
  async holds(saleId: string): Promise<Held> {
    return heldFrom(await this.redis.core.hmget(Keys.sale(saleId), 'epoch', 'runId', 'rest'));
  }

  /** Like `holds` for many sales, in order; null for those whose server is unreachable. Rejects if all are. */
  async holdsOf(saleIds: readonly string[]): Promise<(Held | null)[]> {
    writeTogether(this.redis.core);
    const answers = await Promise.allSettled(saleIds.map(async (saleId) => await this.holds(saleId)));
    const failed = answers.filter((answer) => answer.status === 'rejected');
    const fault = failed.find(({ reason }) => failed.length === answers.length || !isStoreAway(reason));
    if (fault) throw fault.reason;
    return answers.map((answer) => (answer.status === 'fulfilled' ? answer.value : null));
  }

  /** Returns those of the sales whose server accepts writes: a demoted or partitioned one still answers reads. */
  async writableOf(saleIds: readonly string[]): Promise<string[]> {
    writeTogether(this.redis.core);
    // deletes a field that never exists: without effect, and refused wherever a rebuild's writes would be
    const probes = await Promise.allSettled(
      saleIds.map(async (saleId) => await this.redis.core.hdel(Keys.sale(saleId), 'probe')),
    );
    const fault = probes.find((probe) => probe.status === 'rejected' && !isStoreAway(probe.reason));
    if (fault?.status === 'rejected') throw fault.reason;
    return saleIds.filter((_, index) => probes[index]?.status === 'fulfilled');
  }

  /**
   * Moves sale time back by `byMs`, which extends every deadline; `too_far` if sale time is younger than that.
   * @param asking its repeat extends nothing and answers alike
   */
  async extendDeadlines(
    saleId: string,
    lanes: readonly string[],
    stamp: EpochStamp,
    byMs: number,
    asking = '',
  ): Promise<
    | { kind: 'extended'; saleMs: number; extendedMs: number; admissions: { id: string; leftMs: number }[] }
    | { kind: 'too_far' }
    | Stale
  > {
    const laneKeys = lanes.flatMap((lane) => [
      Keys.lane(saleId, lane),
      Keys.laneSet(saleId, lane, 'called'),
      Keys.laneSet(saleId, lane, 'seen'),
    ]);
    const keys = [Keys.sale(saleId), Keys.active(saleId), ...laneKeys];
    const [code, saleMs, active, extendedMs] = await this.call(scripts.extend, keys, [...stamped(stamp), byMs, asking]);
    if (code !== 'EXTENDED') return code === 'TOO_FAR' ? { kind: 'too_far' } : staleOr(code);
    const flat = active as string[];
    const admissions = Array.from({ length: flat.length / 2 }, (_, index) => ({
      id: flat[2 * index] ?? '',
      leftMs: Number(flat[2 * index + 1]) - Number(saleMs),
    }));
    return { kind: 'extended', saleMs: Number(saleMs), extendedMs: Number(extendedMs), admissions };
  }

  /** Returns `lively` if somebody is present, or has been since the sale became drowsy. */
  async rest(
    saleId: string,
    lanes: readonly string[],
    stamp: EpochStamp,
    to: 'drowsy' | 'asleep',
  ): Promise<{ kind: 'rests' } | { kind: 'lively' } | Stale> {
    const laneKeys = lanes.flatMap((lane) => [
      Keys.laneSet(saleId, lane, 'ready'),
      Keys.laneSet(saleId, lane, 'called'),
    ]);
    const keys = [Keys.sale(saleId), Keys.active(saleId), ...laneKeys];
    const [code] = await this.call(scripts.rest, keys, [...stamped(stamp), to]);
    if (code === 'RESTS') return { kind: 'rests' };
    return code === 'LIVELY' ? { kind: 'lively' } : staleOr(code);
  }

  private async call(
    definition: Script,
    keys: string[],
    args: Fields,
    on: 'core' | 'read' = 'core',
  ): Promise<unknown[]> {
    return (await definition.run(this.redis[on], keys, args)) as unknown[];
  }
}

function heldFrom([epoch, runId, rest]: readonly (string | null)[]): Held {
  return { epoch: epoch ? Number(epoch) : null, runId: runId ?? null, isAsleep: rest === 'asleep' };
}

function stamped({ epoch, runId }: EpochStamp): [number, string] {
  return [epoch, runId];
}

/** Maps the one code that every script may return; any other is a bug. */
export function staleOr(code: unknown): Stale {
  if (code === 'STALE') return { kind: 'stale' };
  throw new Error(`unexpected reply of a line script: ${String(code)}`);
}
