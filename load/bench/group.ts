import type { Stores } from '../cluster/cluster.js';
import type { Row } from './row.js';
import type { Progress } from './stage.js';

/** How large a run is; every group takes what it needs. */
export interface Size {
  runs: number;
  /** Seconds of one run of an HTTP door. */
  seconds: number;
  quick: boolean;
}

/** Rows that are measured together. */
export interface Group {
  name: string;
  rows: readonly string[];
  measure(stores: Stores, size: Size, progress: Progress): Promise<Row[]>;
}
