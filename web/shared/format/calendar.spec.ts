import { describe, expect, it } from '@jest/globals';
import { calendarFile } from './calendar.js';

const moment = {
  uid: 'sale_1@ropeline',
  title: 'Tickets for Ärger, Wut; & Co',
  startsAt: '2027-03-01T09:45:00.000Z',
  endsAt: '2027-03-01T10:00:00.000Z',
  url: 'https://tickets.example/s/night',
};

describe('calendarFile', () => {
  it('has one event with its times in UTC and a reminder before it', () => {
    const lines = calendarFile(moment, Date.parse('2027-01-01T00:00:00.000Z')).split('\r\n');
    expect(lines).toEqual(
      expect.arrayContaining([
        'DTSTART:20270301T094500Z',
        'DTEND:20270301T100000Z',
        'SUMMARY:Tickets for Ärger\\, Wut\\; & Co',
        'TRIGGER:-PT15M',
      ]),
    );
  });

  it('folds long lines between characters', () => {
    const title = 'ü'.repeat(120);
    const text = calendarFile({ ...moment, title }, 0);
    for (const line of text.split('\r\n')) expect(new TextEncoder().encode(line).length).toBeLessThanOrEqual(75);
    expect(text.replaceAll('\r\n ', '')).toContain(`SUMMARY:${title}`);
  });
});
