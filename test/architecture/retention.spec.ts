import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type RetentionRule, retentionRules } from '../../src/admin/retention/retention.rules.js';

const SCHEMA = path.join(process.cwd(), 'prisma/schema');
const tables = readdirSync(SCHEMA)
  .flatMap((file) => [...readFileSync(path.join(SCHEMA, file), 'utf8').matchAll(/@@map\("(\w+)"\)/g)])
  .map(([, table = '']) => table)
  .sort();

/** Formats a rule as its row of the table in docs/retention.md. */
function lineOf(rule: RetentionRule): string {
  const ends: Record<RetentionRule['keep'], string> = {
    days: rule.keep === 'days' ? `deleted after ${rule.days} d` : '',
    anonymised: rule.keep === 'anonymised' ? `personal data taken out after ${rule.days} d` : '',
    task: rule.keep === 'task' ? `task \`${rule.task}\`` : '',
    bounded: rule.keep === 'bounded' ? `bounded by ${rule.by}` : '',
  };
  return `| \`${rule.table}\` | ${ends[rule.keep]} | ${rule.why} |`;
}

describe('retention', () => {
  it('has a rule for each table, and no table that is gone', () => {
    expect(retentionRules.map(({ table }) => table).sort()).toEqual(tables);
  });

  it('is documented as it is carried out', () => {
    const document = readFileSync(path.join(process.cwd(), 'docs/retention.md'), 'utf8');
    const lines = document.split('\n').filter((line) => line.startsWith('| `'));
    expect(lines).toEqual(retentionRules.map(lineOf));
  });

  it('names tasks that exist', () => {
    const sources = readdirSync(path.join(process.cwd(), 'src'), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.task.ts'))
      .map((file) => readFileSync(path.join(process.cwd(), 'src', file), 'utf8'))
      .join('\n');
    for (const rule of retentionRules) if (rule.keep === 'task') expect(sources).toContain(`name = '${rule.task}'`);
  });
});
