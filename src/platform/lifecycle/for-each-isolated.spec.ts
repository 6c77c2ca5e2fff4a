import { describe, expect, it } from '@jest/globals';
import { forEachIsolated, within } from './for-each-isolated.js';
import { Streaks } from './streaks.js';

function run(atOnce = 1) {
  const errors: string[] = [];
  const ends: string[] = [];
  const streaks = new Streaks({
    error: (message: string) => void errors.push(message.split('\n')[0] ?? ''),
    log: (message: string) => void ends.push(message),
  });
  const abort = new AbortController();
  const terms = { subjectOf: (item: string) => item, atOnce, withinMs: 20, signal: abort.signal, streaks };
  return { errors, ends, abort, terms, streaks };
}

describe('work on each item', () => {
  it('goes on after an item that throws, and names it at error', async () => {
    const { errors, terms } = run();
    const done: string[] = [];
    await forEachIsolated(['bad', 'good'], terms, async (item) => {
      if (item === 'bad') throw new Error('poisoned');
      done.push(item);
    });
    expect(done).toEqual(['good']);
    expect(errors).toEqual(['bad: Error: poisoned']);
  });

  it('goes on after an item that hangs', async () => {
    const { errors, terms } = run();
    const done: string[] = [];
    await forEachIsolated(['hung', 'good'], terms, async (item) => {
      if (item === 'hung') await new Promise(() => undefined);
      done.push(item);
    });
    expect(done).toEqual(['good']);
    expect(errors[0]).toContain('hung: Error: no result within 20 ms');
  });

  it('logs a streak of failures once, and its end', async () => {
    const { errors, ends, terms, streaks } = run();
    for (let n = 0; n < 3; n += 1) await forEachIsolated(['sale'], terms, () => Promise.reject(new Error('away')));
    expect(errors).toHaveLength(1);
    expect(streaks.subjects).toEqual(['sale']);
    await forEachIsolated(['sale'], terms, () => Promise.resolve());
    expect(ends).toEqual(['sale: works again after 3 failures']);
    expect(streaks.subjects).toEqual([]);
  });

  it('begins nothing more once aborted', async () => {
    const { abort, terms } = run();
    const begun: string[] = [];
    await forEachIsolated(['a', 'b'], terms, async (item) => {
      begun.push(item);
      abort.abort();
    });
    expect(begun).toEqual(['a']);
  });

  it('works on no more items at once than allowed', async () => {
    const { terms } = run(2);
    let now = 0;
    let most = 0;
    // a busy machine must not end an item's time: what goes on beyond it is not counted
    await forEachIsolated(['a', 'b', 'c', 'd'], { ...terms, withinMs: 60_000 }, async () => {
      most = Math.max(most, ++now);
      await new Promise((resolve) => setImmediate(resolve));
      now -= 1;
    });
    expect(most).toBe(2);
  });
});

describe('a time limit', () => {
  it('passes on what comes in time', async () => {
    await expect(within(1_000, Promise.resolve(1))).resolves.toBe(1);
  });
});
