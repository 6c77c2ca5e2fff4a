import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { BoundedMap } from './bounded-map.js';

describe('BoundedMap', () => {
  it('drops the entry set longest ago, and no other, when it is full', () => {
    const dropped: number[] = [];
    const map = new BoundedMap<string, number>(2, (value) => dropped.push(value));
    map.set('a', 1).set('b', 2).set('c', 3);
    expect([...map]).toEqual([
      ['b', 2],
      ['c', 3],
    ]);
    expect(dropped).toEqual([1]);
  });

  it('keeps an entry that was set again for longest, and drops nothing for it', () => {
    const map = new BoundedMap<string, number>(2);
    map.set('a', 1).set('b', 2).set('a', 3);
    expect(map.size).toBe(2);
    map.set('c', 4);
    expect([...map.keys()]).toEqual(['a', 'c']);
    expect(map.get('a')).toBe(3);
  });

  it('drops in the order of setting, whatever is set again, taken out or cleared in between', () => {
    const step = fc.record({ what: fc.constantFrom('set', 'set', 'set', 'delete', 'clear'), key: fc.nat(7) });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), fc.array(step, { maxLength: 60 }), (most, steps) => {
        const map = new BoundedMap<number, number>(most);
        let expected: number[] = [];
        for (const { what, key } of steps) {
          if (what === 'clear') map.clear();
          else if (what === 'delete') map.delete(key);
          else map.set(key, key);
          expected = what === 'clear' ? [] : expected.filter((other) => other !== key);
          if (what === 'set') expected = [...expected, key].slice(-most);
          expect([...map.keys()]).toEqual(expected);
        }
      }),
    );
  });

  it('makes a missing entry once, and sets it within the bound', () => {
    const map = new BoundedMap<string, number>(1);
    let made = 0;
    const make = () => (made += 1);
    expect([map.getOrMake('a', make), map.getOrMake('a', make)]).toEqual([1, 1]);
    expect(map.getOrMake('b', make)).toBe(2);
    expect([...map.keys()]).toEqual(['b']);
  });

  it('releases nothing that was taken out on purpose', () => {
    const dropped: number[] = [];
    const map = new BoundedMap<string, number>(1, (value) => dropped.push(value));
    map.set('a', 1).delete('a');
    map.set('b', 2).clear();
    map.set('c', 3);
    expect(dropped).toEqual([]);
  });
});
