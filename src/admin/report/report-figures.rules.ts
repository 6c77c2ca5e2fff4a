import type { ReportSections } from '../../contract/report-shapes.js';
import type { OrderTotals } from './report.repository.js';

interface Counted {
  totals: OrderTotals;
  places: number;
  served: number;
  sold: number;
  capacity: number;
  peakPerMinute: number | null;
  peakWaiting: number | null;
  /** null if no minute was recorded. */
  entered: number | null;
  woken: { told: number; came: number };
  /** Positions called or passed over by then, minute by minute; null in rows of before it was kept. */
  progress: readonly { at: Date; served: number | null }[];
  opensAt: Date;
}

const MINUTE_MS = 60_000;

/**
 * Returns how many minutes after the opening this share of all who were served had been called; null unless the history
 * covers it.
 */
export function waitOf(
  share: number,
  { progress, served, opensAt }: Pick<Counted, 'progress' | 'served' | 'opensAt'>,
): number | null {
  if (served === 0) return null;
  const found = progress.find((minute) => minute.served !== null && minute.served >= share * served);
  return found ? Math.max(0, Math.ceil((found.at.getTime() - opensAt.getTime()) / MINUTE_MS)) : null;
}

/** Returns the headline figures with their formulas. null means unknown, not 0. */
export function figuresOf(counted: Counted): ReportSections['figures'] {
  const { totals, places, served, sold, capacity, peakPerMinute, peakWaiting, entered, woken } = counted;
  const share = (part: number, whole: number): number | null =>
    whole === 0 ? null : Math.round((part / whole) * 1_000) / 10;
  /** A rate summed over minutes may exceed what was counted, so that a loss is never below 0. */
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
      formula: 'sum of the admissions a minute, over the minutes below',
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
    { key: 'peakPerMinute', value: peakPerMinute, unit: 'a minute', formula: 'largest of the minutes below' },
    { key: 'peakWaiting', value: peakWaiting, unit: 'people', formula: 'largest of the minutes below' },
    ...([50, 90, 99] as const).map((percent) => ({
      key: `wait${percent}`,
      value: waitOf(percent / 100, counted),
      unit: 'minutes',
      formula: `from the opening until ${percent} % of all positions called so far had been called`,
    })),
    { key: 'scanned', value: totals.scanned, unit: 'tickets', formula: 'tickets that let somebody in' },
  ];
}
