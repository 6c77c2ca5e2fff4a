import { describe, expect, it } from '@jest/globals';
import { count, drainWords, forecastWords, noNodesWords, people, percent, reasonWords } from './words.js';

describe('words of the control room', () => {
  it('say how long a line takes, rounded to what one can say', () => {
    expect(drainWords(0, 60)).toBe('nobody waits');
    expect(drainWords(10, 0)).toBe('nobody comes in');
    expect(drainWords(59, 60)).toBe('about 1 min');
    expect(drainWords(4812, 300)).toBe('about 17 min');
    expect(drainWords(3600, 60)).toBe('about 1 h');
    expect(drainWords(7800, 60)).toBe('about 2 h 10 min');
    expect(drainWords(7190, 60)).toBe('about 2 h');
  });

  it('never round a success rate up to whole', () => {
    expect(percent(0.9999)).toBe('99.9 %');
    expect(percent(1)).toBe('100.0 %');
    expect(percent(null)).toBe('no calls yet');
  });

  it('count one person as one', () => {
    expect([people(0), people(1), people(1200)]).toEqual(['0 people', '1 person', '1,200 people']);
  });

  it('never say nobody where the number is not known', () => {
    expect([count(Number.NaN), people(Number.NaN)]).toEqual(['–', 'an unknown number of people']);
    expect(noNodesWords(true)).toMatch(/^No node reports yet/);
    expect(noNodesWords(false)).toMatch(/not known/);
  });

  it('show a reason they do not know as it is', () => {
    expect(reasonWords('NOBODY_READY', 0)).toBe('Nobody is in line right now.');
    expect(reasonWords('NOBODY_READY', 10)).toMatch(/near the front/);
    expect(reasonWords('AT_CAP', 10)).toMatch(/shop is full/);
    expect(reasonWords('SOMETHING_NEW', 10)).toBe('SOMETHING_NEW');
  });

  it('say when the tickets are gone on the clocks of the venue, and for whom it is hopeless', () => {
    const at = { nowMs: Date.parse('2027-05-01T18:00:00Z'), timeZone: 'Europe/Berlin', served: 20_000 };
    expect(forecastWords({ kind: 'sells_out', minutes: 14, admitted: 2_500, passed: 4_211 }, at)).toBe(
      'sold out about 20:14; from position 24,000 on it is hopeless',
    );
    expect(
      forecastWords({ kind: 'sells_out', minutes: 14, admitted: 4_211, passed: 9_000 }, { ...at, served: null }),
    ).toMatch(/about 4,211 more get in$/);
    expect(forecastWords({ kind: 'stands' }, at)).toBe('stands still');
  });
});
