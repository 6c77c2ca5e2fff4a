import type { HoldShape } from '../../../src/contract/orders/order-shapes.js';

/** Re-read interval of a hold whose order is being canceled, and of one whose order is being paid elsewhere. */
const comingBackMs = 700;
const paidElsewhereMs = 5_000;
/** Tolerated clock difference to the server: deadlines are checked this much later. */
const deadlineGraceMs = 700;

/** What the page makes of a hold: shown · paying: its order owns it · gone · timeUp: its time ran out. */
export type HoldFate = 'shown' | 'paying' | 'gone' | 'timeUp';

const fates: Record<HoldShape['state'], HoldFate> = {
  active: 'shown',
  paying: 'paying',
  expired: 'timeUp',
  released: 'gone',
  sold: 'gone',
};

export const fateOf = ({ state }: Pick<HoldShape, 'state'>): HoldFate => fates[state];

/** Returns when a shown hold is checked: just after its deadline. */
export const checkInMs = ({ expiresAt }: Pick<HoldShape, 'expiresAt'>, nowMs: number): number =>
  Math.max(deadlineGraceMs, Date.parse(expiresAt) - nowMs + deadlineGraceMs);

/** @param isElsewhere whether another browser has made its order: it may take the whole time of a payment */
export const checkPayingMs = (isElsewhere: boolean): number => (isElsewhere ? paidElsewhereMs : comingBackMs);

/** Whether a change in progress goes on: an extended deadline alone leaves it, different content ends it. */
export const changeGoesOn = (before: Pick<HoldShape, 'items'> | null, hold: Pick<HoldShape, 'items'>): boolean =>
  before !== null && JSON.stringify(before.items) === JSON.stringify(hold.items);

/** Returns the hold that a place without one on this device has: one that is being paid goes first. */
export const ownHoldOf = (holds: readonly HoldShape[]): HoldShape | undefined =>
  holds.find(({ state }) => state === 'paying') ?? holds.find(({ state }) => state === 'active');
