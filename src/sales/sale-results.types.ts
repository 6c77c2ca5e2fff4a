import type { FieldError } from '../contract/errors.js';
import type { SaleState } from '../contract/sale/sale-shapes.js';
import type { SaleView } from './sales.types.js';

export type CreateResult =
  | { kind: 'created'; sale: SaleView }
  | { kind: 'slug_taken' }
  | { kind: 'invalid'; errors: FieldError[] }
  | { kind: 'not_supported'; detail: string };

export type ChangeResult =
  | { kind: 'changed'; sale: SaleView }
  | { kind: 'not_found' }
  | { kind: 'invalid'; errors: FieldError[] }
  | { kind: 'not_supported'; detail: string }
  /** Not allowed in the sale's current state. */
  | { kind: 'refused'; state: SaleState }
  /** Changed concurrently; reload and retry. */
  | { kind: 'conflict' };

export type ExtendResult =
  | { kind: 'extended'; sale: SaleView }
  | { kind: 'not_found' }
  | { kind: 'refused'; state: SaleState }
  /** Deadlines can be extended by at most one day in total. */
  | { kind: 'too_far' }
  /** Only where it was asked for an epoch that is over. */
  | { kind: 'other_epoch' }
  | { kind: 'away' };

export type ReplaceResult = ChangeResult | { kind: 'slug_taken' };

/** `fixed`: the change exceeds what is allowed while the sale is published. */
export type SeatMapChange = ReplaceResult | { kind: 'fixed'; detail: string };

export type RemoveResult =
  | { kind: 'removed' }
  | { kind: 'not_found' }
  | { kind: 'refused'; state: SaleState }
  | { kind: 'conflict' };
