import type { CrowdShape } from '../../../src/contract/staff/rehearsal-shapes.js';
import { wholeOf } from '../sales/setup/sale-draft.js';

export const emptyCrowd = {
  fans: '',
  beforeOpening: '',
  patienceMinutes: '',
  abandon: '',
  basket: '',
  farmIdentities: '',
  farmPlaces: '',
  faultAtMinute: '',
};
export type CrowdFields = typeof emptyCrowd;

const MOST_PEOPLE = 10_000_000;
const bounds: Record<keyof CrowdFields, { min: number; max: number; whole?: boolean; percent?: boolean }> = {
  fans: { min: 0, max: MOST_PEOPLE, whole: true },
  beforeOpening: { min: 0, max: 100, percent: true },
  patienceMinutes: { min: 1, max: 100_000 },
  abandon: { min: 0, max: 100, percent: true },
  basket: { min: 1, max: 100 },
  farmIdentities: { min: 0, max: MOST_PEOPLE, whole: true },
  farmPlaces: { min: 0, max: MOST_PEOPLE, whole: true },
  faultAtMinute: { min: 0, max: 720 },
};
const names = Object.keys(emptyCrowd) as (keyof CrowdFields)[];

/** Parses "20,000", "20.000" and "20 000" as the same number where a whole number is expected; NaN if unreadable: "1,000" is no number with decimals. */
function numberOf(text: string, whole: boolean): number {
  if (whole) return wholeOf(text, MOST_PEOPLE, 0) ?? Number.NaN;
  const plain = text.trim().replace(',', '.');
  return /^\d{1,6}(?:\.\d{1,2})?$/.test(plain) ? Number(plain) : Number.NaN;
}

/** Returns the errors by field. Empty fields are valid. */
export function faultsOf(typed: CrowdFields): Partial<Record<keyof CrowdFields, string>> {
  const faults: Partial<Record<keyof CrowdFields, string>> = {};
  for (const name of names) {
    const { min, max, whole = false } = bounds[name];
    const value = numberOf(typed[name], whole);
    if (typed[name].trim() === '' || (value >= min && value <= max)) continue;
    faults[name] = `Type a number from ${min} to ${max.toLocaleString('en')}.`;
  }
  return faults;
}

export function crowdBody(typed: CrowdFields): Partial<CrowdShape> {
  const filled = names.filter((name) => typed[name].trim() !== '');
  return Object.fromEntries(
    filled.map((name) => {
      const { whole = false, percent = false } = bounds[name];
      const value = numberOf(typed[name], whole);
      return [name, percent ? value / 100 : value];
    }),
  );
}
