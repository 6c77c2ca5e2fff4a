import type { SeatMapDocument } from '../../../../src/contract/stock/seat-map-shapes.js';

const PREFIX = 'ropeline.seat-map.';
const keyOf = (source: string | null): string => PREFIX + (source ?? 'new');

/** Returns a map drawn in this browser and not saved; null if there is none or storage is blocked. */
export function keptMap(source: string | null): SeatMapDocument | null {
  try {
    const kept = JSON.parse(localStorage.getItem(keyOf(source)) ?? 'null') as SeatMapDocument | null;
    return kept && Array.isArray(kept.sections) ? kept : null;
  } catch {
    return null;
  }
}

export function keepMap(source: string | null, map: SeatMapDocument): void {
  try {
    localStorage.setItem(keyOf(source), JSON.stringify(map));
  } catch {
    // the map is larger than the storage, or storage is blocked: the editor works without it
  }
}

export function forgetMap(source: string | null): void {
  try {
    localStorage.removeItem(keyOf(source));
  } catch {
    // as above
  }
}

/** Called on sign-out, so that no maps stay on a shared machine. */
export function forgetMaps(): void {
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX)) localStorage.removeItem(key);
  } catch {
    // as above
  }
}
