import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from '@jest/globals';

const SRC = path.join(process.cwd(), 'src');
/** A wall time minus one that this process kept; what Postgres kept is named createdAt. */
const AGE_BY_WALL_TIME = /\b(?:nowMs|Date\.now)\(\) - [\w.]*\.(?!created)(?:at|since|\w+At|\w+AtMs|\w+SinceMs)\b/;
const sources = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter(
  (name) => name.endsWith('.ts') && !name.endsWith('.spec.ts') && !name.startsWith('generated'),
);

it('no cache, pause or window of this process is measured by the wall clock, which steps', () => {
  const offences = sources.filter((name) => AGE_BY_WALL_TIME.test(readFileSync(path.join(SRC, name), 'utf8')));
  expect(sources.length).toBeGreaterThan(500);
  expect(offences).toEqual([]);
});

/** The clock itself, and identifiers, which only sort by it. */
const READ_THE_WALL_CLOCK = ['platform/clock/clock.ts', 'platform/ids.ts'];
/** A condition of a query by the time of the node that asks it: whether something has run out is for Postgres to say. */
const BOUND_BY_NODE_TIME = /\b(?:gt|gte|lt|lte): (?:new Date\(\)|now\b)/;

it('nothing decides by Date.now, called or passed on: there are Clock, DatabaseTime and now() of a statement', () => {
  const offences = sources.filter((name) => {
    const text = readFileSync(path.join(SRC, name), 'utf8');
    return (/\bDate\.now\b/.test(text) && !READ_THE_WALL_CLOCK.includes(name)) || BOUND_BY_NODE_TIME.test(text);
  });
  expect(offences).toEqual([]);
});

/** The announcer, live lines and countdowns: a phone whose clock is set must not fall silent or lose its deadline. */
it('no page of a fan, nor what it shares, reads the wall clock of the device: there are performance.now() and serverClock', () => {
  const pages = ['web/fan', 'web/shared'].map((folder) =>
    readdirSync(path.join(process.cwd(), folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /(?<!\.spec)\.tsx?$/.test(name))
      .map((name) => path.join(folder, name)),
  );
  const [own = [], shared = []] = pages;
  expect(own.length).toBeGreaterThan(100);
  expect(shared.length).toBeGreaterThan(5);
  const offences = pages.flat().filter((name) => /\bDate\.now\b|\bnew Date\(\)/.test(readFileSync(name, 'utf8')));
  expect(offences).toEqual([]);
});
