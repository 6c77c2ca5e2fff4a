import type { RebuildReport } from '../../inventory/inventory.types.js';
import type { LineDifference } from '../../queue/queue.types.js';

/** What is kept of a rebuild: counts, and ids of what differed; nothing personal. */
export interface StoredReport {
  /** From the loss's discovery to the sale's reopening. */
  tookMs: number;
  line: LineDifference;
  units: number;
  conflicts: number;
  stock: RebuildReport['difference'];
}

export interface Rebuilt {
  id: string;
  epoch: number;
  /** When the sale went on. */
  at: Date;
  report: StoredReport;
}
