import { describe, expect, it } from '@jest/globals';
import { meaningOf } from './attention-keys.js';
import type { Verb } from './attention-words.js';

const verbs = ['keep', 'refund'] as unknown as Verb[];
const first = { index: 0, count: 2, verbs };

describe('keys of the list under Attention', () => {
  it('move between its items and stop at its ends', () => {
    expect(meaningOf('j', first)).toEqual({ kind: 'focus', index: 1 });
    expect(meaningOf('ArrowDown', first)).toEqual({ kind: 'focus', index: 1 });
    expect(meaningOf('K', { ...first, index: 1 })).toEqual({ kind: 'focus', index: 0 });
    expect([meaningOf('k', first), meaningOf('j', { ...first, index: 1 })]).toEqual([null, null]);
  });

  it('decide by the number of a verb, undo, and leave everything else to the browser', () => {
    expect(meaningOf('2', first)).toEqual({ kind: 'verb', verb: 'refund' });
    expect(meaningOf('u', first)).toEqual({ kind: 'undo' });
    expect(['3', '0', 'Enter', 'Tab', ' '].map((key) => meaningOf(key, first))).toEqual(Array(5).fill(null));
  });
});
