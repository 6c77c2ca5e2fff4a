import type { Moment } from './moment.js';

/** What the fans of one real sale were told, and what came of it. Times are seconds since the opening. */
export interface Recording {
  title: string;
  recordedOn: string;
  fans: number;
  tickets: number;
  cap: number;
  perMinute: number;
  /** Once a second: time, S, the told speed of S (`measured`; -1 for none), and whether the sale was on. */
  heard: [second: number, serving: number, from: number, to: number, isOn: 0 | 1][];
  /** Every ten seconds: time, and the told table of chances. */
  chances: [second: number, table: [ahead: number, from: number, to: number][]][];
  /** With each table, on what it was reckoned (of the same second). Older recordings have none. */
  moments?: Moment[];
  /**
   * Of each fan who was there: position, when it was called (null: never), and whether tickets were left at its turn
   * (null: the run ended, or the fan went, before that was known).
   */
  guests: [position: number, calledAt: number | null, gotSome: 0 | 1 | null][];
}
