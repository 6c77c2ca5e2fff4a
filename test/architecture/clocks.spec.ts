import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from '@jest/globals';

const SRC = path.join(process.cwd(), 'src');
/** A wall time minus one that this process kept; what Postgres kept is named createdAt. */
const AGE_BY_WALL_TIME = /\b(?:nowMs|Date\.now)\(\) - [\w.]*\.(?!created)(?:at|since|\w+At|\w+AtMs|\w+SinceMs)\b/;

it('no cache, pause or window of this process is measured by the wall clock, which steps', () => {
  const sources = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.endsWith('.ts') && !name.endsWith('.spec.ts') && !name.startsWith('generated'),
  );
  const offences = sources.filter((name) => AGE_BY_WALL_TIME.test(readFileSync(path.join(SRC, name), 'utf8')));
  expect(sources.length).toBeGreaterThan(500);
  expect(offences).toEqual([]);
});
