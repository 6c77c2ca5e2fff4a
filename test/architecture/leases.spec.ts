import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from '@jest/globals';

const SRC = path.join(process.cwd(), 'src');

it('rows are taken in one way: nothing but freeRows skips what another transaction holds', () => {
  const skipping = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter(
    (name) => /\.(ts|sql)$/.test(name) && /\bSKIP LOCKED\b/i.test(readFileSync(path.join(SRC, name), 'utf8')),
  );
  expect(skipping).toEqual(['platform/work/free-rows.sql.ts']);
});
