const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;
const LOCAL = /^(\d{4,5})-(\d{2})-(\d{2})T(\d{2}):(\d{2})/;

const formats = new Map<string, Intl.DateTimeFormat>();
function formatOf(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone);
  if (!format) {
    const two = '2-digit' as const;
    format = new Intl.DateTimeFormat('en-CA', {
      ...{ timeZone, hourCycle: 'h23', year: 'numeric', month: two, day: two, hour: two, minute: two },
    });
    formats.set(timeZone, format);
  }
  return format;
}

/** Formats an instant in a zone for a datetime-local input. */
export function localIn(at: number, timeZone: string): string {
  const parts = new Map(
    formatOf(timeZone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );
  const part = (type: Intl.DateTimeFormatPartTypes): string => parts.get(type) ?? '';
  return `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}`;
}

/** Returns every instant at which the zone's clocks show this time: none when they skip it, two when they repeat it. */
export function instantsOf(local: string, timeZone: string): number[] {
  const [, year, month, day, hour, minute] = LOCAL.exec(local) ?? [];
  if (year === undefined) return [];
  const asUtc = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute));
  if (Number.isNaN(asUtc)) return [];
  const offsets = [asUtc - DAY, asUtc + DAY].map((at) => utcOf(localIn(at, timeZone)) - at);
  const candidates = new Set(offsets.map((offset) => asUtc - offset));
  return [...candidates].filter((at) => utcOf(localIn(at, timeZone)) === asUtc).sort((a, b) => a - b);
}

function utcOf(local: string): number {
  const [, year, month, day, hour, minute] = LOCAL.exec(local) ?? [];
  return Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute));
}

/** Returns an error for a time that the zone's clocks skip; null if the time exists. */
export function missingTime(local: string, timeZone: string): string | null {
  return LOCAL.test(local) && instantsOf(local, timeZone).length === 0
    ? 'The clocks go forward that night: this time does not exist there. Choose another.'
    : null;
}

export const isTwice = (local: string, timeZone: string): boolean => instantsOf(local, timeZone).length > 1;

/** Returns every zone this browser knows, plus UTC and the given one. */
export function knownZones(own: string): string[] {
  const zones = typeof Intl.supportedValuesOf === 'function' ? Intl.supportedValuesOf('timeZone') : [];
  return [...new Set([own, 'UTC', ...zones])].sort();
}
