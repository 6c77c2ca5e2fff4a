import type { PlaceShape } from '../../../src/contract/line/line-shapes.js';
import { isNearFront, type LineState } from './line-view.js';

type Ended = NonNullable<LineState['ended']>;

/**
 * Returns how a place has ended; null while it stands.
 * @param hasTickets whether this device keeps an order of the sale: the place of a fan with tickets was used
 */
export function endOfPlace({ state, moved }: Pick<PlaceShape, 'state' | 'moved'>, hasTickets: boolean): Ended | null {
  if (moved) return 'moved';
  if (state === 'done') return hasTickets ? 'used' : 'done';
  return state === 'expired' || state === 'left' ? state : null;
}

/** Returns what is left of an end that was told before, once the server says that the place stands. */
export const standsAgain = (ended: Ended | null): Ended | null =>
  ended === 'expired' || ended === 'left' ? null : ended;

/** Whether the page reads its place: at the start, and near the front where a socket may have missed the call. */
export const needsPlace = (line: LineState): boolean =>
  !line.admitted && (line.place === null || (isNearFront(line) && (line.link !== 'live' || line.claim === 'idle')));
