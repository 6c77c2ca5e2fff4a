const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

export interface CountdownParts {
  days: number;
  hours: number;
  minutes: number;
  seconds: number;
}

/** Rounds the time left up to whole seconds, so that it reaches 0 only when it is over. */
export function countdownParts(leftMs: number): CountdownParts {
  const left = Math.max(0, Math.ceil(leftMs / 1000) * 1000);
  return {
    days: Math.floor(left / day),
    hours: Math.floor((left % day) / hour),
    minutes: Math.floor((left % hour) / minute),
    seconds: Math.floor((left % minute) / 1000),
  };
}

/** "7:05" under an hour, "1:07:05" above; for deadlines. */
export function formatClockLeft(leftMs: number): string {
  const { days, hours, minutes, seconds } = countdownParts(leftMs);
  const two = (n: number) => String(n).padStart(2, '0');
  const allHours = days * 24 + hours;
  return allHours > 0 ? `${allHours}:${two(minutes)}:${two(seconds)}` : `${minutes}:${two(seconds)}`;
}

type Zone = Pick<Intl.DateTimeFormatOptions, 'timeZone' | 'timeZoneName'>;

let readersZone: Zone = {};

/** Names the zone of times that are otherwise the reader's own: the server does not know the reader's. */
export function nameZone(timeZone: string): void {
  readersZone = { timeZone, timeZoneName: 'short' };
}

const inZone = (timeZone: string | undefined): Zone => (timeZone ? { timeZone } : readersZone);

/** Time of day, "10:42 am" or "22:42", in a time zone (default: the fan's own). */
export function formatTimeOfDay(at: number | string, locale: string, timeZone?: string): string {
  return new Intl.DateTimeFormat(locale, {
    hour: '2-digit',
    minute: '2-digit',
    ...inZone(timeZone),
  }).format(new Date(at));
}

/** "Saturday, 6 December 2025, 20:00". */
export function formatDayAndTime(at: number | string, locale: string, timeZone?: string): string {
  const format = new Intl.DateTimeFormat(locale, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    ...inZone(timeZone),
  });
  return format.format(new Date(at));
}

/** "Sat 6 Dec, 20:00", for narrow layouts. */
export function formatShortDayAndTime(at: number | string, locale: string, timeZone?: string): string {
  const format = new Intl.DateTimeFormat(locale, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    ...inZone(timeZone),
  });
  return format.format(new Date(at));
}

/** Whether two zones show different wall-clock times at that moment; an unknown zone counts as the same. */
export function zonesDiffer(at: number | string, zoneA: string, zoneB: string): boolean {
  const shown = (timeZone: string) =>
    new Intl.DateTimeFormat('en-GB', { dateStyle: 'short', timeStyle: 'short', timeZone }).format(new Date(at));
  try {
    return shown(zoneA) !== shown(zoneB);
  } catch {
    return false;
  }
}

/** Returns the city of a zone, for "20:00 in Berlin". */
export function cityOfZone(timeZone: string): string {
  return (timeZone.split('/').pop() ?? timeZone).replaceAll('_', ' ');
}

export function ownZone(): string {
  return readersZone.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
}
