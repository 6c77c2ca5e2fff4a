import type { ReportSections } from '../../contract/report-shapes.js';
import type { KeptFlow, OrderTotals } from './report.repository.js';

interface Counted {
  totals: OrderTotals;
  places: number;
  served: number;
  sold: number;
  capacity: number;
  flow: KeptFlow;
  woken: { told: number; came: number };
  opensAt: Date;
}

const MINUTE_MS = 60_000;

/** Returns whether the minutes kept begin by the opening, so that they can speak of all that came after it. */
const coversOpening = ({ firstAt }: KeptFlow, opensAt: Date): boolean =>
  firstAt !== null && firstAt.getTime() <= opensAt.getTime() + MINUTE_MS;

/** Returns how many were let in; null unless the minutes kept reach back to the opening. */
export const enteredOf = ({ flow, opensAt }: Pick<Counted, 'flow' | 'opensAt'>): number | null =>
  coversOpening(flow, opensAt) ? flow.entered : null;

/** Returns how many minutes after the opening that was; null unless the minutes kept reach back to the opening. */
export function waitOf(
  reachedAt: Date | null,
  { flow, served, opensAt }: Pick<Counted, 'flow' | 'served' | 'opensAt'>,
): number | null {
  if (served === 0 || reachedAt === null || !coversOpening(flow, opensAt)) return null;
  return Math.max(0, Math.ceil((reachedAt.getTime() - opensAt.getTime()) / MINUTE_MS));
}

/** Returns the headline figures with their formulas. null means unknown, not 0. */
export function figuresOf(counted: Counted): ReportSections['figures'] {
  const { totals, places, served, sold, capacity, flow, woken } = counted;
  const entered = enteredOf(counted);
  const share = (part: number, whole: number): number | null =>
    whole === 0 ? null : Math.round((part / whole) * 1_000) / 10;
  /** Samples of a rate may add up to more than was counted, so that a loss is never below 0. */
  const lost = (before: number, after: number): number | null => share(Math.max(0, before - after), before);
  return [
    {
      key: 'places',
      value: places,
      unit: 'places',
      formula: 'numbers given in all lanes − numbers reserved and never given',
    },
    { key: 'served', value: served, unit: 'places', formula: 'positions called or passed over, all lanes' },
    { key: 'ordersPlaced', value: totals.placed, unit: 'orders', formula: 'all orders of the sale' },
    {
      key: 'ordersPaid',
      value: totals.orders,
      unit: 'orders',
      formula: 'orders whose money was taken, refunded ones included',
    },
    {
      key: 'conversion',
      value: share(totals.orders, served),
      unit: '%',
      formula: 'orders paid ÷ places called or passed over',
    },
    {
      key: 'abandonment',
      value: share(totals.placed - totals.orders, totals.placed),
      unit: '%',
      formula: '(orders placed − orders paid) ÷ orders placed',
    },
    {
      key: 'entered',
      value: entered,
      unit: 'places',
      formula:
        'admissions a minute, sampled once in each minute since the opening and added up; not known if the minutes kept begin later',
    },
    {
      key: 'lostInLine',
      value: entered === null ? null : lost(served, entered),
      unit: '%',
      formula: '(places called or passed over − let in) ÷ places called or passed over',
    },
    {
      key: 'lostInShop',
      value: entered === null ? null : lost(entered, totals.placed),
      unit: '%',
      formula: '(let in − orders placed) ÷ let in',
    },
    {
      key: 'asleepTold',
      value: woken.told,
      unit: 'people',
      formula: 'fans who were away when the line passed them, and were told by message or e-mail',
    },
    {
      key: 'asleepCame',
      value: share(woken.came, woken.told),
      unit: '%',
      formula: 'of those told while away, fans who got in',
    },
    { key: 'sold', value: sold, unit: 'tickets', formula: 'sold, all ticket types together' },
    { key: 'soldShare', value: share(sold, capacity), unit: '%', formula: 'sold ÷ (capacity − withdrawn)' },
    {
      key: 'peoplePer100',
      value: share(totals.buyers, sold),
      unit: 'people',
      formula: 'distinct e-mail addresses of paid orders × 100 ÷ sold',
    },
    { key: 'peakPerMinute', value: flow.peakPerMinute, unit: 'a minute', formula: 'largest of all minutes kept' },
    { key: 'peakWaiting', value: flow.peakWaiting, unit: 'people', formula: 'largest of all minutes kept' },
    ...([50, 90, 99] as const).map((percent) => ({
      key: `wait${percent}`,
      value: waitOf(flow[`reached${percent}`], counted),
      unit: 'minutes',
      formula: `from the opening until ${percent} % of all positions called so far had been called`,
    })),
    { key: 'scanned', value: totals.scanned, unit: 'tickets', formula: 'tickets that let somebody in' },
  ];
}
