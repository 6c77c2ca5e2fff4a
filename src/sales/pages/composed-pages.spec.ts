import { describe, expect, it } from '@jest/globals';
import { ComposedPages } from './composed-pages.js';

function composer() {
  let nowMs = 0;
  let made = 0;
  const pages = new ComposedPages(() => nowMs);
  const compose = async () => await Promise.resolve(`page ${(made += 1)}`);
  return {
    get: async (key: string, ...of: unknown[]) => await pages.get(key, of, compose),
    later: (ms: number) => (nowMs += ms),
    pages,
  };
}

describe('ComposedPages', () => {
  it('composes once for many readers', async () => {
    const { get } = composer();
    expect(await Promise.all([get('en', 'a'), get('en', 'a'), get('en', 'a')])).toEqual(['page 1', 'page 1', 'page 1']);
  });

  it('composes again for another language, for what has changed, and when its countdown is old', async () => {
    const { get, later } = composer();
    await get('en', 'a');
    expect([await get('de', 'a'), await get('en', 'b')]).toEqual(['page 2', 'page 3']);
    later(1_999);
    expect(await get('en', 'b')).toBe('page 3');
    later(1);
    expect(await get('en', 'b')).toBe('page 4');
  });

  it('keeps no failure', async () => {
    const { get, pages } = composer();
    await expect(pages.get('en', ['a'], async () => await Promise.reject(new Error('away')))).rejects.toThrow('away');
    expect(await get('en', 'a')).toBe('page 1');
  });
});
