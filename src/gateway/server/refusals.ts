import { placeProblem } from '../../queue/places/place.errors.js';
import { type Answer, refused } from './client-events.js';

/** Returns the refusal for a place, identical to the HTTP problem. */
export function placeRefused(refusal: Parameters<typeof placeProblem>[0]): Answer<never> {
  const { code, extra } = placeProblem(refusal);
  return refused(code, extra);
}
