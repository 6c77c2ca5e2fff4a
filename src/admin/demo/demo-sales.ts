import type { SaleInput } from '../../sales/catalogue/input/sale-input.types.js';

/** Shown in the footer of every page of the demo sales. */
const demoSeller = {
  name: 'Ropeline Demo Promotions',
  address: 'Example Street 1, 10115 Berlin',
  email: 'help@demo.example',
  refundRule: 'Money back when a show is canceled or moved; otherwise tickets are not taken back.',
  termsUrl: 'https://demo.example/terms',
  privacyUrl: 'https://demo.example/privacy',
};

const SECOND = 1_000;
const DAY = 24 * 3_600 * SECOND;
/** Long enough to look around and join; short enough to wait for the draw. */
const UNTIL_OPENING_MS = 150 * SECOND;

/** Slugs of successive showings: `arena-night`, `arena-night-2`, … */
export const slugOf = (base: string, showing: number): string => (showing === 1 ? base : `${base}-${showing}`);

const rows = (count: number, seats: number) =>
  Array.from({ length: count }, (_, index) => ({ label: String(index + 1), seats }));
/** 20:00 in Berlin `days` from now, always at winter-time offset: one hour off in summer, which a demo tolerates. */
function eveningIn(days: number, nowMs: number): string {
  const date = new Date(nowMs + days * DAY);
  date.setUTCHours(19, 0, 0, 0);
  return date.toISOString();
}

/** A sale with an open prequeue: a newcomer sees the countdown, then the draw. */
export function arenaNight(slug: string, nowMs: number): SaleInput {
  return {
    slug,
    name: 'Arena Night',
    currency: 'EUR',
    show: { name: 'The Lanterns', venue: 'Harbour Arena', startsAt: eveningIn(60, nowMs), timeZone: 'Europe/Berlin' },
    seller: demoSeller,
    prequeueAt: new Date(nowMs - 60 * SECOND).toISOString(),
    opensAt: new Date(nowMs + UNTIL_OPENING_MS).toISOString(),
    closesAt: new Date(nowMs + DAY).toISOString(),
    seatMap: {
      sections: [
        { key: 'A', label: 'Block A', rows: rows(10, 20) },
        { key: 'B', label: 'Block B', rows: rows(12, 24) },
        { key: 'C', label: 'Block C', rows: rows(10, 20) },
        { key: 'G', label: 'Gallery', rows: rows(6, 30) },
      ],
    },
    ticketTypes: [
      { name: 'Standing', admission: 'general', price: 4500, capacity: 800, maxPerFan: 4 },
      { name: 'Stalls', admission: 'reserved', price: 6500, sections: ['A', 'B', 'C'], maxPerFan: 6 },
      { name: 'Gallery', admission: 'reserved', price: 3900, sections: ['G'], maxPerFan: 6 },
    ],
    policy: { cap: 100, perMinute: 300 },
  };
}

/** A sale that is already open, so that a newcomer can buy at once. */
export function clubNight(slug: string, nowMs: number): SaleInput {
  return {
    slug,
    name: 'Club Night',
    currency: 'EUR',
    show: { name: 'Paper Boats', venue: 'Cellar Club', startsAt: eveningIn(14, nowMs), timeZone: 'Europe/Berlin' },
    seller: demoSeller,
    prequeueAt: new Date(nowMs - 120 * SECOND).toISOString(),
    opensAt: new Date(nowMs - 60 * SECOND).toISOString(),
    closesAt: new Date(nowMs + DAY).toISOString(),
    ticketTypes: [
      { name: 'Early entry', admission: 'general', price: 1800, capacity: 120, maxPerFan: 4 },
      { name: 'Evening', admission: 'general', price: 2400, capacity: 300, maxPerFan: 4 },
    ],
    policy: { cap: 100, perMinute: 300 },
  };
}
