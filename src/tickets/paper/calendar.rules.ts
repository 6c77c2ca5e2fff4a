import type { ShowShape } from '../../contract/shapes.js';
import type { DocumentLanguage } from '../document-words.rules.js';
import { documentWords, showTime } from '../document-words.rules.js';

export interface CalendarEntry {
  orderId: string;
  show: ShowShape;
  /** Labels of the tickets. */
  labels: readonly string[];
  url: string;
  language: DocumentLanguage;
  /** When the entry is made. */
  now: Date;
}

const LINE_OCTETS = 75;
/** Control characters end or hide a line; a calendar needs none of them. */
const CONTROL = /[\p{Cc}\u2028\u2029]+/gu;

/** An iCalendar file (RFC 5545) with one event, in UTC, so that no reader has to know the venue's zone. */
export function calendarOf({ orderId, show, labels, url, language, now }: CalendarEntry): string {
  const words = documentWords(language);
  const description = [
    words.localTime(showTime(show, words.locale), show.timeZone),
    ...labels,
    `${words.order} ${orderId}`,
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

/** "20261127T190000Z" */
const utc = (at: Date): string => at.toISOString().replace(/[-:]|\.\d{3}/g, '');

/** A TEXT value on one line, whatever somebody typed. */
const escaped = (text: string): string => text.replace(CONTROL, ' ').replace(/[\\;,]/g, (mark) => `\\${mark}`);

/** No line has more than 75 octets; what follows begins with a space. A character is never cut in two. */
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
