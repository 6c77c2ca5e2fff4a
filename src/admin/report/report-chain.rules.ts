import { hash } from 'node:crypto';
import { reportSections, type ReportSections } from '../../contract/report-shapes.js';

/** JSON with sorted keys and no blanks: one text per value. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`).join(',')}}`;
  }
  return JSON.stringify(value);
}

/** Each hash covers the one before: nothing can be changed, left out or moved without changing the last one. */
export function chainOf(head: string, sections: ReportSections): { section: string; hash: string }[] {
  let last = hash('sha256', head, 'hex');
  return reportSections.map((section) => {
    last = hash('sha256', `${last}\n${section}\n${canonical(sections[section])}`, 'hex');
    return { section, hash: last };
  });
}
