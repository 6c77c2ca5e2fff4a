/** "27 Nov 2026, 17:04:09 CET", by this browser's clock: for records, where seconds and the zone matter. */
const exact = new Intl.DateTimeFormat('en-GB', {
  ...{ day: 'numeric', month: 'short', year: 'numeric' },
  ...{ hour: '2-digit', minute: '2-digit', second: '2-digit', timeZoneName: 'short' },
});
export const exactTime = (at: string): string => exact.format(new Date(at));
