import type { Stores } from '../cluster/cluster.js';
import type { Row } from './row.js';
import type { Progress } from './stage.js';

/** Scale of a run; each group uses the fields it needs. */
export interface Size {
  runs: number;
  /** Duration of one run of an HTTP endpoint. */
  seconds: number;
  quick: boolean;
}

/** Rows measured together. */
export interface Group {
  name: string;
  rows: readonly string[];
  measure(stores: Stores, size: Size, progress: Progress): Promise<Row[]>;
}
