import type { EpochStamp } from '../../../saletime/epoch-stamp.js';

/** On whose behalf an order is placed: an admission, or a partner selling from its own allocation. */
export interface Placer {
  saleId: string;
  stamp: EpochStamp;
  /** Owner of the hold. */
  fanKey: string;
  admissionId: string | null;
  lane: string | null;
  /** Number of the place that was let in; null for a partner. */
  number: number | null;
  members: number;
}
