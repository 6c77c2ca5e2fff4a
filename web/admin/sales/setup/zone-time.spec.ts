import { describe, expect, it } from '@jest/globals';
import { instantsOf, isTwice, localIn, missingTime } from './zone-time.js';

const iso = (local: string, zone: string): string[] => instantsOf(local, zone).map((at) => new Date(at).toISOString());

describe('times typed in the zone of the venue', () => {
  it('are instants, whatever zone the browser is in', () => {
    expect(iso('2027-03-01T20:00', 'Europe/Berlin')).toEqual(['2027-03-01T19:00:00.000Z']);
    expect(iso('2027-07-01T20:00', 'America/New_York')).toEqual(['2027-07-02T00:00:00.000Z']);
    expect(iso('2027-07-01T20:00', 'Asia/Kathmandu')).toEqual(['2027-07-01T14:15:00.000Z']);
    expect(iso('2027-07-01T20:00', 'Pacific/Kiritimati')).toEqual(['2027-07-01T06:00:00.000Z']);
  });

  it('are pointed out when the clocks leap over them', () => {
    expect(iso('2027-03-28T02:30', 'Europe/Berlin')).toEqual([]);
    expect(missingTime('2027-03-28T02:30', 'Europe/Berlin')).toContain('does not exist');
    expect(missingTime('2027-03-28T03:30', 'Europe/Berlin')).toBeNull();
  });

  it('are pointed out when they come twice', () => {
    expect(iso('2027-10-31T02:30', 'Europe/Berlin')).toEqual(['2027-10-31T00:30:00.000Z', '2027-10-31T01:30:00.000Z']);
    expect(isTwice('2027-10-31T02:30', 'Europe/Berlin')).toBe(true);
    expect(isTwice('2027-10-31T03:30', 'Europe/Berlin')).toBe(false);
  });

  it('survive the way there and back', () => {
    for (const zone of ['UTC', 'Europe/Lisbon', 'Australia/Lord_Howe', 'America/St_Johns'])
      for (let day = 0; day < 365; day += 13) {
        const at = Date.UTC(2027, 0, 1 + day, 17, 5);
        expect(instantsOf(localIn(at, zone), zone)).toContain(at);
      }
  });

  it('that are none have no instant', () => {
    expect(instantsOf('', 'UTC')).toEqual([]);
    expect(instantsOf('tomorrow', 'UTC')).toEqual([]);
    expect(missingTime('', 'UTC')).toBeNull();
  });
});
