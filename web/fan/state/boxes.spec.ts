import { describe, expect, it } from '@jest/globals';
import { box, storageRefused } from './boxes.js';

const refusing = (): Storage => {
  throw new Error('SecurityError');
};
function working(): () => Storage {
  const kept: Record<string, string> = {};
  const methods = {
    getItem: (key: string) => kept[key] ?? null,
    setItem: (key: string, text: string) => void (kept[key] = text),
    removeItem: (key: string) => void delete kept[key],
  };
  const storage: unknown = Object.setPrototypeOf(kept, methods);
  return () => storage as Storage;
}

describe('box', () => {
  it('keeps in storage what storage takes', () => {
    const places = box<{ number: number }>(working(), 'place');
    places.set('b', { number: 2 });
    places.set('a', { number: 1 });
    expect(places.all()).toEqual([
      { key: 'a', value: { number: 1 } },
      { key: 'b', value: { number: 2 } },
    ]);
    places.clear('a');
    expect(places.get('a')).toBeNull();
    expect(storageRefused.get()).toBe(false);
  });

  it('keeps in memory what storage refuses, and says that it did', () => {
    const places = box<{ number: number }>(refusing, 'refused');
    places.set('night', { number: 7 });
    expect(places.get('night')).toEqual({ number: 7 });
    expect(places.all()).toEqual([{ key: 'night', value: { number: 7 } }]);
    expect(storageRefused.get()).toBe(true);
    places.clear('night');
    expect(places.get('night')).toBeNull();
  });

  it('reads what was edited by hand as nothing', () => {
    const storage = working();
    storage().setItem('place.night', '{"number":');
    expect(box(storage, 'place').get('night')).toBeNull();
  });
});
