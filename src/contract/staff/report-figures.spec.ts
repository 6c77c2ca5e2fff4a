import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { reportFigures } from './report-figures.js';

const models = readdirSync('prisma/schema')
  .map((file) => readFileSync(`prisma/schema/${file}`, 'utf8'))
  .join('\n')
  .split(/^model /m)
  .slice(1);
/** Columns by table, as in Postgres. */
const columns = new Map(
  models.map((model) => {
    const names = [...model.matchAll(/^ {2}(\w+) +\w+.*$/gm)].map(([line, field = '']) => {
      const mapped = / @map\("(\w+)"\)/.exec(line)?.[1];
      return mapped ?? field;
    });
    return [/@@map\("(\w+)"\)/.exec(model)?.[1] ?? '', new Set(names)] as const;
  }),
);

describe('figures of a report', () => {
  it.each(Object.entries(reportFigures))('%s comes from columns that exist', (_, { from }) => {
    for (const source of from) {
      const [table = '', column = ''] = source.split('.');
      expect([source, columns.get(table)?.has(column)]).toEqual([source, true]);
    }
  });
});
