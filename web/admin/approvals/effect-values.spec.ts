import { describe, expect, it } from '@jest/globals';
import { labelOf, subjectIn, valueOf } from './effect-values.js';

const ZONE = { timeZone: 'America/New_York', names: new Map([['tt_a', 'Stalls']]) };
const about = (field: 'capacity' | 'policy' | 'seats', subject: string) => ({
  ...{ field, subject },
  ...{ before: '1', after: '2' },
});

describe('a value of an effect', () => {
  it('is a time on the clocks of the venue, which are named', () => {
    expect(valueOf('opensAt', '2026-12-06T20:00:00.000Z', '', ZONE)).toBe('Sun 6 Dec, 15:00 (New York)');
  });
  it('is a code in words', () => {
    expect(valueOf('state', 'on_sale', '', ZONE)).toBe('on sale');
    expect(valueOf('policy', '{"minutes":5,"fromPerMinute":10}', '', ZONE)).toBe('over 5 minutes, from 10 a minute');
    expect(valueOf('policy', '{"minutes":1}', '', ZONE)).toBe('over 1 minute');
    expect(valueOf('joinsFrozen', 'true', '', ZONE)).toBe('yes');
  });
  it('is what somebody wrote, as it was written', () => {
    expect(valueOf('notice', 'https://a.example/b_c', '', ZONE)).toBe('“https://a.example/b_c”');
    expect(valueOf('notice', 'true', '', ZONE)).toBe('“true”');
    expect(valueOf('notice', '', '', ZONE)).toBe('none');
    expect(valueOf('channels', 'fan_club (Fans) tt_a 5', '', ZONE)).toBe('fan_club (Fans) Stalls 5');
    expect(valueOf('notice', 'At {time:2026-12-06T20:00Z}.', '', ZONE)).toBe('“At Sun 6 Dec, 15:00.”');
  });
  it('is about what people know by name', () => {
    const names = new Map([['tt_a', 'Stalls']]);
    expect(subjectIn(about('capacity', 'tt_a'), names)).toBe('Stalls');
    expect(subjectIn(about('capacity', 'tt_b'), names)).toBe('tt_b');
    expect(subjectIn(about('policy', 'perMinute'), names)).toBe('people let in a minute');
    expect(subjectIn(about('seats', 'free'), names)).toBe('put back on sale');
    expect(labelOf(about('policy', 'cap'), names)).toEqual({ label: 'People inside at most', about: null });
    expect(labelOf(about('capacity', 'tt_a'), names)).toEqual({ label: 'Capacity', about: 'Stalls' });
  });
});
