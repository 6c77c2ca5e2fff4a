import type { LineReading } from './line.reading.js';

/** Returns true if somebody present awaits a call, or has been called but not admitted yet. */
export function lineWaits({ called, lanes }: Pick<LineReading, 'called' | 'lanes'>): boolean {
  return called > 0 || lanes.some(({ ready }) => ready > 0);
}

/**
 * Returns true if a line needs its beat: somebody is ready, connected, called, shopping or paying, or the window has
 * yet to reach the last arrival. A line without a recent checkout report counts as lively: it may have an open order.
 */
export function isLively(line: LineReading): boolean {
  if (line.active > 0 || lineWaits(line)) return true;
  if (line.nodes.some(({ connected }) => Object.values(connected).some((count) => count > 0))) return true;
  if (!line.checkout || (line.checkout.open ?? 0) > 0) return true;
  return line.state === 'on_sale' && line.lanes.some((lane) => lane.window < lane.arrivals - lane.serving);
}
