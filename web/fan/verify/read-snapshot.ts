import type { Snapshot } from '../../../src/contract/shapes.js';

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Extracts a sale's slug from a slug or any link to one of its pages. */
export function slugIn(text: string): string {
  const path = /\/s\/([^/?#]+)/i.exec(text)?.[1] ?? text;
  return path.trim().toLowerCase();
}

/** Parses a pasted snapshot, validating only what the draw's arithmetic needs; null for anything else. */
export function readSnapshotText(text: string): Snapshot | null {
  try {
    const value: unknown = JSON.parse(text);
    if (!isRecord(value) || !isRecord(value.draw) || !isRecord(value.lanes) || typeof value.saleId !== 'string')
      return null;
    if (typeof value.draw.commitment !== 'string' || !Object.values(value.lanes).every(isRecord)) return null;
    return value as unknown as Snapshot;
  } catch {
    return null;
  }
}
