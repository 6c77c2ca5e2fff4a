import type { HoldItem } from '../../../src/inventory/inventory.types.js';
import { BestSeatsFinder } from '../../../src/inventory/seats/best-seats.policy.js';
import { SeatLayout } from '../../../src/inventory/seats/seat-layout.js';
import { expandSeatMap } from '../../../src/inventory/seats/house.rules.js';
import { ABSOLUTE_MS, HOLD_MS, rows } from './house.js';

/** The stock of the model's sale: an independent reimplementation in the simplest way that could be right. */
export const STANDING = 6;
export const STANDING_LIMIT = 3;
export const SEAT_LIMIT = 4;
export const ROWS: readonly (readonly string[])[] = [
  ['A-1-1', 'A-1-2', 'A-1-3'],
  ['A-2-1', 'A-2-2', 'A-2-3'],
  ['B-1-1', 'B-1-2', 'B-1-3', 'B-1-4'],
];
export const SEATS = ROWS.flat();
export const SECTIONS = [
  { key: 'A', label: 'Stalls', rows: rows(3, 3) },
  { key: 'B', label: 'Balcony', rows: rows(4) },
];
const LAYOUT = new SeatLayout(
  expandSeatMap({ sections: SECTIONS }).map((seat) => ({
    ...seat,
    poolId: 'p',
    ticketTypeId: 't',
    withdrawn: false,
    blocked: false,
  })),
);
const FINDER = new BestSeatsFinder(LAYOUT);

export type Wish = { kind: 'standing'; n: number } | { kind: 'seats'; ids: string[] } | { kind: 'best'; n: number };
export interface Units {
  standing: number;
  seats: string[];
}
export interface ModelHold {
  fan: string;
  units: Units;
  deadline: number;
  limit: number;
  extended: boolean;
  state: 'active' | 'committed' | 'released' | 'expired';
  order: string | null;
}
interface ModelOrder {
  fan: string;
  units: Units;
  hold: string | null;
}

/** Owner of each unit. `holds` contains every hold ever made, under its real id. */
export class Model {
  now = 1_000_000;
  holds = new Map<string, ModelHold>();
  orders = new Map<string, ModelOrder>();
  endedOrders = new Set<string>();
  returning: Units = { standing: 0, seats: [] };

  active(): [string, ModelHold][] {
    return [...this.holds].filter(([, hold]) => hold.state === 'active');
  }
  private owned(): Units[] {
    return [...this.active().map(([, hold]) => hold.units), ...[...this.orders.values()].map(({ units }) => units)];
  }
  freeStanding(): number {
    return STANDING - this.returning.standing - this.owned().reduce((sum, units) => sum + units.standing, 0);
  }
  freeSeats(): Set<string> {
    const gone = new Set([...this.returning.seats, ...this.owned().flatMap(({ seats }) => seats)]);
    return new Set(SEATS.filter((seat) => !gone.has(seat)));
  }
  of(fan: string): Units {
    const all = [...this.active().map(([, hold]) => hold), ...this.orders.values()].filter((one) => one.fan === fan);
    return { standing: sum(all.map(({ units }) => units.standing)), seats: all.flatMap(({ units }) => units.seats) };
  }

  /** Returns the units a request must yield, or why it must be refused. `mine` may be taken again (a swap). */
  answer(
    fan: string,
    wish: Wish,
    mine: Units = { standing: 0, seats: [] },
  ): Units | 'limit_exceeded' | 'sold_out' | 'seats_taken' {
    const has = this.of(fan);
    if (wish.kind === 'standing') {
      if (has.standing - mine.standing + wish.n > STANDING_LIMIT) return 'limit_exceeded';
      return wish.n > this.freeStanding() + mine.standing ? 'sold_out' : { standing: wish.n, seats: [] };
    }
    const n = wish.kind === 'seats' ? wish.ids.length : wish.n;
    if (has.seats.length - mine.seats.length + n > SEAT_LIMIT) return 'limit_exceeded';
    const free = new Set([...this.freeSeats(), ...mine.seats]);
    if (wish.kind === 'seats')
      return wish.ids.every((seat) => free.has(seat)) ? { standing: 0, seats: wish.ids } : 'seats_taken';
    if (free.size < n) return 'sold_out';
    // a swap is searched by the script, which knows what may stay
    const isSwap = mine.seats.length + mine.standing > 0;
    return { standing: 0, seats: isSwap ? firstPieces(free, n) : nearestOf(free, n) };
  }

  take(id: string, fan: string, units: Units): void {
    const { now } = this;
    this.holds.set(id, {
      fan,
      units,
      deadline: now + HOLD_MS,
      limit: now + ABSOLUTE_MS,
      extended: false,
      state: 'active',
      order: null,
    });
  }
  giveBack(units: Units): void {
    this.returning = {
      standing: this.returning.standing + units.standing,
      seats: [...this.returning.seats, ...units.seats],
    };
  }
  /** Advances more than 4 s: returning units become free, and holds that lapse now become returning. */
  advance(byMs: number): void {
    this.now += byMs;
    this.returning = { standing: 0, seats: [] };
    for (const [, hold] of this.active()) {
      if (hold.deadline > this.now) continue;
      hold.state = 'expired';
      this.giveBack(hold.units);
    }
  }
}

/** Returns what the policy picks; the policy's own spec compares it with an exhaustive search. */
function nearestOf(free: Set<string>, n: number): string[] {
  const reads = LAYOUT.blocks.map((block) => LAYOUT.draw(block, ({ id }) => (free.has(id) ? 'f' : 'h')));
  const found = FINDER.find(reads, new Set(LAYOUT.blocks.map(({ index }) => index)), n);
  return found?.seats.map(({ id }) => id) ?? [];
}

/** Returns the longest runs, each the first in index order. */
function firstPieces(free: Set<string>, n: number): string[] {
  const picked: string[] = [];
  for (let run = n; picked.length < n; run = Math.min(run, n - picked.length)) {
    const found = firstRun(new Set([...free].filter((seat) => !picked.includes(seat))), run);
    if (found) picked.push(...found);
    else run -= 1;
  }
  return picked;
}

function firstRun(free: Set<string>, n: number): string[] | null {
  for (const row of ROWS) {
    for (let at = 0; at + n <= row.length; at++) {
      const run = row.slice(at, at + n);
      if (run.every((seat) => free.has(seat))) return run;
    }
  }
  return null;
}

export const itemsOf = (wish: Wish, type: (name: string) => string): HoldItem[] => {
  if (wish.kind === 'seats') return [{ seatIds: wish.ids }];
  if (wish.kind === 'best') return [{ ticketTypeId: type('Seated'), quantity: wish.n, bestAvailable: {} }];
  return [{ ticketTypeId: type('Standing'), quantity: wish.n }];
};

const sum = (numbers: number[]): number => numbers.reduce((total, n) => total + n, 0);
