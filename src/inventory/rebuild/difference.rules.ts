import { LINE_LETTER, PUBLIC_LETTER } from '../channels/stock-book.rules.js';
import type { StoredLine } from '../holds/hold.rules.js';
import type { PoolRow } from '../inventory.types.js';
import type { Block, SeatLayout } from '../seats/seat-layout.js';
import type { PoolCounts, StockDifference } from './difference.types.js';
import type { StockImage } from './rebuild.rules.js';

/** A sale's stock in Redis at the time its rebuild began. */
export type FormerStock =
  | { kind: 'nothing' | 'unfinished' | 'unreadable' }
  | {
      kind: 'stock';
      fields: ReadonlyMap<string, string>;
      holds: number;
      /** Order id → stored order; null if there were more than a rebuild reads. */
      orders: ReadonlyMap<string, string> | null;
      /** Strings of the layout's blocks; null where there was none. */
      blocks: readonly (string | null)[];
    };

/** Limit of differences named in a report. */
const NAMED = 50;
const COUNTS = ['free', 'held', 'committed', 'returning', 'withdrawn'] as const;
const WORDS: Readonly<Record<string, string>> = { h: 'held', c: 'sold', r: 'returning', w: 'withdrawn' };

/** Compares what a rebuild found with what it wrote: by id where things have ids, so that errors cannot cancel out. */
export function differenceOf(
  former: FormerStock,
  image: StockImage,
  pools: readonly PoolRow[],
  layout: SeatLayout,
): StockDifference {
  const written = new Map(image.stock);
  const found = former.kind === 'stock' ? former.fields : null;
  const difference: StockDifference = {
    found: former.kind,
    ...{ holdsLost: null, unitsRegained: null, unitsDropped: null, seatsFreed: null, seatsCorrected: null },
    pools: pools.map(({ poolId, ticketTypeId, channel }) => ({
      ...{ poolId, ticketTypeId, channel, rebuilt: countsOf(written, poolId) ?? none },
      found: found && countsOf(found, poolId),
    })),
    examples: [],
  };
  if (former.kind !== 'stock') return difference;
  const units = former.orders && unitsDifference(former.orders, new Map(image.orders), layout);
  const isSameHouse = former.fields.get('layout') === layout.fingerprint;
  const seats = isSameHouse ? seatsDifference(former.blocks, image.blocks, layout) : null;
  return {
    ...difference,
    holdsLost: former.holds,
    unitsRegained: units && units.regained.count,
    unitsDropped: units && units.dropped.count,
    seatsFreed: seats && seats.freed,
    seatsCorrected: seats && seats.corrected.count,
    examples: [units?.regained, units?.dropped, seats?.corrected].flatMap((kind) => kind?.named ?? []).slice(0, NAMED),
  };
}

const none: PoolCounts = { free: 0, held: 0, committed: 0, returning: 0, withdrawn: 0 };

function countsOf(fields: ReadonlyMap<string, string>, poolId: string): PoolCounts | null {
  if (!fields.has(`${poolId}:capacity`)) return null;
  const counts = COUNTS.map((name) => [name, Number(fields.get(`${poolId}:${name}`) ?? 0)] as const);
  return { ...none, ...Object.fromEntries(counts) };
}

/** Counts differences, and names the first of them. */
class Differences {
  count = 0;
  readonly named: string[] = [];

  add(n: number, name: string): void {
    this.count += n;
    if (this.named.length < NAMED) this.named.push(name);
  }
}

/** Counts the units of each order by pool and seat. */
function unitsByKey(orders: ReadonlyMap<string, string>, layout: SeatLayout): Map<string, number> {
  const units = new Map<string, number>();
  for (const [orderId, stored] of orders) {
    for (const { p, n, b, o } of (JSON.parse(stored) as { lines: StoredLine[] }).lines) {
      const seatId = b === undefined || o === undefined ? '-' : (layout.seatAt(b, o)?.id ?? `${b}:${o}`);
      const key = `${orderId} ${p} ${seatId}`;
      units.set(key, (units.get(key) ?? 0) + n);
    }
  }
  return units;
}

function unitsDifference(
  former: ReadonlyMap<string, string>,
  rebuilt: ReadonlyMap<string, string>,
  layout: SeatLayout,
): { regained: Differences; dropped: Differences } {
  const [before, now] = [unitsByKey(former, layout), unitsByKey(rebuilt, layout)];
  const [regained, dropped] = [new Differences(), new Differences()];
  for (const key of new Set([...before.keys(), ...now.keys()])) {
    const more = (now.get(key) ?? 0) - (before.get(key) ?? 0);
    if (more > 0) regained.add(more, `regained ${key}`);
    if (more < 0) dropped.add(-more, `dropped ${key}`);
  }
  return { regained, dropped };
}

function seatsDifference(
  former: readonly (string | null)[],
  rebuilt: StockImage['blocks'],
  layout: SeatLayout,
): { freed: number; corrected: Differences } {
  const corrected = new Differences();
  let freed = 0;
  for (const block of layout.blocks) {
    const [before, now] = [former[block.index] ?? '', rebuilt[block.index]?.[1] ?? ''];
    if (before === now) continue;
    for (const { id, was, is } of seatsOf(block, before, now)) {
      const isEnded = was === 'h' || was === 'r';
      if (isEnded && WORDS[is] === undefined) freed += 1;
      else if (was !== is) corrected.add(1, `seat ${id}: ${wordOf(was)}, now ${wordOf(is)}`);
    }
  }
  return { freed, corrected };
}

function* seatsOf(block: Block, before: string, now: string): Generator<{ id: string; was: string; is: string }> {
  for (const { id, offset } of block.seats) {
    const [was = '', is = ''] = [before[offset], now[offset]];
    // which free seats the line is offered first is not part of the record
    yield { id, was: was === LINE_LETTER ? PUBLIC_LETTER : was, is };
  }
}

const wordOf = (letter: string): string => (letter === '' ? 'not there' : (WORDS[letter] ?? 'free'));
