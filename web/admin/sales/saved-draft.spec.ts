import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { basisOf, SavedDraft } from './saved-draft.js';

const realFetch = globalThis.fetch;
let stored: unknown;
let isAnswerLost = false;

beforeEach(() => {
  stored = { name: 'Night', venue: 'Hall' };
  isAnswerLost = false;
  globalThis.fetch = async (_input, init) => {
    if (init?.method === 'GET') return Response.json({ input: stored });
    stored = JSON.parse(String(init?.body));
    if (isAnswerLost) throw new TypeError('fetch failed');
    return Response.json({ id: 'sale_1' });
  };
});
afterEach(() => {
  globalThis.fetch = realFetch;
});

const opened = (): SavedDraft => new SavedDraft('sale_1', basisOf(stored));

describe('a draft that is open twice', () => {
  it('is not replaced by a page that has not read what was saved meanwhile', async () => {
    const [here, there] = [opened(), opened()];
    await there.save({ name: 'Night', venue: 'Hall North' });
    expect(await here.save({ name: 'Late Night', venue: 'Hall' })).toEqual({ kind: 'changed_elsewhere' });
    expect(stored).toEqual({ name: 'Night', venue: 'Hall North' });
    await here.replaceAnyway();
    expect(await here.save({ name: 'Late Night', venue: 'Hall' })).toMatchObject({ kind: 'saved' });
    expect(stored).toEqual({ name: 'Late Night', venue: 'Hall' });
  });

  it('is saved again and again by one page, whatever the order of the fields, also after a lost answer', async () => {
    const here = opened();
    stored = { venue: 'Hall', name: 'Night' };
    isAnswerLost = true;
    await expect(here.save({ name: 'First', venue: 'Hall' })).rejects.toThrow();
    isAnswerLost = false;
    for (const name of ['Second', 'Third'])
      expect(await here.save({ name, venue: 'Hall' })).toMatchObject({ kind: 'saved' });
  });

  it('is saved in turn', async () => {
    const here = opened();
    const answers = await Promise.all(['A', 'B', 'C'].map(async (name) => await here.save({ name })));
    expect(answers.map(({ kind }) => kind)).toEqual(['saved', 'saved', 'saved']);
    expect(stored).toEqual({ name: 'C' });
  });
});
