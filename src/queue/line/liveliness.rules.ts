import type { LineReading } from './line.reading.js';

/** Whether somebody present waits for a call, or has been called and has not come in yet. */
export function lineWaits({ called, lanes }: Pick<LineReading, 'called' | 'lanes'>): boolean {
  return called > 0 || lanes.some(({ ready }) => ready > 0);
}

/**
 * Whether a line needs its beat: somebody is near the front, connected, called, shopping or paying, or the window has
 * still to grow until it reaches everybody who may be waiting. A line whose checkout is not heard of is never left alone:
 * an order may be running in it.
 */
export function isLively(line: LineReading): boolean {
  if (line.active > 0 || lineWaits(line)) return true;
  if (line.nodes.some(({ connected }) => Object.values(connected).some((count) => count > 0))) return true;
  if (!line.checkout || (line.checkout.open ?? 0) > 0) return true;
  return line.state === 'on_sale' && line.lanes.some((lane) => lane.window < lane.arrivals - lane.serving);
}
