import type { LiveShape } from '../../contract/shapes.js';

/** Per-sale gauges, exported as `ropeline_sale_<name>`. */
export const saleFigures = [
  { name: 'waiting', help: 'Fans in line' },
  { name: 'present', help: 'Fans near the front who are there' },
  { name: 'connected', help: 'Sockets in the waiting room' },
  { name: 'active', help: 'Fans who shop' },
  { name: 'cap', help: 'Fans who may shop at once' },
  { name: 'admitted_per_minute', help: 'Admissions per minute, averaged over about the last 20 s' },
  { name: 'target_per_minute', help: 'Admissions per minute that the policy allows now' },
  { name: 'stock_free', help: 'Units free' },
  { name: 'stock_held', help: 'Units held or being paid for' },
  { name: 'stock_sold', help: 'Units sold' },
  { name: 'conserved', help: '1 while Redis and Postgres agree on the stock' },
  { name: 'epoch', help: 'Epoch of the line and stock in Redis; each loss of Redis begins a new one' },
  { name: 'snapshot_age_seconds', help: 'Age of the last snapshot' },
] as const;
export type SaleFigure = (typeof saleFigures)[number];

const sum = (numbers: readonly number[]): number => numbers.reduce((all, each) => all + each, 0);

/** Figures missing from the live document; null: unknown. */
export interface MoreFigures {
  epoch: number | null;
  snapshotAgeMs: number | null;
}

/** Returns NaN, never 0, for unknown figures. */
export function figuresOf(live: LiveShape, { epoch, snapshotAgeMs }: MoreFigures): Record<SaleFigure['name'], number> {
  const lanes = Object.values(live.lanes);
  return {
    waiting: sum(lanes.map(({ waiting }) => waiting)),
    present: sum(lanes.map(({ present }) => present)),
    connected: live.connected,
    active: live.active,
    cap: live.target.cap,
    admitted_per_minute: live.admittedPerMinute,
    target_per_minute: live.target.perMinute,
    stock_free: sum(live.stock.map(({ free }) => free)),
    stock_held: sum(live.stock.map(({ held }) => held)),
    stock_sold: sum(live.stock.map(({ sold }) => sold)),
    conserved: live.conservation.ok ? 1 : 0,
    epoch: epoch ?? Number.NaN,
    snapshot_age_seconds: snapshotAgeMs === null ? Number.NaN : snapshotAgeMs / 1_000,
  };
}
