import type { PlaceShape, PlaceState } from '../../contract/line/line-shapes.js';
import { aheadOf, chanceAt, waitRange } from '../../contract/line/standing.js';
import type { PlaceReading, Standing } from './place-replies.js';
import { wallTimeOf } from '../../saletime/wall-time.js';
import type { LaneFigures, PlaceRef } from '../queue.types.js';

const states: Record<Standing, PlaceState> = {
  admitted: 'admitted',
  undrawn: 'waiting',
  done: 'done',
  shared: 'waiting',
  called: 'called',
  expired: 'expired',
  passed: 'waiting',
  ahead: 'waiting',
};

/** @param lane figures of its lane, for wait and chance; null if unavailable */
export function placeShapeOf(
  place: PlaceRef,
  reading: PlaceReading,
  lane: LaneFigures | null,
  wallNowMs: number,
): PlaceShape {
  const { standing, serving, saleMs, untilSaleMs, keptUntilSaleMs, deferredUntilSaleMs, saleState, isAsked } = reading;
  // a closed sale expires waiting places; running admissions and finished places keep their state
  const isOver = saleState === 'closed' && states[standing] !== 'admitted' && states[standing] !== 'done';
  const wallTime = (saleDeadlineMs: number): string | null =>
    saleDeadlineMs > 0 ? wallTimeOf(place.saleId, saleDeadlineMs, saleMs, wallNowMs) : null;
  const isDeferred = deferredUntilSaleMs > saleMs && (standing === 'ahead' || standing === 'passed');
  const waits = !isOver && (standing === 'ahead' || standing === 'passed');
  const ahead = waits ? aheadOf(place.position, serving) : nobodyAhead(place);
  return {
    state: isOver ? 'expired' : isDeferred ? 'deferred' : states[standing],
    saleState,
    number: place.number,
    lane: place.lane,
    position: place.position,
    ahead,
    wait: waits ? waitRange(ahead, lane?.measured ?? null) : null,
    chance: waits ? chanceAt(ahead, lane?.chance ?? []) : null,
    claimBefore: standing === 'called' && !isOver ? wallTime(untilSaleMs) : null,
    placeKeptUntil: !isOver && (standing === 'called' || standing === 'passed') ? wallTime(keptUntilSaleMs) : null,
    deferredUntil: isDeferred && !isOver ? wallTime(deferredUntilSaleMs) : null,
    ...(isAsked && waits && { stepUp: true }),
  };
}

/** A drawn place that waits no more has nobody ahead. */
const nobodyAhead = ({ position }: Pick<PlaceRef, 'position'>): number | null => (position === null ? null : 0);

/** Builds the shape from the token alone, for a place that was given up or deferred. */
export function bareShapeOf(place: PlaceRef, state: PlaceState): PlaceShape {
  const { number, lane, position } = place;
  return {
    state,
    saleState: null,
    number,
    lane,
    position,
    ahead: nobodyAhead(place),
    wait: null,
    chance: null,
    claimBefore: null,
    placeKeptUntil: null,
    deferredUntil: null,
  };
}
