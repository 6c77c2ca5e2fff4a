import type { Check } from './verdict.js';

export interface Report {
  figures: readonly (readonly [string, string])[];
  /** What must hold whatever breaks. */
  checks: readonly Check[];
  /** What should hold: slow is not wrong. */
  speed: readonly Check[];
}

/** The result as a table of plain text. */
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
