import { describe, expect, it } from '@jest/globals';
import { isDelivered, noteOf, pauseAfter } from './delivery.rules.js';

describe('pauseAfter', () => {
  it('grows from seconds to a day, for about three days, and ends', () => {
    const pauses = Array.from({ length: 12 }, (_, index) => pauseAfter(index + 1, 0));
    expect(pauses.at(-1)).toBeNull();
    const known = pauses.filter((pause) => pause !== null);
    expect([...known].sort((a, b) => a - b)).toEqual(known);
    expect(known.reduce((sum, pause) => sum + pause, 0)).toBeGreaterThan(3 * 24 * 3_600_000);
  });
  it('adds at most a fifth', () => {
    expect(pauseAfter(1, 0.999)).toBeLessThanOrEqual(6_000);
  });
});

describe('noteOf', () => {
  it('keeps 200 printable characters', () => {
    expect(noteOf(`a\u0000b\n${'c'.repeat(500)}`)).toHaveLength(200);
    expect(noteOf('a\u0000b')).toBe('a b');
  });
});

describe('isDelivered', () => {
  it('takes a redirect for a no', () => {
    expect(isDelivered(302)).toBe(false);
    expect(isDelivered(204)).toBe(true);
  });
});
