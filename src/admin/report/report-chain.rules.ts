import { hash } from 'node:crypto';
import { reportSections, type ReportSections } from '../../contract/staff/report-shapes.js';

/** Canonical JSON (sorted keys, no white space): equal values yield equal text. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`).join(',')}}`;
  }
  return JSON.stringify(value);
}

/** Hash-chains the sections: any change, omission or reordering changes the last hash. */
export function chainOf(head: string, sections: ReportSections): { section: string; hash: string }[] {
  let last = hash('sha256', head, 'hex');
  return reportSections.map((section) => {
    last = hash('sha256', `${last}\n${section}\n${canonical(sections[section])}`, 'hex');
    return { section, hash: last };
  });
}
