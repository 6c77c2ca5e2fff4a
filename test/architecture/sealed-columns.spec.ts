import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { sealedColumns } from '../../src/admin/secrets/sealed-columns.rules.js';

describe('a rotation of the secret', () => {
  it('renews every sealed column of the schema', () => {
    const files = readdirSync('prisma/schema').map((file) => readFileSync(path.join('prisma/schema', file), 'utf8'));
    const sealed = files.flatMap((text) =>
      [...text.matchAll(/^model \w+ \{([\s\S]*?)^\}/gm)].flatMap(([, body = '']) => {
        const table = /@@map\("(\w+)"\)/.exec(body)?.[1] ?? '';
        return [...body.matchAll(/@map\("(\w+_sealed)"\)/g)].map(([, column = '']) => `${table}.${column}`);
      }),
    );
    expect(sealedColumns.map(({ table, column }) => `${table}.${column}`).sort()).toEqual(sealed.sort());
  });
});
