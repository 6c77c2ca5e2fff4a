import type { Problem } from '../../../src/contract/errors.js';
import { placeBox } from '../state/boxes.js';
import { hasOrderOf } from '../state/kept-orders.js';
import { isOnServer } from '../state/page-data.js';
import type { DrawCheck } from './draw-check.js';
import { emptyLine, type LineState } from './line-view.js';

export interface LineExtras {
  check: DrawCheck | null;
  /** People ahead when the position was first known; defines the rope's full length. */
  startAhead: number | null;
  problem: Problem | null;
}

export type LineSessionState = LineState & LineExtras;

export type Ended = NonNullable<LineState['ended']>;

/** The token of this device's place in a sale; null if it has none. */
export const tokenOf = (slug: string): string | null => placeBox.get(slug)?.placeToken ?? null;

/** What this device knows before the server has said anything. */
export function firstLineState(slug: string): LineSessionState {
  const kept = placeBox.get(slug);
  return {
    ...emptyLine,
    unread: isOnServer(),
    joined: kept ? { number: kept.number, lane: kept.lane } : null,
    // what this device computed before a reload stands until the draw's chunk has computed it again
    position: kept?.position ?? null,
    admitted: false,
    // the place of a fan with tickets is over, and no longer kept here
    ended: !kept && !isOnServer() && hasOrderOf(slug) ? 'used' : null,
    check: null,
    startAhead: kept?.startAhead ?? null,
    problem: null,
  };
}
