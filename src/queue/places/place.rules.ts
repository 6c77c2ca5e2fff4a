import type { PlaceState } from '../../contract/line/line-shapes.js';
import type { ReceiptReason } from '../../contract/line/place-shapes.js';
import type { PlaceToken } from './place-token.js';

/** Short, because a code on a screen is scanned at once or not at all. */
export const HANDOFF_LIFE_MS = 90_000;

export interface ReceiptFacts {
  position: number | null;
  /** N of the lane; null before the draw. */
  drawn: number | null;
  state: PlaceState;
}

const reasonOfState: Partial<Record<PlaceState, ReceiptReason>> = {
  called: 'CALLED',
  admitted: 'ADMITTED',
  expired: 'CALL_MISSED',
  done: 'USED',
  left: 'LEFT',
};

/** Explains a place's position and state in stable codes. Extra time is private and never among them. */
export function receiptReasons(
  { number, member, deferrals }: Pick<PlaceToken, 'number' | 'member' | 'deferrals'>,
  { position, drawn, state }: ReceiptFacts,
): ReceiptReason[] {
  const order =
    drawn === null || position === null ? 'NOT_DRAWN_YET' : number <= drawn ? 'ORDERED_BY_DRAW' : 'ARRIVED_AFTER_DRAW';
  const ofState = reasonOfState[state];
  return [
    order,
    ...(member > 0 ? (['SHARED_NUMBER'] as const) : []),
    ...(deferrals > 0 ? (['DEFERRED'] as const) : []),
    ...(ofState ? [ofState] : []),
  ];
}
