import type { LiveShape } from '../../contract/live/live-shapes.js';
import { isLineKnown } from '../../contract/live/stage-counts.js';

/** Per-sale gauges, exported as `ropeline_sale_<name>`. */
export const saleFigures = [
  { name: 'waiting', help: 'Fans in line' },
  { name: 'present', help: 'Fans who are there: sockets, or places asked for lately' },
  { name: 'connected', help: 'Sockets in the waiting room' },
  { name: 'active', help: 'Fans who shop' },
  { name: 'cap', help: 'Fans who may shop at once' },
  { name: 'admitted_per_minute', help: 'Admissions per minute, averaged over about the last 20 s' },
  { name: 'target_per_minute', help: 'Admissions per minute that the policy allows now' },
  { name: 'stock_free', help: 'Units free' },
  { name: 'stock_held', help: 'Units held or being paid for' },
  { name: 'stock_sold', help: 'Units sold' },
  {
    name: 'conserved',
    help: '1 while Redis and Postgres agree on the stock; NaN while they were not compared for two minutes',
  },
  { name: 'epoch', help: 'Epoch of the line and stock in Redis; each loss of Redis begins a new one' },
  { name: 'snapshot_age_seconds', help: 'Age of the last snapshot' },
] as const;
export type SaleFigure = (typeof saleFigures)[number];

/** The comparison runs every few seconds while a sale is awake; the control room has the same bound. */
const CHECK_LATE_MS = 120_000;

const sum = (numbers: readonly number[]): number => numbers.reduce((all, each) => all + each, 0);

/** What the live document does not say. */
export interface MoreFigures {
  /** False while the stock cannot be read, or is being rebuilt. */
  isStockKnown: boolean;
  /** null: unknown. */
  snapshotAgeMs: number | null;
}

/** Returns NaN, never 0, for unknown figures. */
export function figuresOf(
  live: LiveShape,
  { isStockKnown, snapshotAgeMs }: MoreFigures,
): Record<SaleFigure['name'], number> {
  const lanes = Object.values(live.lanes);
  const ofLine = (figure: number): number => (isLineKnown(live) ? figure : Number.NaN);
  const ofStock = (figure: number): number => (isStockKnown ? figure : Number.NaN);
  return {
    waiting: ofLine(sum(lanes.map(({ waiting }) => waiting))),
    present: ofLine(sum(lanes.map(({ present }) => present))),
    connected: ofLine(live.connected),
    active: ofLine(live.active),
    cap: ofLine(live.target.cap),
    admitted_per_minute: ofLine(live.admittedPerMinute),
    target_per_minute: ofLine(live.target.perMinute),
    stock_free: ofStock(sum(live.stock.map(({ free }) => free))),
    stock_held: ofStock(sum(live.stock.map(({ held }) => held))),
    stock_sold: sum(live.stock.map(({ sold }) => sold)),
    conserved: conservedOf(live),
    epoch: live.epoch ?? Number.NaN,
    snapshot_age_seconds: snapshotAgeMs === null ? Number.NaN : snapshotAgeMs / 1_000,
  };
}

/** A difference is told even before the first comparison of the stores: the stock alone may show it. */
function conservedOf({ at, conservation: { ok, checkedAt } }: LiveShape): number {
  if (!ok) return 0;
  return checkedAt !== null && Date.parse(at) - Date.parse(checkedAt) <= CHECK_LATE_MS ? 1 : Number.NaN;
}
