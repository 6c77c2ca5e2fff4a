import { describe, expect, it } from '@jest/globals';
import { askedPause, isDelivered, noteOf, pauseAfter } from './delivery.rules.js';

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

describe('askedPause', () => {
  const now = Date.parse('2026-01-01T00:00:00Z');
  it('reads seconds and dates', () => {
    expect(askedPause('120', now)).toBe(120_000);
    expect(askedPause('Thu, 01 Jan 2026 00:01:00 GMT', now)).toBe(60_000);
  });
  it('asks for nothing when there is no header, a bad one or a date gone by', () => {
    for (const header of [null, '', 'soon', '-5', 'Wed, 31 Dec 2025 00:00:00 GMT'])
      expect(askedPause(header, now)).toBe(0);
  });
  it('ends after a day', () => {
    expect(askedPause('999999999', now)).toBe(86_400_000);
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
