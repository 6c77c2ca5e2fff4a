import type { LiveShape } from '../../../../src/contract/live/live-shapes.js';

type Stock = LiveShape['stock'][number];
export interface StockPart {
  part: 'sold' | 'held' | 'free' | 'unknown';
  tickets: number;
}

/**
 * Returns the bar of a ticket type, which adds up to what may be sold. While the line is unknown, so is which of the
 * unsold tickets are held: the document then counts them all as free.
 */
export function stockParts({ sold, held, free }: Stock, isLineKnown: boolean): StockPart[] {
  const unsold: StockPart[] = isLineKnown
    ? [
        { part: 'held', tickets: held },
        { part: 'free', tickets: free },
      ]
    : [{ part: 'unknown', tickets: held + free }];
  return [{ part: 'sold', tickets: sold }, ...unsold];
}
