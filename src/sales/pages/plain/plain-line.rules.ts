import type { PlaceShape, Snapshot } from '../../../contract/line/line-shapes.js';

/** Well within the time to answer a call, however slowly the fan reads. */
const CALLED_SECONDS = 4;
/** Shorter than the 20 s without a sign of life after which a fan near the front counts as absent. */
const NEAR_SECONDS = 5;
const FAR_SECONDS = 20;
/**
 * Least window of a lane. The snapshot's is smaller while few wait, and may be older than this place: a fan who believed
 * it could reload after the time to answer a call.
 */
const NEAR_PLACES = 200;
/** Spreads the reloads of pages loaded in the same second. */
const SPREAD_SECONDS = 7;
const OPENING_MS = 60_000;

/** Returns the reload delay of a place's page in seconds; null if nothing will change any more. */
export function refreshSeconds(
  place: PlaceShape,
  snapshot: Pick<Snapshot, 'lanes' | 'opensAt'>,
  nowMs: number,
): number | null {
  // nobody types into a page that reloads
  if (place.stepUp) return null;
  const spread = place.number % SPREAD_SECONDS;
  switch (place.state) {
    case 'called':
    case 'admitted':
      return CALLED_SECONDS;
    case 'expired':
    case 'left':
    case 'done':
      return null;
    case 'deferred':
      return FAR_SECONDS + spread;
    case 'waiting':
      break;
  }
  const lane = snapshot.lanes[place.lane];
  if (place.position === null) {
    const leftMs = Date.parse(snapshot.opensAt) - nowMs;
    return (leftMs > OPENING_MS ? FAR_SECONDS : NEAR_SECONDS) + spread;
  }
  const near = Math.max(NEAR_PLACES, lane?.window ?? 0);
  const isNear = place.placeKeptUntil !== null || (place.ahead ?? 0) <= near;
  return isNear ? NEAR_SECONDS : FAR_SECONDS + spread;
}
