import { bestPlaces, type Proposal, type WheelchairPlace, wheelchairPlaces } from './wheelchair-places.policy.js';
import type { AccessibleWish } from '../holds/hold.types.js';
import type { LaidSeat, SeatLayout } from './seat-layout.js';

/** Adjacent seats of a row, with each one's distance from the focal point. */
interface Stretch {
  block: number;
  /** Offset of its first seat in the block's string. */
  start: number;
  costs: readonly number[];
  seats: readonly LaidSeat[];
  /** Cost of its cheapest seat. */
  least: number;
  /** The rectangle around its seats, in which every middle of some of them lies. */
  box: { left: number; right: number; front: number; back: number };
  /** Cached windows by size, valid for this reading of its seats. */
  known: { block: string; read: string; bySize: Map<number, Windows> };
}

interface Window {
  stretch: Stretch;
  from: number;
  size: number;
  cost: number;
}
/** The cheapest window that strands no single seat, and the cheapest overall. */
interface Windows {
  tidy: Window | null;
  any: Window | null;
}

/** Letter of a free seat in a block's reading; any other means taken. */
export const FREE = 'f';

/**
 * Finds the best free seats for a group: adjacent, nearest the focal point, without stranding a single seat. If that is
 * impossible, it relaxes in fixed steps: first a single seat may be stranded; then the fewest pieces of even size, near
 * each other. Caches the result per row until one of its seats changes, so that a search only revisits changed rows.
 */
export class BestSeatsFinder {
  private readonly stretches: readonly Stretch[];
  private readonly places: readonly WheelchairPlace[];
  private readonly blockCount: number;

  constructor(layout: SeatLayout) {
    this.blockCount = layout.blocks.length;
    const focus = layout.focalPoint ?? focalPointOf(layout);
    this.places = wheelchairPlaces(layout, focus);
    this.stretches = layout.blocks
      .flatMap((block) => stretchesOf(block.seats))
      .map((seats) => stretchFrom(seats, focus))
      .sort((a, b) => a.least - b.least || a.block - b.block || a.start - b.start);
  }

  /**
   * @param reads the string of each block, with FREE for every available seat
   * @param blocks where to search
   * @returns null if fewer than `size` seats are free there
   */
  find(reads: readonly string[], blocks: ReadonlySet<number>, size: number): Proposal | null {
    const own = this.within(blocks);
    const tidy = cheapest(own, reads, size, 'tidy');
    if (tidy) return { seats: seatsOf(tidy), relaxed: null };
    const any = cheapest(own, reads, size, 'any');
    if (any) return { seats: seatsOf(any), relaxed: 'orphan' };
    for (let pieces = 2; pieces <= size; pieces += 1) {
      const seats = inPieces(own, reads, evenSizes(size, pieces));
      if (seats) return { seats, relaxed: 'split' };
    }
    return null;
  }

  private within(blocks: ReadonlySet<number>): readonly Stretch[] {
    if (blocks.size === this.blockCount) return this.stretches;
    return this.stretches.filter(({ block }) => blocks.has(block));
  }

  /** Finds wheelchair places near each other and the focal point, each companion beside one of them or else nearby. */
  findAccessible(reads: readonly string[], blocks: ReadonlySet<number>, wish: AccessibleWish): Proposal | null {
    const isFree = ({ block, offset }: LaidSeat): boolean => blocks.has(block) && reads[block]?.[offset] === FREE;
    return bestPlaces(this.places, isFree, wish, (place, n) => this.near(reads, blocks, place, n));
  }

  /** Finds seats nearest to a place, in few and even pieces; those of wheelchair users are left to them. */
  private near(reads: readonly string[], blocks: ReadonlySet<number>, place: LaidSeat, n: number): LaidSeat[] | null {
    const left = [...reads];
    for (const { place: own, companions } of this.places) take(left, [own, ...companions]);
    for (let pieces = 1; pieces <= n; pieces += 1) {
      const seats = piecesNear(this.within(blocks), [...left], evenSizes(n, pieces), place);
      if (seats) return seats;
    }
    return null;
  }
}

/** Splits `whole` into `pieces` sizes that differ by at most one, largest first. */
export function evenSizes(whole: number, pieces: number): number[] {
  const small = Math.floor(whole / pieces);
  return Array.from({ length: pieces }, (_, i) => small + (i < whole % pieces ? 1 : 0));
}

/** Returns a point in front of the middle of the house, where a stage is assumed if none is drawn. */
function focalPointOf(layout: SeatLayout): { x: number; y: number } {
  let [left, right, front] = [Infinity, -Infinity, Infinity];
  for (const { seats } of layout.blocks)
    for (const { x, y } of seats) {
      left = Math.min(left, x);
      right = Math.max(right, x);
      front = Math.min(front, y);
    }
  return { x: (left + right) / 2, y: front - 1 };
}

function stretchesOf(seats: readonly LaidSeat[]): LaidSeat[][] {
  const stretches: LaidSeat[][] = [];
  for (const seat of seats) {
    const last = stretches.at(-1);
    if (last && last.at(-1)?.offset === seat.offset - 1) last.push(seat);
    else stretches.push([seat]);
  }
  return stretches;
}

function stretchFrom(seats: readonly LaidSeat[], focus: { x: number; y: number }): Stretch {
  const costs = seats.map(({ x, y }) => Math.hypot(x - focus.x, y - focus.y));
  const { block = 0, offset: start = 0 } = seats[0] ?? {};
  const [xs, ys] = [seats.map(({ x }) => x), seats.map(({ y }) => y)];
  const box = { left: Math.min(...xs), right: Math.max(...xs), front: Math.min(...ys), back: Math.max(...ys) };
  return {
    block,
    start,
    costs,
    seats,
    least: Math.min(...costs),
    box,
    known: { block: '', read: '', bySize: new Map() },
  };
}

const seatsOf = ({ stretch, from, size }: Window): LaidSeat[] => stretch.seats.slice(from, from + size);

function cheapest(
  stretches: readonly Stretch[],
  reads: readonly string[],
  size: number,
  kind: keyof Windows,
): Window | null {
  let best: Window | null = null;
  for (const stretch of stretches) {
    // all remaining stretches are farther away
    if (best && stretch.least * size >= best.cost) break;
    if (stretch.costs.length < size) continue;
    const found = windowsOf(stretch, reads[stretch.block] ?? '', size)[kind];
    if (found && (!best || found.cost < best.cost)) best = found;
  }
  return best;
}

function windowsOf(stretch: Stretch, read: string, size: number): Windows {
  if (stretch.known.block !== read) {
    const own = read.slice(stretch.start, stretch.start + stretch.costs.length);
    if (stretch.known.read === own) stretch.known.block = read;
    else stretch.known = { block: read, read: own, bySize: new Map() };
  }
  const known = stretch.known.bySize.get(size);
  if (known) return known;
  const windows = searchWindows(stretch, stretch.known.read, size);
  stretch.known.bySize.set(size, windows);
  return windows;
}

function searchWindows(stretch: Stretch, own: string, size: number): Windows {
  const windows: Windows = { tidy: null, any: null };
  const wanted = FREE.repeat(size);
  for (let from = own.indexOf(wanted); from !== -1; from = own.indexOf(wanted, from + 1)) {
    let cost = 0;
    for (let i = from; i < from + size; i += 1) cost += stretch.costs[i] ?? 0;
    const window = { stretch, from, size, cost };
    if (!windows.any || cost < windows.any.cost) windows.any = window;
    const isTidy = !isSingle(own, from - 1, -1) && !isSingle(own, from + size, 1);
    if (isTidy && (!windows.tidy || cost < windows.tidy.cost)) windows.tidy = window;
  }
  return windows;
}

/** Returns true if the seat at `at`, beside a window, would be left as a single free seat. */
const isSingle = (own: string, at: number, step: 1 | -1): boolean => own[at] === FREE && own[at + step] !== FREE;

/**
 * Places the first piece at the best position, which beside free seats is the end of a run rather than its middle, and
 * the others as near to it as possible.
 */
function inPieces(
  stretches: readonly Stretch[],
  reads: readonly string[],
  [first = 0, ...others]: readonly number[],
): LaidSeat[] | null {
  const anchor = cheapest(stretches, reads, first, 'tidy') ?? cheapest(stretches, reads, first, 'any');
  if (!anchor) return null;
  const left = [...reads];
  take(left, seatsOf(anchor));
  const around = piecesNear(stretches, left, others, middleOf(anchor.stretch, anchor.from, anchor.size));
  return around && [...seatsOf(anchor), ...around];
}

/** Finds pieces of these sizes, each as near to the point as possible, and takes them in `left`. */
function piecesNear(
  stretches: readonly Stretch[],
  left: string[],
  sizes: readonly number[],
  point: { x: number; y: number },
): LaidSeat[] | null {
  const picked: LaidSeat[] = [];
  for (const size of sizes) {
    const next = nearest(stretches, left, size, point);
    if (!next) return null;
    take(left, seatsOf(next));
    picked.push(...seatsOf(next));
  }
  return picked;
}

function take(left: string[], seats: readonly LaidSeat[]): void {
  for (const { block, offset } of seats) {
    const read = left[block] ?? '';
    left[block] = `${read.slice(0, offset)}-${read.slice(offset + 1)}`;
  }
}

function middleOf({ seats }: Stretch, from: number, size: number): { x: number; y: number } {
  let [x, y] = [0, 0];
  for (let i = from; i < from + size; i += 1) {
    x += seats[i]?.x ?? 0;
    y += seats[i]?.y ?? 0;
  }
  return { x: x / size, y: y / size };
}

/** Rounding of a middle, which may lie this far outside of its seats. */
const ROUNDING = 1e-6;

/** Returns how near to `at` a middle of the stretch's seats can be. */
function leastDistance({ box }: Stretch, at: { x: number; y: number }): number {
  const dx = Math.max(box.left - at.x, 0, at.x - box.right);
  const dy = Math.max(box.front - at.y, 0, at.y - box.back);
  return Math.hypot(dx, dy) - ROUNDING;
}

function nearest(
  stretches: readonly Stretch[],
  reads: readonly string[],
  size: number,
  centre: { x: number; y: number },
): Window | null {
  const wanted = FREE.repeat(size);
  let best: Window | null = null;
  for (const stretch of stretches) {
    if (best && leastDistance(stretch, centre) >= best.cost) continue;
    const own = (reads[stretch.block] ?? '').slice(stretch.start, stretch.start + stretch.costs.length);
    for (let from = own.indexOf(wanted); from !== -1; from = own.indexOf(wanted, from + 1)) {
      const at = middleOf(stretch, from, size);
      const cost = Math.hypot(at.x - centre.x, at.y - centre.y);
      if (!best || cost < best.cost) best = { stretch, from, size, cost };
    }
  }
  return best;
}
