import type { DegradationStep } from '../../contract/line/degradation.js';
import type { Speed } from './speed.rules.js';
import type { SaleState } from '../../contract/sale/sale-shapes.js';
import type { AdmissionPolicy, CheckoutSignal, StockSignal } from '../admission/admission.policy.js';

export interface LaneReading {
  key: string;
  arrivals: number;
  reserved: number;
  drawn: number | null;
  serving: number;
  window: number;
  windowAtMs: number;
  /** Positions per minute, over seconds and over minutes; null until measured. */
  speed: Speed | null;
  /** Count of numbers never given, and the highest of them. */
  unused: number;
  unusedTo: number;
  /** Places let in so far. */
  admitted: number;
  ready: number;
  firstTimers: number;
  called: number;
}
export interface NodeReading {
  id: string;
  connected: Record<string, number>;
  /** Places that asked the node for their state lately, by lane. */
  polling: Record<string, number>;
  roles: string[];
  step: DegradationStep;
  /** Classes of work that the node turns away for now, because it is overloaded. */
  shedding: string[];
  at: string;
}

/** The setup as stored in the sale's hash, so that the tick decides on the same policy as the scripts. */
export interface StoredSetup {
  slug: string;
  policy: AdmissionPolicy;
  weights: Record<string, number>;
}

/** A line's complete state at one point in time. */
export interface LineReading {
  epoch: number | null;
  runId: string | null;
  saleMs: number;
  /** How far sale time was moved back to extend deadlines, in ms. */
  extendedMs: number;
  /** Redis's wall time minus that of the last tick; negative if its clock went back. */
  tickAgeMs: number;
  state: SaleState;
  tickId: string;
  creditMicro: number;
  /** Sale time of the draw, or of the rebuild after a loss; null before the draw. */
  drawnAtMs: number | null;
  quietUntilMs: number;
  setup: StoredSetup | null;
  policyVersion: number;
  ratePerMinute: number | null;
  reason: string | null;
  admittedPerMinute: number;
  active: number;
  called: number;
  stock: StockSignal | null;
  checkout: CheckoutSignal | null;
  /** Age of the last report of checkout, however old; null: there is none. */
  checkoutAgeMs: number | null;
  nodes: NodeReading[];
  lanes: LaneReading[];
}

/** Reports older than this count as missing. */
export const REPORT_LIFE_MS = 5_000;
const STATES: readonly string[] = ['draft', 'scheduled', 'prequeue', 'on_sale', 'paused', 'sold_out', 'closed'];

const numberOr = (value: unknown, otherwise: number): number =>
  typeof value === 'string' && value !== '' ? Number(value) : otherwise;
const textOr = (value: unknown): string | null => (typeof value === 'string' ? value : null);
const pairsOf = (flat: readonly string[]): [string, string][] =>
  Array.from({ length: Math.floor(flat.length / 2) }, (_, pair) => [flat[2 * pair] ?? '', flat[2 * pair + 1] ?? '']);

/** Parses reports (`<ms> <json>`) and drops stale ones. */
function reportsOf(flat: unknown, wallMs: number): Map<string, { atMs: number; value: Record<string, unknown> }> {
  const reports = new Map<string, { atMs: number; value: Record<string, unknown> }>();
  for (const [source, report] of pairsOf(flat as string[])) {
    const space = report.indexOf(' ');
    const atMs = Number(report.slice(0, space));
    if (wallMs - atMs <= REPORT_LIFE_MS)
      reports.set(source, { atMs, value: JSON.parse(report.slice(space + 1)) as Record<string, unknown> });
  }
  return reports;
}

function ageOf(flat: unknown, source: string, wallMs: number): number | null {
  const report = pairsOf(flat as string[]).find(([from]) => from === source)?.[1];
  return report === undefined ? null : Math.max(0, wallMs - Number(report.slice(0, report.indexOf(' '))));
}

function stockOf(value: Record<string, unknown> | undefined): StockSignal | null {
  if (typeof value?.free !== 'number' || typeof value.held !== 'number') return null;
  const { free, held, own } = value;
  // a node of the version before does not tell what lanes have of their own
  return { free, held, ...(typeof own === 'object' && own !== null && { own: own as Record<string, number> }) };
}

function checkoutOf(value: Record<string, unknown> | undefined): CheckoutSignal | null {
  if (!value) return null;
  const { payments, downForMs, successRate, p95Ms, meanBasket, open, quarantined, uncompared, shopAwayForMs } = value;
  const known = payments === 'healthy' || payments === 'degraded' || payments === 'down' ? payments : 'unknown';
  const numeric = (entry: unknown): number | null => (typeof entry === 'number' ? entry : null);
  return {
    payments: known,
    downForMs: numeric(downForMs) ?? 0,
    successRate: numeric(successRate),
    p95Ms: numeric(p95Ms),
    meanBasket: numeric(meanBasket),
    open: numeric(open) ?? 0,
    ...(quarantined === true ? { quarantined } : {}),
    ...(uncompared === true ? { uncompared } : {}),
    shopAwayForMs: numeric(shopAwayForMs) ?? 0,
  };
}

function laneOf(key: string, answer: unknown, saleMs: number): LaneReading {
  const [fields, ready, firstTimers, called] = answer as [(string | null)[], number, number, number];
  const [arrivals, reserved, drawn, serving, window, windowAt, fast, slow, measuredSince, unused, unusedTo, admitted] =
    fields;
  return {
    key,
    arrivals: numberOr(arrivals, 0),
    reserved: numberOr(reserved, 0),
    drawn: textOr(drawn) === null ? null : Number(drawn),
    serving: numberOr(serving, 0),
    window: numberOr(window, 0),
    windowAtMs: numberOr(windowAt, 0),
    speed:
      textOr(measuredSince) === null
        ? null
        : { fast: numberOr(fast, 0), slow: numberOr(slow, 0), sinceMs: saleMs - numberOr(measuredSince, 0) },
    unused: numberOr(unused, 0),
    unusedTo: numberOr(unusedTo, 0),
    admitted: numberOr(admitted, 0),
    ready,
    firstTimers,
    called,
  };
}

/** Parses the reply of read-line.lua. */
export function readingOf(laneKeys: readonly string[], answer: readonly unknown[]): LineReading {
  const [, saleMs, wallMs, lastTick, sale, active, reports, nodes, ...lanes] = answer;
  const [epoch, runId, state, tickId, credit, drawnAt, quietUntil, setup, version, rate, reason, admitted, extended] =
    sale as (string | null)[];
  const signals = reportsOf(reports, Number(wallMs));
  const readLanes = laneKeys.map((key, index) => laneOf(key, lanes[index], Number(saleMs)));
  return {
    epoch: textOr(epoch) === null ? null : Number(epoch),
    runId: textOr(runId),
    saleMs: Number(saleMs),
    extendedMs: numberOr(extended, 0),
    tickAgeMs: Number(wallMs) - Number(lastTick),
    state: (STATES.includes(state ?? '') ? state : 'draft') as SaleState,
    tickId: textOr(tickId) ?? '0',
    creditMicro: numberOr(credit, 0),
    drawnAtMs: textOr(drawnAt) === null ? null : Number(drawnAt),
    quietUntilMs: numberOr(quietUntil, 0),
    setup: setup ? (JSON.parse(setup) as StoredSetup) : null,
    policyVersion: numberOr(version, 0),
    ratePerMinute: textOr(rate) === null ? null : Number(rate),
    reason: textOr(reason),
    admittedPerMinute: Math.round(numberOr(admitted, 0)),
    active: Number(active),
    called: readLanes.reduce((sum, lane) => sum + lane.called, 0),
    stock: stockOf(signals.get('stock')?.value),
    checkout: checkoutOf(signals.get('checkout')?.value),
    checkoutAgeMs: ageOf(reports, 'checkout', Number(wallMs)),
    nodes: [...reportsOf(nodes, Number(wallMs))].map(([id, { atMs, value }]) => ({
      id,
      connected: (value.connected ?? {}) as Record<string, number>,
      polling: (value.polling ?? {}) as Record<string, number>,
      roles: (value.roles ?? []) as string[],
      step: (value.step ?? 'none') as DegradationStep,
      shedding: (value.shedding ?? []) as string[],
      at: new Date(atMs).toISOString(),
    })),
    lanes: readLanes,
  };
}
