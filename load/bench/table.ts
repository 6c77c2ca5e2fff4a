import { type Goal, isMet, type Row } from './row.js';

const HEAD = ['', 'row', 'what', 'measured', 'against', 'baseline', 'result', 'goal'] as const;

/** Renders the rows as a plain-text table, with notes below. */
export function benchTable(rows: readonly Row[]): string {
  const lines = [HEAD, ...rows.map(cells)];
  const widths = HEAD.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  const table = lines.map((line) =>
    line
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  const notes = rows.filter(({ note }) => note !== '').map(({ id, note }) => `  ${id}: ${note}`);
  return [...table, '', ...notes].join('\n');
}

/** Renders the rows as Markdown for docs/performance.md. */
export function markdownTable(rows: readonly Row[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const [, ...head] = HEAD;
  return [
    line(head),
    line(head.map(() => '---')),
    ...rows.map((row) =>
      line(
        cells(row)
          .slice(1)
          .map((cell) => (cell === '' ? '–' : cell.replaceAll('|', '\\|'))),
      ),
    ),
  ].join('\n');
}

function cells(row: Row): string[] {
  const met = isMet(row);
  return [
    met === null ? '?' : met ? 'ok' : 'no',
    row.id,
    row.what,
    figure(row.measured, row.unit),
    row.against,
    figure(row.baseline, row.unit),
    row.result === null ? '–' : row.result === row.measured ? figure(row.result, row.unit) : rounded(row.result),
    goalText(row.goal),
  ];
}

const figure = (value: number | null, unit: string): string => (value === null ? '–' : `${rounded(value)}${unit}`);

/** Rounds to three significant digits; from 100 on to whole numbers with thousands separators. */
export function rounded(value: number): string {
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString('en-US');
  return String(Number(value.toPrecision(3)));
}

function goalText({ min, max }: Goal): string {
  return [min === undefined ? '' : `≥ ${rounded(min)}`, max === undefined ? '' : `≤ ${rounded(max)}`].join(' ').trim();
}
