import type { Check } from './verdict.js';

export interface Report {
  figures: readonly (readonly [string, string])[];
  /** Invariants that must hold whatever breaks. */
  checks: readonly Check[];
  /** Targets that should hold: missing them is slow, not wrong. */
  speed: readonly Check[];
}

/** Renders the result as a plain-text table. */
export function table({ figures, checks, speed }: Report): string {
  const names = [...checks, ...speed].map(({ what }) => what);
  const width = Math.max(...names.map((what) => what.length), ...figures.map(([what]) => what.length));
  const line = (bad: string) => (check: Check) =>
    `  ${(check.fine ? 'ok' : bad).padEnd(4)} ${check.what.padEnd(width)}  ${check.found}`;
  return [
    '',
    ...figures.map(([what, value]) => `       ${what.padEnd(width)}  ${value}`),
    '',
    ...checks.map(line('BAD')),
    '',
    ...speed.map(line('slow')),
    '',
  ].join('\n');
}
