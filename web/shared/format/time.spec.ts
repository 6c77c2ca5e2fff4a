import { describe, expect, it } from '@jest/globals';
import { cityOfZone, countdownParts, formatClockLeft, formatTimeOfDay, zonesDiffer } from './time.js';

describe('time', () => {
  it('shows a second until it is really over', () => {
    expect(countdownParts(1)).toEqual({ days: 0, hours: 0, minutes: 0, seconds: 1 });
    expect(countdownParts(0)).toEqual({ days: 0, hours: 0, minutes: 0, seconds: 0 });
    expect(countdownParts(-5000).seconds).toBe(0);
  });

  it('carries a full minute into the next unit', () => {
    expect(countdownParts(59_999)).toEqual({ days: 0, hours: 0, minutes: 1, seconds: 0 });
    expect(countdownParts(86_400_000 + 3_661_000)).toEqual({ days: 1, hours: 1, minutes: 1, seconds: 1 });
  });

  it('writes a watched deadline with two digits of seconds', () => {
    expect(formatClockLeft(65_000)).toBe('1:05');
    expect(formatClockLeft(3_665_000)).toBe('1:01:05');
    expect(formatClockLeft(-1)).toBe('0:00');
  });

  it('tells the wall clock of the venue from the one of the fan', () => {
    const at = '2025-12-06T19:00:00.000Z';
    expect(formatTimeOfDay(at, 'en-GB', 'Europe/Berlin')).toBe('20:00');
    expect(zonesDiffer(at, 'Europe/Berlin', 'Europe/London')).toBe(true);
    expect(zonesDiffer(at, 'Europe/Berlin', 'Europe/Paris')).toBe(false);
    expect(zonesDiffer(at, 'Europe/Berlin', 'Nowhere/Land')).toBe(false);
    expect(cityOfZone('America/New_York')).toBe('New York');
  });
});
