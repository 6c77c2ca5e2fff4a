import type { HoldItem } from '../../../src/inventory/holds/hold.types.js';
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

type OneWish = { kind: 'standing'; n: number } | { kind: 'seats'; ids: string[] } | { kind: 'best'; n: number };
export type Wish = OneWish | { kind: 'both'; n: number; ids: string[] };
export interface Units {
  standing: number;
  seats: string[];
}
const NOTHING: Units = { standing: 0, seats: [] };
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

type Refusal = 'limit_exceeded' | 'sold_out' | 'seats_taken' | 'line_first';

/** How long returned units are the line's (lua/include/line-first.lua). */
const LINE_FIRST_MS = 20_000;

/** Returned units that only fans who come from the line may take. */
class LineOffers {
  /** Seats offered, and until when. */
  readonly seats = new Map<string, number>();
  private standing: { n: number; until: number }[] = [];
  private left = 0;
  private taken = 0;

  offer(units: Units, until: number): void {
    for (const seat of units.seats) this.seats.set(seat, until);
    this.standing.push({ n: units.standing, until });
    this.left += units.standing;
  }
  end(now: number): void {
    for (const [seat, until] of this.seats) if (until <= now) this.seats.delete(seat);
    for (const { n } of this.standing.filter(({ until }) => until <= now)) {
      const used = Math.min(n, this.taken);
      this.taken -= used;
      this.left -= n - used;
    }
    this.standing = this.standing.filter(({ until }) => until > now);
  }
  standingOf(free: number): number {
    return Math.min(this.left, free);
  }
  takeStanding(n: number): void {
    const used = Math.min(n, this.left);
    this.left -= used;
    this.taken += used;
  }
}

/** Owner of each unit. `holds` contains every hold ever made, under its real id. */
export class Model {
  now = 1_000_000;
  offers = new LineOffers();
  /** `fan|kind` of all holds since the rebuild: the line's precedence is used once. */
  private readonly served = new Set<string>();
  holds = new Map<string, ModelHold>();
  orders = new Map<string, ModelOrder>();
  endedOrders = new Set<string>();
  returning: Units = NOTHING;
  /** Capacity of the standing places, and what of it and of the seats is another channel's. */
  capacity = STANDING;
  club: Units = NOTHING;
  readonly withdrawn = new Set<string>();

  active(): [string, ModelHold][] {
    return [...this.holds].filter(([, hold]) => hold.state === 'active');
  }
  private owned(): Units[] {
    return [...this.active().map(([, hold]) => hold.units), ...[...this.orders.values()].map(({ units }) => units)];
  }
  freeStanding(): number {
    return (
      this.capacity -
      this.club.standing -
      this.returning.standing -
      this.owned().reduce((sum, units) => sum + units.standing, 0)
    );
  }
  freeSeats(): Set<string> {
    const off = [...this.withdrawn, ...this.club.seats];
    return new Set(SEATS.filter((seat) => !this.isTaken(seat) && !off.includes(seat)));
  }
  /** Whether a seat is held, sold, or on its way back. */
  private isTaken(seat: string): boolean {
    return [this.returning, ...this.owned()].some(({ seats }) => seats.includes(seat));
  }
  of(fan: string): Units {
    const all = [...this.active().map(([, hold]) => hold), ...this.orders.values()].filter((one) => one.fan === fan);
    return { standing: sum(all.map(({ units }) => units.standing)), seats: all.flatMap(({ units }) => units.seats) };
  }

  /** Sets how many standing places there are, unless fewer are free than go. */
  resize(capacity: number): 'changed' | 'below' {
    if (this.freeStanding() < this.capacity - capacity || capacity < this.club.standing) return 'below';
    this.capacity = capacity;
    return 'changed';
  }
  /** Gives the other channel these units and no more. */
  allocate(club: Units): 'changed' | 'below' | 'seats_taken' {
    const moved = SEATS.filter((seat) => club.seats.includes(seat) !== this.club.seats.includes(seat));
    if (club.standing > this.capacity || this.freeStanding() < club.standing - this.club.standing) return 'below';
    if (moved.some((seat) => this.isTaken(seat))) return 'seats_taken';
    for (const seat of moved) this.offers.seats.delete(seat);
    this.club = club;
    return 'changed';
  }
  withdraw(seats: readonly string[]): 'changed' | 'seats_taken' {
    if (seats.some((seat) => this.isTaken(seat))) return 'seats_taken';
    for (const seat of seats) {
      this.withdrawn.add(seat);
      this.offers.seats.delete(seat);
    }
    return 'changed';
  }
  putBack(seats: readonly string[]): 'changed' {
    for (const seat of seats) this.withdrawn.delete(seat);
    return 'changed';
  }

  isFromLine(fan: string, wish: Wish, isCalled: boolean): boolean {
    return isCalled && !this.served.has(`${fan}|${wish.kind === 'standing'}`);
  }

  /**
   * Returns the units a request must yield, or why it must be refused. `mine` may be taken again (a swap).
   * @param isCalled whether the fan's admission has just begun
   */
  answer(fan: string, wish: Wish, { mine = NOTHING, isCalled = false } = {}): Units | Refusal {
    if (wish.kind === 'both') return this.answerBoth(fan, wish, { mine, isCalled });
    const has = this.of(fan);
    const isFromLine = this.isFromLine(fan, wish, isCalled);
    if (wish.kind === 'standing') {
      if (has.standing - mine.standing + wish.n > STANDING_LIMIT) return 'limit_exceeded';
      return this.answerStanding(wish.n, mine.standing, isFromLine);
    }
    const n = wish.kind === 'seats' ? wish.ids.length : wish.n;
    if (has.seats.length - mine.seats.length + n > SEAT_LIMIT) return 'limit_exceeded';
    const kept = isFromLine ? [] : [...this.offers.seats.keys()];
    const free = new Set([...this.freeSeats(), ...mine.seats]);
    const open = new Set([...free].filter((seat) => !kept.includes(seat)));
    if (wish.kind === 'seats') {
      if (!wish.ids.every((seat) => free.has(seat))) return 'seats_taken';
      return wish.ids.every((seat) => open.has(seat)) ? { standing: 0, seats: wish.ids } : 'line_first';
    }
    if (open.size < n) return kept.length > 0 ? 'line_first' : 'sold_out';
    // the script searches among seats offered to the line
    const known = new Set([...open].filter((seat) => !this.offers.seats.has(seat)));
    return { standing: 0, seats: known.size < n ? firstPieces(open, n) : nearestOf(known, n) };
  }

  /** Limits come first, then the seats that were named, then what is counted. */
  private answerBoth(
    fan: string,
    { n, ids }: Extract<Wish, { kind: 'both' }>,
    more: { mine: Units; isCalled: boolean },
  ): Units | Refusal {
    const both = [this.answer(fan, { kind: 'seats', ids }, more), this.answer(fan, { kind: 'standing', n }, more)];
    const refused = both.filter((answer) => typeof answer === 'string');
    if (refused.length > 0) return refused.find((answer) => answer === 'limit_exceeded') ?? refused[0] ?? 'sold_out';
    return { standing: n, seats: ids };
  }

  private answerStanding(n: number, mine: number, isFromLine: boolean): Units | Refusal {
    const kept = isFromLine ? 0 : this.offers.standingOf(this.freeStanding());
    const missing = n - Math.max(0, this.freeStanding() + mine - kept);
    if (missing <= 0) return { standing: n, seats: [] };
    return kept >= missing ? 'line_first' : 'sold_out';
  }

  /** Records that the fan took these units as one who comes from the line, or not. */
  serve(fan: string, wish: Wish, units: Units, isCalled: boolean): void {
    if (wish.kind === 'both') {
      this.serve(fan, { kind: 'seats', ids: wish.ids }, units, false);
      return this.serve(fan, { kind: 'standing', n: wish.n }, units, isCalled);
    }
    if (this.isFromLine(fan, wish, isCalled)) this.offers.takeStanding(units.standing);
    this.served.add(`${fan}|${wish.kind === 'standing'}`);
  }

  /** Forgets what a rebuild forgets: everything that nobody owns. */
  rebuilt(): void {
    this.returning = NOTHING;
    this.offers = new LineOffers();
    this.served.clear();
  }

  take(id: string, fan: string, units: Units): void {
    const { now } = this;
    this.takeSeats(units);
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
  takeSeats({ seats }: Units): void {
    for (const seat of seats) this.offers.seats.delete(seat);
  }
  /**
   * Advances more than 4 s: returning units become free or, if people wait in line, the line's; holds that lapse now
   * become returning.
   */
  advance(byMs: number, lineWaits: boolean): void {
    this.now += byMs;
    this.offers.end(this.now);
    if (lineWaits) this.offers.offer(this.returning, this.now + LINE_FIRST_MS);
    this.returning = NOTHING;
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
  if (wish.kind === 'both') return [{ seatIds: wish.ids }, { ticketTypeId: type('Standing'), quantity: wish.n }];
  if (wish.kind === 'seats') return [{ seatIds: wish.ids }];
  if (wish.kind === 'best') return [{ ticketTypeId: type('Seated'), quantity: wish.n, bestAvailable: {} }];
  return [{ ticketTypeId: type('Standing'), quantity: wish.n }];
};

const sum = (numbers: number[]): number => numbers.reduce((total, n) => total + n, 0);
