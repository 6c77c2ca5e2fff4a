import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';

/** Names of columns that may hold something about a person. */
const SUSPECT =
  /email|name$|phone|address|network|holder_|buyer|person|digest|language|fingerprint|subscription|reference|note$|^data$|^body$|^detail$|subject/;

const schema = readdirSync('prisma/schema').map((file) => readFileSync(path.join('prisma/schema', file), 'utf8'));
const columns = schema.flatMap((text) =>
  [...text.matchAll(/^model (\w+) \{([\s\S]*?)^\}/gm)].flatMap(([, model = '', body = '']) => {
    const table = /@@map\("(\w+)"\)/.exec(body)?.[1] ?? model;
    return [...body.matchAll(/^ {2}(\w+)\s+(?:String|Json|Bytes)\b(.*)$/gm)].map(([, field = '', rest = '']) => {
      const column = /@map\("(\w+)"\)/.exec(rest)?.[1] ?? field;
      return { column, name: `${table}.${column}` };
    });
  }),
);
const rows = readFileSync('docs/privacy.md', 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) => {
    const [, names = '', whose = '', exported = '', erased = ''] = line.split('|').map((cell) => cell.trim());
    return { names: [...names.matchAll(/`([\w.]+)`/g)].map(([, name = '']) => name), whose, exported, erased };
  });
const documented = rows.flatMap(({ names }) => names);

describe('data about persons', () => {
  it('is documented for every column of the schema that may hold it', () => {
    const suspects = columns.filter(({ column }) => SUSPECT.test(column)).map(({ name }) => name);
    expect(suspects.filter((name) => !documented.includes(name))).toEqual([]);
  });

  it('is documented once, and for no column that is gone', () => {
    const known = new Set(columns.map(({ name }) => name));
    expect(documented.filter((name) => !known.has(name))).toEqual([]);
    expect(new Set(documented).size).toBe(documented.length);
  });

  it('of buyers is in the export and in the erasure, as documented', () => {
    const source = readFileSync('src/checkout/privacy/privacy.repository.ts', 'utf8');
    const [exporting = '', erasing = ''] = source.split('async eraseHolder');
    for (const { names, exported, erased } of rows)
      for (const column of names.map((name) => name.split('.')[1] ?? '')) {
        if (exported === 'yes') expect(exporting).toContain(column);
        if (erased === 'yes') expect(erasing).toMatch(new RegExp(`SET [^\`]*\\b${column} = `));
      }
    expect(rows.filter(({ exported }) => exported === 'yes').length).toBeGreaterThan(2);
  });
});
