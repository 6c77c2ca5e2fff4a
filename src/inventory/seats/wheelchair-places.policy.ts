import type { MapPoint } from '../../contract/seat-map-shapes.js';
import type { AccessibleWish, Relaxed } from '../inventory.types.js';
import type { LaidSeat, SeatLayout } from './seat-layout.js';

export interface Proposal {
  seats: LaidSeat[];
  relaxed: Relaxed | null;
}

/** A wheelchair place and the seats of its companions, the nearest first. */
export interface WheelchairPlace {
  place: LaidSeat;
  companions: readonly LaidSeat[];
  /** From the focal point. */
  cost: number;
}

interface FreePlace extends WheelchairPlace {
  index: number;
}

/** Every wheelchair place of a house, those near the focal point first. */
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
 * Around each place in turn the nearest others that have seats for all companions; of these groups the one whose places are
 * near the focal point and near each other. Never null while some places have companions enough.
 */
export function bestPlaces(
  places: readonly WheelchairPlace[],
  isFree: (seat: LaidSeat) => boolean,
  { wheelchairs, companions }: AccessibleWish,
): Proposal | null {
  const free = places
    .filter(({ place }) => isFree(place))
    .map((known, index): FreePlace => ({ ...known, index, companions: known.companions.filter(isFree) }));
  let best: { group: FreePlace[]; cost: number } | null = null;
  for (const anchor of free) {
    // every group around it costs more: those that follow are farther from the focal point
    if (best && anchor.cost >= best.cost) break;
    const group = groupAround(anchor, free, wheelchairs, companions);
    if (!group) continue;
    const cost = costOf(group, anchor);
    if (!best || cost < best.cost) best = { group, cost };
  }
  return best && proposalOf(best.group, companions);
}

/** The places nearest to the anchor, those with more companions where these are wanted. */
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

/** A companion for each place before a second one for any. */
function proposalOf(group: readonly FreePlace[], companions: number): Proposal {
  const beside: LaidSeat[] = [];
  for (let round = 0; beside.length < companions; round += 1)
    for (const { companions: own } of group) {
      const seat = own[round];
      if (seat && beside.length < companions) beside.push(seat);
    }
  const seats = [...group.map(({ place }) => place), ...beside];
  const isOneRow = seats.every(({ block, rowIndex }) => block === seats[0]?.block && rowIndex === seats[0]?.rowIndex);
  return { seats, relaxed: isOneRow ? null : 'split' };
}

const distance = (a: MapPoint, b: MapPoint): number => Math.hypot(a.x - b.x, a.y - b.y);
