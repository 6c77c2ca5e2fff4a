import type { EpochStamp } from '../../saletime/epoch-stamp.js';
import type { Admitted } from './hold.types.js';

export interface HoldCall {
  saleId: string;
  stamp: EpochStamp;
  /** Keyed digest of the idempotency key: the script derives the hold's id from it and the fan key. */
  holdSeed: string;
  permit: Admitted;
  digest: string;
  /** JSON of the claims. */
  claims: string;
  /** Units that the script takes one by one. */
  units: number;
  /** JSON of StoredTerms, stored verbatim. */
  terms: string;
  holdMs: number;
  absoluteMs: number;
  layout: string;
}
