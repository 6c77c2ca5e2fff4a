import type { Snapshot } from '../../../src/contract/shapes.js';

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A sale's address, or any link to one of its pages as people pass them on. */
export function slugIn(text: string): string {
  const path = /\/s\/([^/?#]+)/i.exec(text)?.[1] ?? text;
  return path.trim().toLowerCase();
}

/** A pasted snapshot: only what the draw's arithmetic needs is looked at; null for anything else. */
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
