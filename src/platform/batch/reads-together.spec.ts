import { describe, expect, it } from '@jest/globals';
import { groupBy, readsTogether } from './reads-together.js';

describe('readsTogether', () => {
  it('reads what arrives together in one statement, each id once, and gives each caller its own row', async () => {
    const statements: (readonly string[])[] = [];
    const read = readsTogether(async (ids) => {
      statements.push(ids);
      await Promise.resolve();
      return new Map(ids.filter((id) => id !== 'gone').map((id) => [id, `row of ${id}`]));
    });
    const rows = await Promise.all(['a', 'b', 'a', 'gone'].map(read));
    expect(rows).toEqual(['row of a', 'row of b', 'row of a', undefined]);
    expect(statements).toEqual([['a', 'b', 'gone']]);
  });

  it('begins a read only after it was asked for, so that a caller sees its own write', async () => {
    let version = 1;
    const read = readsTogether(async (ids) => {
      const seen = version;
      await new Promise((resolve) => setImmediate(resolve));
      return new Map(ids.map((id) => [id, seen]));
    });
    const early = read('a');
    await new Promise((resolve) => setImmediate(resolve));
    version = 2;
    expect(await read('a')).toBe(2);
    expect(await early).toBe(1);
  });

  it('rejects every caller of a statement that failed, and reads on afterwards', async () => {
    let fails = true;
    const read = readsTogether(async (ids) => {
      await Promise.resolve();
      if (fails) throw new Error('the store is away');
      return new Map(ids.map((id) => [id, id]));
    });
    const [first, second] = await Promise.allSettled([read('a'), read('b')]);
    expect([first?.status, second?.status]).toEqual(['rejected', 'rejected']);
    fails = false;
    expect(await read('a')).toBe('a');
  });
});

describe('groupBy', () => {
  it('keeps the order of the rows', () => {
    const groups = groupBy(
      [
        { k: 'x', n: 1 },
        { k: 'y', n: 2 },
        { k: 'x', n: 3 },
      ],
      ({ k }) => k,
    );
    expect([...groups]).toEqual([
      [
        'x',
        [
          { k: 'x', n: 1 },
          { k: 'x', n: 3 },
        ],
      ],
      ['y', [{ k: 'y', n: 2 }]],
    ]);
  });
});
