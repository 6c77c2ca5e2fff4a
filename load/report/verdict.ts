import type { FanEnd } from '../fans/fan.js';
import type { Bought } from '../fans/purchase.js';
import { quantile } from './statistics.js';

export interface Evidence {
  tickets: number;
  /** Numbers issued to fans and ghosts. */
  numbers: number[];
  ends: FanEnd[];
  /** The server's figures at the end. */
  sold: number;
  free: number;
  held: number;
  openOrders: number;
  conserved: boolean;
  /** Amount captured by the payment provider in minor units, and number of charges. */
  capturedMinor: number;
  charges: number;
}
export interface Check {
  what: string;
  found: string;
  fine: boolean;
}

/** Judged separately: being slow does not fail a run. */
export interface Speed {
  /** Purchases paid after their fan had given up waiting. */
  paidLate: number;
  tookMs: readonly number[];
}
const SLOW_PURCHASE_MS = 10_000;

/** Checks against what a fan would call slow. */
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

/** Checks the invariants that must hold after every run, whatever broke. */
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
