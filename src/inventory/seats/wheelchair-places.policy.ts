import type { MapPoint } from '../../contract/stock/seat-map-shapes.js';
import type { AccessibleWish, Relaxed } from '../holds/hold.types.js';
import type { LaidSeat, SeatLayout } from './seat-layout.js';

export interface Proposal {
  seats: LaidSeat[];
  relaxed: Relaxed | null;
}

/** A wheelchair place and its companion seats, nearest first. */
export interface WheelchairPlace {
  place: LaidSeat;
  companions: readonly LaidSeat[];
  /** Distance from the focal point. */
  cost: number;
}

interface FreePlace extends WheelchairPlace {
  index: number;
}

/** Returns every wheelchair place of a house, nearest the focal point first. */
export function wheelchairPlaces(layout: SeatLayout, focus: MapPoint): WheelchairPlace[] {
  const all = layout.blocks.flatMap(({ seats }) => seats);
  const companions = new Map<string, LaidSeat[]>();
  for (const seat of all) {
    if (seat.companionOf === null) continue;
    companions.set(seat.companionOf, [...(companions.get(seat.companionOf) ?? []), seat]);
  }
  return all
    .filter(({ accessible }) => accessible)
    .map((place) => ({
      place,
      companions: (companions.get(place.id) ?? []).sort((a, b) => distance(a, place) - distance(b, place)),
      cost: distance(place, focus),
    }))
    .sort((a, b) => a.cost - b.cost || (a.place.id < b.place.id ? -1 : 1));
}

/**
 * Groups each place with the nearest others such that the companions have seats, and returns the group nearest to the
 * focal point and to each other. Companions for whom no seats are set aside beside these places get other seats nearby,
 * by `near`. Null only if too few places, or too few seats of either kind, are free.
 */
export function bestPlaces(
  places: readonly WheelchairPlace[],
  isFree: (seat: LaidSeat) => boolean,
  { wheelchairs, companions }: AccessibleWish,
  near: (place: LaidSeat, n: number) => LaidSeat[] | null,
): Proposal | null {
  const free = places
    .filter(({ place }) => isFree(place))
    .map((known, index): FreePlace => ({ ...known, index, companions: known.companions.filter(isFree) }));
  const richest = free.toSorted((a, b) => b.companions.length - a.companions.length).slice(0, wheelchairs);
  const beside = Math.min(companions, seatsBeside(richest));
  const group = bestGroup(free, wheelchairs, beside);
  const [first] = group ?? [];
  if (!group || !first) return null;
  const others = beside === companions ? [] : near(first.place, companions - beside);
  return others && proposalOf(group, beside, others);
}

function bestGroup(free: readonly FreePlace[], wheelchairs: number, companions: number): FreePlace[] | null {
  let best: { group: FreePlace[]; cost: number } | null = null;
  for (const anchor of free) {
    // every further group costs more: the remaining places are farther from the focal point
    if (best && anchor.cost >= best.cost) break;
    const group = groupAround(anchor, free, wheelchairs, companions);
    if (!group) continue;
    const cost = costOf(group, anchor);
    if (!best || cost < best.cost) best = { group, cost };
  }
  return best && best.group;
}

/** Returns the places nearest to the anchor, preferring those with more companion seats where needed. */
function groupAround(anchor: FreePlace, free: readonly FreePlace[], n: number, companions: number): FreePlace[] | null {
  const others = free.filter((other) => other !== anchor);
  const near = others.toSorted((a, b) => distance(a.place, anchor.place) - distance(b.place, anchor.place));
  const group = [anchor, ...near.slice(0, n - 1)];
  if (group.length < n) return null;
  if (seatsBeside(group) >= companions) return group;
  const rich = [anchor, ...near.sort((a, b) => b.companions.length - a.companions.length).slice(0, n - 1)];
  return seatsBeside(rich) >= companions ? rich : null;
}

const seatsBeside = (group: readonly FreePlace[]): number =>
  group.reduce((sum, { companions }) => sum + companions.length, 0);

const costOf = (group: readonly FreePlace[], anchor: FreePlace): number =>
  group.reduce((sum, { cost, place }) => sum + cost + distance(place, anchor.place), 0);

/** Assigns one companion to each place before a second to any; `others` are seats of the rest. */
function proposalOf(group: readonly FreePlace[], companions: number, others: readonly LaidSeat[]): Proposal {
  const beside: LaidSeat[] = [];
  for (let round = 0; beside.length < companions; round += 1)
    for (const { companions: own } of group) {
      const seat = own[round];
      if (seat && beside.length < companions) beside.push(seat);
    }
  const seats = [...group.map(({ place }) => place), ...beside, ...others];
  return { seats, relaxed: isOneRow(seats) && (others.length === 0 || isUnbroken(seats)) ? null : 'split' };
}

const isOneRow = ([first, ...rest]: readonly LaidSeat[]): boolean =>
  rest.every(({ block, rowIndex }) => block === first?.block && rowIndex === first.rowIndex);

function isUnbroken(seats: readonly LaidSeat[]): boolean {
  const offsets = seats.map(({ offset }) => offset);
  return Math.max(...offsets) - Math.min(...offsets) === seats.length - 1;
}

const distance = (a: MapPoint, b: MapPoint): number => Math.hypot(a.x - b.x, a.y - b.y);
