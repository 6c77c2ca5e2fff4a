import { describe, expect, it } from '@jest/globals';
import { ComposedPages } from './composed-pages.js';

function composer() {
  let nowMs = 0;
  let made = 0;
  const pages = new ComposedPages(() => nowMs);
  const compose = async () => await Promise.resolve(`page ${(made += 1)}`);
  return {
    get: async (key: string) => await pages.get(key, compose),
    later: (ms: number) => (nowMs += ms),
    pages,
  };
}

describe('ComposedPages', () => {
  it('composes once for many readers', async () => {
    const { get } = composer();
    expect(await Promise.all([get('en'), get('en'), get('en')])).toEqual(['page 1', 'page 1', 'page 1']);
  });

  it('composes again for another language, after a change, and when its countdown is old', async () => {
    const { get, later, pages } = composer();
    await get('en');
    expect(await get('de')).toBe('page 2');
    pages.clear();
    expect(await get('en')).toBe('page 3');
    later(1_999);
    expect(await get('en')).toBe('page 3');
    later(1);
    expect(await get('en')).toBe('page 4');
  });

  it('keeps no failure, and none takes a newer page away', async () => {
    const { get, pages } = composer();
    let fail = (_: Error): void => undefined;
    const failing = pages.get('en', async () => await new Promise<string>((_, reject) => (fail = reject)));
    pages.clear();
    expect(await get('en')).toBe('page 1');
    fail(new Error('away'));
    await expect(failing).rejects.toThrow('away');
    expect(await get('en')).toBe('page 1');
    await expect(pages.get('de', async () => await Promise.reject(new Error('away')))).rejects.toThrow('away');
    expect(await get('de')).toBe('page 2');
  });
});
