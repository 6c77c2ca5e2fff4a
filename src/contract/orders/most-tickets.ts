/** What bounds a basket: how many people share it, and the sale's limit of one order. */
export interface BasketLimits {
  members: number;
  maxPerOrder: number | null;
}

/** Returns the most tickets of a type that one basket may have. */
export function mostOf({ maxPerFan }: { maxPerFan: number }, { members, maxPerOrder }: BasketLimits): number {
  return Math.min(maxPerFan * members, maxPerOrder ?? Infinity);
}
