import type { LiveShape } from './shapes.js';

export interface StageCounts {
  waiting: number;
  called: number;
  shopping: number;
  paying: number;
  paid: number;
}

/**
 * Returns how many fans are at each stage. Those paying are still in the shop, so shopping is the remainder of those
 * inside.
 */
export function stageCounts(live: LiveShape): StageCounts {
  const lanes = Object.values(live.lanes);
  const sum = (pick: (lane: LiveShape['lanes'][string]) => number): number =>
    lanes.reduce((all, lane) => all + pick(lane), 0);
  const paying = live.orders.pending + live.orders.authorized;
  return {
    waiting: sum((lane) => lane.waiting),
    called: sum((lane) => lane.called),
    shopping: Math.max(0, live.active - paying),
    paying,
    paid: live.orders.paid,
  };
}

export const peoplePresent = (live: LiveShape): number =>
  Object.values(live.lanes).reduce((all, lane) => all + lane.present, 0);
