import type { EpochStamp } from '../../saletime/epoch-stamp.js';

/** For whom an order is placed: an admission, or a partner that sells from its own allocation. */
export interface Placer {
  saleId: string;
  stamp: EpochStamp;
  /** Whose hold it is. */
  fanKey: string;
  admissionId: string | null;
  lane: string | null;
  members: number;
}
