import type { LineDifference } from '../queue.types.js';
import type { LineReading } from './line.reading.js';

/**
 * Compares a rebuilt line with what Redis held of it. Places are not kept one by one: a number given before is still
 * valid as long as numbers resume above it.
 */
export function lineDifference(
  former: LineReading | null,
  rebuilt: readonly { lane: string; arrivals: number; serving: number }[],
): LineDifference {
  return {
    admissionsLost: former && former.active,
    lanes: rebuilt.map(({ lane, arrivals, serving }) => {
      const before = former?.lanes.find(({ key }) => key === lane);
      const found = before && {
        ...{ arrivals: before.arrivals, serving: before.serving },
        ...{ called: before.called, present: before.ready },
      };
      return { lane, arrivals, serving, found: found ?? null };
    }),
  };
}
