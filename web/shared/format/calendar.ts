/** An event to be reminded of. */
export interface Moment {
  uid: string;
  title: string;
  startsAt: string;
  endsAt: string;
  url: string;
}

/** Early enough to find the phone and a charger. */
const reminderMinutes = 15;
const lineOctets = 75;

const stamp = (at: string): string => new Date(at).toISOString().replace(/[-:]|\.\d{3}/g, '');
const escaped = (text: string): string => text.replace(/([\\;,])/g, '\\$1').replace(/\r?\n/g, '\\n');

/** Folds a line at 75 octets as iCalendar requires, never inside a character. */
function folded(line: string): string {
  const rows: string[] = [];
  let row = '';
  for (const character of line) {
    if (new TextEncoder().encode(row + character).length > lineOctets) {
      rows.push(row);
      row = ' ';
    }
    row += character;
  }
  return [...rows, row].join('\r\n');
}

/** Returns an iCalendar file with one event and a reminder before it. */
export function calendarFile({ uid, title, startsAt, endsAt, url }: Moment, nowMs: number): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Ropeline//EN',
    'BEGIN:VEVENT',
    `UID:${uid}`,
    `DTSTAMP:${stamp(new Date(nowMs).toISOString())}`,
    `DTSTART:${stamp(startsAt)}`,
    `DTEND:${stamp(endsAt)}`,
    `SUMMARY:${escaped(title)}`,
    `URL:${url}`,
    'BEGIN:VALARM',
    'ACTION:DISPLAY',
    `DESCRIPTION:${escaped(title)}`,
    `TRIGGER:-PT${reminderMinutes}M`,
    'END:VALARM',
    'END:VEVENT',
    'END:VCALENDAR',
  ];
  return `${lines.map(folded).join('\r\n')}\r\n`;
}
