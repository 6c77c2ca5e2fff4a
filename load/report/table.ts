import type { Check } from './verdict.js';

const mark = (fine: boolean): string => (fine ? 'ok ' : 'BAD');

/** The result as a table of plain text. */
export function table(checks: readonly Check[], figures: readonly (readonly [string, string])[]): string {
  const width = Math.max(...checks.map(({ what }) => what.length), ...figures.map(([what]) => what.length));
  return [
    '',
    ...figures.map(([what, value]) => `      ${what.padEnd(width)}  ${value}`),
    '',
    ...checks.map(({ what, found, fine }) => `  ${mark(fine)} ${what.padEnd(width)}  ${found}`),
    '',
  ].join('\n');
}
