import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { figureFormula, figureLabel, reportFigures } from './report-figures.js';

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

  it('have a name of their own in both languages', () => {
    for (const language of [0, 1] as const) {
      const labels = Object.values(reportFigures).map(({ label }) => label[language]);
      expect(new Set(labels).size).toBe(labels.length);
    }
  });

  it('are said in the reader’s language, and as written where they are unknown', () => {
    expect(figureLabel('sold', 'de')).toBe('Verkaufte Tickets');
    expect(figureFormula('sold', 'de', 'x')).toBe('verkauft, alle Ticketarten zusammen');
    expect([figureLabel('gone', 'en'), figureFormula('gone', 'de', 'as before')]).toEqual(['gone', 'as before']);
  });
});
