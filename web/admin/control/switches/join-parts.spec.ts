import { describe, expect, it } from '@jest/globals';
import { runParts } from './join-parts.js';

describe('a dialog of several calls', () => {
  it('makes the second whatever the first is answered, and says of each how it ended', async () => {
    const no = new Error('needs a second person');
    const made: string[] = [];
    const part = (name: string, error: Error | null) => ({
      name,
      run: async () => {
        made.push(name);
        await (error === null ? Promise.resolve() : Promise.reject(error));
      },
    });
    expect(await runParts([part('a', no), part('b', null)])).toEqual([
      { name: 'a', error: no },
      { name: 'b', error: null },
    ]);
    expect(await runParts([part('c', null), part('d', no)])).toEqual([
      { name: 'c', error: null },
      { name: 'd', error: no },
    ]);
    expect(made).toEqual(['a', 'b', 'c', 'd']);
  });
});
