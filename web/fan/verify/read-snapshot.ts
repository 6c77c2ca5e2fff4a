import type { Snapshot } from '../../../src/contract/line/line-shapes.js';

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Far longer than any snapshot; a longer paste would only freeze the page. */
const MAX_CHARACTERS = 1_000_000;

const isCount = (value: unknown): boolean =>
  value === null || value === undefined || (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0);
const isLane = (value: unknown): boolean => isRecord(value) && isCount(value.arrivals) && isCount(value.drawn);

/** Extracts a sale's slug from a slug or any link to one of its pages. */
export function slugIn(text: string): string {
  const path = /\/s\/([^/?#]+)/i.exec(text)?.[1] ?? text;
  return path.trim().toLowerCase();
}

/** Parses a pasted snapshot, validating only what the draw's arithmetic needs; null for anything else. */
export function readSnapshotText(text: string): Snapshot | null {
  if (text.length > MAX_CHARACTERS) return null;
  try {
    const value: unknown = JSON.parse(text);
    if (!isRecord(value) || !isRecord(value.draw) || !isRecord(value.lanes) || typeof value.saleId !== 'string')
      return null;
    if (typeof value.draw.commitment !== 'string' || !Object.values(value.lanes).every(isLane)) return null;
    return value as unknown as Snapshot;
  } catch {
    return null;
  }
}
