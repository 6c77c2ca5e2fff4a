import type { ShowShape } from '../../contract/sale/sale-shapes.js';
import { showTime } from '../formats.rules.js';
import type { FanLanguage } from '../../contract/languages.js';
import { wordsIn } from '../../words/all.js';
import { itemPhrase } from '../../words/seat-phrase.js';

export interface CalendarEntry {
  orderId: string;
  show: ShowShape;
  /** Ticket labels. */
  labels: readonly string[];
  url: string;
  language: FanLanguage;
  /** Creation time of the entry. */
  now: Date;
}

const LINE_OCTETS = 75;
/** Control characters could end or hide a line, and calendars need none. */
const CONTROL = /[\p{Cc}\u2028\u2029]+/gu;

/** Renders an iCalendar file (RFC 5545) with one event, in UTC so that readers need not know the venue's time zone. */
export function calendarOf({ orderId, show, labels, url, language, now }: CalendarEntry): string {
  const { locale, inside, server } = wordsIn(language);
  const description = [
    server.paper.starts(showTime(show, locale), show.timeZone),
    ...labels.map((label) => itemPhrase(label, inside)),
    `${inside.order.number} ${orderId}`,
  ];
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Ropeline//Tickets//EN',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    'BEGIN:VEVENT',
    `UID:${orderId}@ropeline`,
    `DTSTAMP:${utc(now)}`,
    `DTSTART:${utc(new Date(show.startsAt))}`,
    `SUMMARY:${escaped(show.name)}`,
    `LOCATION:${escaped(show.venue)}`,
    `DESCRIPTION:${description.map(escaped).join('\\n')}`,
    `URL:${url.replace(CONTROL, '')}`,
    'TRANSP:OPAQUE',
    'END:VEVENT',
    'END:VCALENDAR',
  ];
  return lines.map((line) => `${folded(line)}\r\n`).join('');
}

/** Formats as "20261127T190000Z". */
const utc = (at: Date): string => at.toISOString().replace(/[-:]|\.\d{3}/g, '');

/** Escapes a TEXT value; keeps it on one line whatever its input. */
const escaped = (text: string): string => text.replace(CONTROL, ' ').replace(/[\\;,]/g, (mark) => `\\${mark}`);

/** Folds a line at 75 octets without splitting a character; continuation lines begin with a space. */
function folded(line: string): string {
  let octets = 0;
  let text = '';
  for (const character of line) {
    const size = Buffer.byteLength(character);
    if (octets + size > LINE_OCTETS) {
      text += '\r\n ';
      octets = 1;
    }
    text += character;
    octets += size;
  }
  return text;
}
