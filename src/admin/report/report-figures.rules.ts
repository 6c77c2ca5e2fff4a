import { lateCalls, refusedJoins, purchaseTallies, type TallyCount } from '../../contract/line/abuse-shapes.js';
import { type ReportFigureKey, reportFigures } from '../../contract/staff/report-figures.js';
import type { ReportSections } from '../../contract/staff/report-shapes.js';
import type { ChanceScore } from './chance-score.rules.js';
import type { KeptFlow, OrderTotals } from './report.repository.js';

interface Counted {
  totals: OrderTotals;
  places: number;
  served: number;
  /** null: the line began before admissions were counted. */
  entered: number | null;
  sold: number;
  capacity: number;
  flow: KeptFlow;
  woken: { told: number; came: number };
  tallies: readonly TallyCount[];
  listed: { incidents: number; actions: number };
  opensAt: Date;
  chance: ChanceScore;
}

const MINUTE_MS = 60_000;

/** Returns whether the minutes kept begin by the opening, so that they can speak of all that came after it. */
const coversOpening = ({ firstAt }: KeptFlow, opensAt: Date): boolean =>
  firstAt !== null && firstAt.getTime() <= opensAt.getTime() + MINUTE_MS;

/** Returns how many minutes after the opening that was; null unless the minutes kept reach back to the opening. */
export function waitOf(
  reachedAt: Date | null,
  { flow, served, opensAt }: Pick<Counted, 'flow' | 'served' | 'opensAt'>,
): number | null {
  if (served === 0 || reachedAt === null || !coversOpening(flow, opensAt)) return null;
  return Math.max(0, Math.ceil((reachedAt.getTime() - opensAt.getTime()) / MINUTE_MS));
}

const percentOf = (part: number, whole: number): number | null =>
  whole === 0 ? null : Math.round((part / whole) * 1_000) / 10;
const thousandths = (score: number | null): number | null =>
  score === null ? null : Math.round(score * 1_000) / 1_000;
/** A place may begin several orders, so that a loss is never below 0. null: either is unknown. */
const lost = (before: number | null, after: number | null): number | null =>
  before === null || after === null ? null : percentOf(Math.max(0, before - after), before);

/** Returns the headline figures with their formulas. null means unknown, not 0. */
export function figuresOf(counted: Counted): ReportSections['figures'] {
  const { totals, places, served, entered, sold, capacity, flow, woken, tallies, listed, chance } = counted;
  const refused = refusedJoins(tallies, places);
  const values: Record<ReportFigureKey, number | null> = {
    ...{ places, served, entered, sold },
    calledLate: lateCalls(tallies),
    lostInLine: lost(served, entered),
    lostInShop: lost(entered, totals.placed),
    ordersPlaced: totals.placed,
    ordersPaid: totals.orders,
    abandonment: percentOf(totals.placed - totals.orders, totals.placed),
    conversion: percentOf(totals.orders, served),
    asleepTold: woken.told,
    asleepCame: percentOf(woken.came, woken.told),
    soldShare: percentOf(sold, capacity),
    peoplePer100: percentOf(totals.buyers, totals.buyersTickets),
    refusedJoins: refused.count,
    refusedShare: refused.share === null ? null : percentOf(refused.share, 1),
    refusedPurchases: tallies
      .filter(({ what }) => (purchaseTallies as readonly string[]).includes(what))
      .reduce((all, { count }) => all + count, 0),
    peakPerMinute: flow.peakPerMinute,
    peakWaiting: flow.peakWaiting,
    wait50: waitOf(flow.reached50, counted),
    wait90: waitOf(flow.reached90, counted),
    wait99: waitOf(flow.reached99, counted),
    chanceScore: thousandths(chance.score),
    chanceOfMean: thousandths(chance.ofMean),
    scanned: totals.scanned,
    changes: listed.actions,
    incidents: listed.incidents,
  };
  return (Object.keys(reportFigures) as ReportFigureKey[]).map((key) => {
    const { unit, formula } = reportFigures[key];
    return { key, value: values[key], unit, formula: formula };
  });
}
