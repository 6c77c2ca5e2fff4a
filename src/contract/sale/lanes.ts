import type { LaneAccess } from './sale-shapes.js';

/** Key of a lane. Without separators of Redis keys, of tokens (`~`, `.`) and of lists (`,`). */
export const LANE_KEY = /^[a-z][a-z0-9_-]{0,31}$/;

interface Lane {
  key: string;
  access: LaneAccess;
}

/** Lanes a page offers: all but those by invitation, which only a code leads to. */
export const offeredLanes = <T extends Lane>(lanes: readonly T[]): T[] =>
  lanes.filter(({ access }) => access !== 'invite');

/**
 * Returns the lane to name in a join. With a code, a lane that needs none is not named, so that the code decides;
 * otherwise it would be ignored and the fan would stand in the wrong lane.
 */
export function laneToName(lanes: readonly Lane[], chosen: string | undefined, code: string): string | undefined {
  const lane = lanes.find(({ key }) => key === chosen);
  return code !== '' && lane?.access === 'open' ? undefined : chosen;
}
