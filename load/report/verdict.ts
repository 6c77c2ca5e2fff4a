import type { FanEnd } from '../fans/fan.js';
import type { Bought } from '../fans/purchase.js';
import { quantile } from './statistics.js';

export interface Evidence {
  tickets: number;
  /** Numbers that fans and ghosts were given. */
  numbers: number[];
  ends: FanEnd[];
  /** Figures of the server at the end. */
  sold: number;
  free: number;
  held: number;
  openOrders: number;
  conserved: boolean;
  /** What the payment provider captured, in minor units, and how many charges that were. */
  capturedMinor: number;
  charges: number;
}
export interface Check {
  what: string;
  found: string;
  fine: boolean;
}

/** Slow is not wrong: judged apart, and no reason to fail a run. */
export interface Speed {
  /** Purchases whose fan had given up waiting and which were paid all the same. */
  paidLate: number;
  tookMs: readonly number[];
}
const SLOW_PURCHASE_MS = 10_000;

/** What a fan would call slow. */
export function judgeSpeed({ paidLate, tookMs }: Speed): Check[] {
  const p99 = quantile(tookMs, 0.99);
  return [
    {
      what: `99 % of purchases within ${SLOW_PURCHASE_MS / 1000} s`,
      found: `${p99} ms`,
      fine: p99 <= SLOW_PURCHASE_MS,
    },
    { what: 'orders paid after the fan had given up', found: String(paidLate), fine: paidLate === 0 },
  ];
}

/** What must be true after every run, whatever broke in it. */
export function judge(evidence: Evidence): Check[] {
  const bought = evidence.ends.filter((end): end is Bought => end.kind === 'bought');
  const ticketIds = bought.flatMap((end) => end.tickets);
  const without = bought.filter((end) => end.tickets.length === 0).length;
  const lost = evidence.ends.filter((end) => end.kind === 'lost_place');
  const failed = evidence.ends.filter((end) => end.kind === 'failed');
  const twice = evidence.numbers.length - new Set(evidence.numbers).size;
  const paidMinor = bought.reduce((sum, end) => sum + end.paidMinor, 0);
  const check = (what: string, found: string | number, fine: boolean): Check => ({ what, found: String(found), fine });
  return [
    check('tickets sold, of stock', `${evidence.sold} of ${evidence.tickets}`, evidence.sold === evidence.tickets),
    check(
      'oversold',
      Math.max(0, ticketIds.length - evidence.tickets),
      ticketIds.length <= evidence.tickets && evidence.sold <= evidence.tickets,
    ),
    check(
      'tickets in fans’ hands, of sold',
      `${ticketIds.length} of ${evidence.sold}`,
      ticketIds.length === evidence.sold,
    ),
    check(
      'tickets with two owners',
      ticketIds.length - new Set(ticketIds).size,
      new Set(ticketIds).size === ticketIds.length,
    ),
    check('paid orders without a ticket', without, without === 0),
    check(
      'charged by the provider',
      `${evidence.capturedMinor} in ${evidence.charges} charges, of ${paidMinor} in ${bought.length} purchases`,
      evidence.capturedMinor === paidMinor && evidence.charges === bought.length,
    ),
    check('orders still open', evidence.openOrders, evidence.openOrders === 0),
    check('stock still held', evidence.held, evidence.held === 0),
    check('stock adds up', evidence.conserved ? 'yes' : 'no', evidence.conserved),
    check('numbers given twice', twice, twice === 0),
    check('places lost', `${lost.length}${examples(lost)}`, lost.length === 0),
    check('purchases that broke', `${failed.length}${examples(failed)}`, failed.length === 0),
  ];
}

function examples(ends: readonly FanEnd[]): string {
  const reasons = new Map<string, number>();
  for (const end of ends) if ('why' in end) reasons.set(end.why, (reasons.get(end.why) ?? 0) + 1);
  return reasons.size === 0
    ? ''
    : ` (${[...reasons]
        .slice(0, 3)
        .map(([why, count]) => `${count}× ${why}`)
        .join(', ')})`;
}
