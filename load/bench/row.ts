import { median, pairwiseRatios } from '../report/statistics.js';

/** The target of a result. */
export interface Goal {
  min?: number;
  max?: number;
}

/** One line of the table. All measurements are kept in `raw`. */
export interface Row {
  id: string;
  what: string;
  against: string;
  unit: string;
  /** Medians over the runs; null where nothing was measured. */
  measured: number | null;
  baseline: number | null;
  /** The value compared with the goal: the median of the runs' ratios, or the measured value itself. */
  result: number | null;
  goal: Goal;
  note: string;
  raw: Record<string, unknown>;
}

interface Common {
  id: string;
  what: string;
  against?: string;
  unit?: string;
  goal?: Goal;
  note?: string;
  raw?: Record<string, unknown>;
}

/** Builds a row whose goal is the ratio to a baseline measured in the same run. */
export function ratioRow({ measured, baseline, ...row }: Common & { measured: number[]; baseline: number[] }): Row {
  const ratios = pairwiseRatios(measured, baseline);
  return {
    ...filled(row),
    measured: median(measured),
    baseline: median(baseline),
    result: ratios.length > 0 ? median(ratios) : null,
    raw: { ...row.raw, measured, baseline, ratios },
  };
}

/** Builds a row whose goal is the measured value; a baseline is shown for comparison only. */
export function valueRow({
  measured,
  baseline = [],
  ...row
}: Common & { measured: number[]; baseline?: number[] }): Row {
  const value = measured.length > 0 ? median(measured) : null;
  return {
    ...filled(row),
    measured: value,
    baseline: baseline.length > 0 ? median(baseline) : null,
    result: value,
    raw: { ...row.raw, measured, ...(baseline.length > 0 ? { baseline } : {}) },
  };
}

/** Builds a row that cannot be measured on this machine. */
export function missingRow(row: Common & { note: string }): Row {
  return { ...filled(row), measured: null, baseline: null, result: null, raw: {} };
}

/** Returns whether the goal is met; null without a result or a goal. */
export function isMet({ result, goal }: Row): boolean | null {
  if (result === null || (goal.min === undefined && goal.max === undefined)) return null;
  return result >= (goal.min ?? -Infinity) && result <= (goal.max ?? Infinity);
}

const filled = ({ id, what, against = '–', unit = '', goal = {}, note = '' }: Common) => ({
  id,
  what,
  against,
  unit,
  goal,
  note,
});
