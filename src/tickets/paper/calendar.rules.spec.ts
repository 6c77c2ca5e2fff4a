import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import ICAL from 'ical.js';
import { type CalendarEntry, calendarOf } from './calendar.rules.js';

const entry: CalendarEntry = {
  orderId: 'ord_00000000000000000000000001',
  show: { name: 'Night; part, one', venue: 'Hall', startsAt: '2026-12-06T19:00:00.000Z', timeZone: 'Europe/Berlin' },
  labels: ['Stalls, row 1, seat 12'],
  url: 'https://tickets.example/orders/ord_00000000000000000000000001',
  language: 'de',
  now: new Date('2026-11-27T00:00:00.000Z'),
};

function eventOf(text: string): ICAL.Event {
  const [event, ...others] = new ICAL.Component(ICAL.parse(text) as unknown[]).getAllSubcomponents('vevent');
  if (!event || others.length > 0) throw new Error('one event was expected');
  return new ICAL.Event(event);
}

describe('calendarOf', () => {
  it('is read back by a calendar', () => {
    const event = eventOf(calendarOf(entry));
    expect(event.summary).toBe('Night; part, one');
    expect(event.location).toBe('Hall');
    expect(event.startDate.toJSDate().toISOString()).toBe('2026-12-06T19:00:00.000Z');
    expect(event.description).toContain('20:00 (Europe/Berlin)');
    expect(event.description).toContain('Stalls, Reihe 1, Platz 12');
  });

  it('ends lines with CRLF only, and folds them at 75 octets without cutting a character', () => {
    const lines = calendarOf({ ...entry, labels: Array.from({ length: 20 }, () => '東京ドーム, řada') }).split('\r\n');
    expect(lines.pop()).toBe('');
    for (const line of lines) {
      expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
      expect(line).not.toMatch(/[\r\n\ufffd]/);
    }
  });

  it('gets one event with these very fields, whatever stands in them', () => {
    const text = fc.string({ unit: 'binary', minLength: 1, maxLength: 120 });
    fc.assert(
      fc.property(text, text, (name, venue) => {
        const show = { ...entry.show, name, venue };
        const made = calendarOf({ ...entry, show, labels: [`x\r\nATTENDEE:mailto:a@b.example`, venue] });
        const event = eventOf(made);
        expect(event.component.getAllProperties('attendee')).toEqual([]);
        expect(event.uid).toBe(`${entry.orderId}@ropeline`);
        expect(made.match(/^BEGIN:/gm)).toHaveLength(2);
      }),
    );
  });
});
