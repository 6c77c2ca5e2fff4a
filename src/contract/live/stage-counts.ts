import type { LiveShape } from './live-shapes.js';

export interface StageCounts {
  waiting: number;
  called: number;
  shopping: number;
  paying: number;
  paid: number;
}

/** False while the line and the stock cannot be read: what Redis counts is then 0 in the document, and unknown. */
export const isLineKnown = ({ epoch, state }: Pick<LiveShape, 'epoch' | 'state'>): boolean =>
  epoch !== null || state === 'draft';

/**
 * Returns how many fans are at each stage; NaN where it is not known. Those paying are still in the shop, so shopping
 * is the remainder of those inside.
 */
export function stageCounts(live: LiveShape): StageCounts {
  const lanes = Object.values(live.lanes);
  const sum = (pick: (lane: LiveShape['lanes'][string]) => number): number =>
    lanes.reduce((all, lane) => all + pick(lane), 0);
  const paying = live.orders.pending + live.orders.authorized;
  const known = isLineKnown(live);
  return {
    waiting: known ? sum((lane) => lane.waiting) : Number.NaN,
    called: known ? sum((lane) => lane.called) : Number.NaN,
    shopping: known ? Math.max(0, live.active - paying) : Number.NaN,
    paying,
    paid: live.orders.paid,
  };
}

/** Whoever was let in within the last half minute was present, too: those in line are at most all in line. */
export const peoplePresent = (live: LiveShape): number =>
  Object.values(live.lanes).reduce((all, { present, waiting, called }) => all + Math.min(present, waiting + called), 0);
