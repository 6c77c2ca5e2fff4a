/** Spreadsheets evaluate cells with these leading characters as formulas. */
const RUNS = /^[=+\-@\t\r]/;

export function csvCell(value: string): string {
  const text = RUNS.test(value) ? `'${value}` : value;
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export const csvRow = (cells: readonly string[]): string => `${cells.map(csvCell).join(',')}\r\n`;
