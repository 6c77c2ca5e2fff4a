import type { AdmissionReason } from '../../contract/line/admission-reasons.js';
import type { SalePolicyShape } from '../../contract/staff/staff-shapes.js';
import type { SaleState } from '../../contract/sale/sale-shapes.js';

/** Reported every second by sales: free units and held units. */
export interface StockSignal {
  free: number;
  held: number;
  /** What of `free` is in channels of one lane alone, by lane; what several lanes share is divided among them. */
  own?: Record<string, number>;
}

/** Reported every second by checkout. Covers faults of ours or of the provider, never declined cards. */
export interface CheckoutSignal {
  payments: 'healthy' | 'degraded' | 'down' | 'unknown';
  /** How long payments have been down or unknown, in ms; 0 if neither. */
  downForMs: number;
  successRate: number | null;
  p95Ms: number | null;
  /** Mean units per order; null until there are orders. */
  meanBasket?: number | null;
  /** Orders with unknown charges await a person: see docs/runbook.md. */
  quarantined?: boolean;
  /** Everything was stopped, and whether charges of unknown orders exist has not been found out since. */
  uncompared?: boolean;
  /** How long no node has served the shop, in ms; left out or 0 while one does. */
  shopAwayForMs?: number;
  /** Orders whose time to pay is running; counts as none if not reported. */
  open?: number;
}

/** The promoter's settings for the line. */
export type AdmissionPolicy = Omit<SalePolicyShape, 'threeDSecure' | 'disputedTickets' | 'warnedTickets'>;

export interface LaneSignals {
  key: string;
  weight: number;
  arrivals: number;
  serving: number;
  ready: number;
  window: number;
  /** Sale time of the last widening. */
  windowAtMs: number;
}

export interface AdmissionSignals {
  state: SaleState;
  /** Sale time of the draw, from which a ramp counts; null before it. */
  drawnAtMs: number | null;
  /** Sale time before which nobody is called. */
  quietUntilMs: number;
  nowMs: number;
  elapsedMs: number;
  /** Target of the previous decision; null for the first one. */
  ratePerMinute: number | null;
  active: number;
  called: number;
  lanes: readonly LaneSignals[];
  /** null if the last report is too old. */
  stock: StockSignal | null;
  checkout: CheckoutSignal | null;
  /** How long the last report of checkout has been too old, in ms; null or left out: none of this node's life is known. */
  checkoutLostForMs?: number | null;
}

export interface AdmissionDecision {
  ratePerMinute: number;
  cap: number;
  reason: AdmissionReason;
  lanes: { key: string; weight: number; window: number }[];
}

/** Growth per second, as a share of the promoter's rate: from zero to full rate in 25 s. */
const INCREASE_PER_SECOND = 0.04;
/** Factor applied to the rate for each second of trouble. */
const DECREASE_PER_SECOND = 0.8;
/** Floor of the rate under trouble: some traffic must flow to detect recovery. */
const FLOOR_SHARE = 0.05;
/** Share of the rate while the shop's reports are missing. */
const LOST_SHARE = 0.1;
const MINUTE_MS = 60_000;
/** How long payments, the shop or their reports may be away until nobody is called. */
const STOP_AFTER_MS = 10_000;
const SLOW_PAYMENT_MS = 8_000;
/** Assumed units per buyer until there are orders to measure. */
const MEAN_BASKET = 2;
/** Shoppers admitted per purchase that the stock can still serve: some leave without buying. */
const STOCK_SLACK = 2;
const WINDOW_MIN = 200;
const WIDEN_EVERY_MS = 2_000;

/**
 * Decides the admission rate, the cap on concurrent shoppers, and how far ahead of S fans may become ready.
 * Pure, so that the tick, its tests and a rehearsal share it.
 */
export function decideAdmission(policy: AdmissionPolicy, signals: AdmissionSignals): AdmissionDecision {
  const standstill = reasonOfState(signals);
  const top = topOf(policy, signals);
  const ratePerMinute = rateOf(policy, top, signals);
  const cap = capOf(policy, signals);
  return {
    ratePerMinute,
    cap,
    reason: standstill ?? reasonOf(policy, signals, { ratePerMinute, top, cap }),
    lanes: windowsOf(signals, policy.perMinute),
  };
}

function reasonOfState({ state, drawnAtMs, nowMs, quietUntilMs }: AdmissionSignals): AdmissionReason | null {
  if (state === 'paused') return 'PAUSED';
  if (state === 'sold_out') return 'SOLD_OUT';
  if (state === 'closed') return 'CLOSED';
  if (state !== 'on_sale' || drawnAtMs === null) return 'NOT_OPEN';
  return nowMs < quietUntilMs ? 'SETTLING' : null;
}

/** Returns the highest rate for now: the promoter's, or less while it ramps up after the opening. */
function topOf({ perMinute, ramp }: AdmissionPolicy, { nowMs, drawnAtMs }: AdmissionSignals): number {
  if (ramp === null) return perMinute;
  const from = Math.min(ramp.fromPerMinute, perMinute);
  const share = drawnAtMs === null ? 0 : (nowMs - drawnAtMs) / (ramp.minutes * MINUTE_MS);
  return from + (perMinute - from) * Math.max(0, Math.min(1, share));
}

/** Treats `unknown` as trouble: the next fan might not be able to pay. */
function isTrouble({ payments, p95Ms, shopAwayForMs = 0 }: CheckoutSignal): boolean {
  return payments !== 'healthy' || shopAwayForMs > 0 || (p95Ms !== null && p95Ms > SLOW_PAYMENT_MS);
}

/** Stops admission if payments or the shop have been away for too long, or orders may have been lost. */
function isStopped({ payments, downForMs, quarantined, uncompared, shopAwayForMs = 0 }: CheckoutSignal): boolean {
  return (
    quarantined === true ||
    uncompared === true ||
    shopAwayForMs >= STOP_AFTER_MS ||
    ((payments === 'down' || payments === 'unknown') && downForMs >= STOP_AFTER_MS)
  );
}

/** A lost report says no more than one by which payments are unknown; before the first of a start, nothing is known. */
function isSilent({ checkout, checkoutLostForMs = null }: AdmissionSignals): boolean {
  return checkout === null && (checkoutLostForMs === null || checkoutLostForMs >= STOP_AFTER_MS);
}

/** Additive increase, multiplicative decrease, continuous in time: the result does not depend on tick length. */
function rateOf(policy: AdmissionPolicy, top: number, signals: AdmissionSignals): number {
  const { checkout, stock, elapsedMs } = signals;
  const before = Math.min(signals.ratePerMinute ?? top, top);
  const seconds = elapsedMs / 1_000;
  if (isSilent(signals)) return 0;
  if (checkout === null || stock === null) return Math.max(Math.min(before, top * LOST_SHARE), Math.min(1, top));
  if (isStopped(checkout)) return 0;
  if (isTrouble(checkout)) return Math.max(before * DECREASE_PER_SECOND ** seconds, top * FLOOR_SHARE);
  return Math.min(top, before + policy.perMinute * INCREASE_PER_SECOND * seconds);
}

/** Caps shoppers by what the stock could serve; at least one while anything is free. */
export function capOf(
  policy: Pick<AdmissionPolicy, 'cap'>,
  { stock, checkout }: Pick<AdmissionSignals, 'stock' | 'checkout'>,
): number {
  if (stock === null) return policy.cap;
  if (stock.free <= 0) return 0;
  const basket = Math.max(1, checkout?.meanBasket ?? MEAN_BASKET);
  return Math.min(policy.cap, Math.max(1, Math.ceil(((stock.free + Math.max(0, stock.held)) / basket) * STOCK_SLACK)));
}

/** Reasons for which nobody is called at all, whatever rate is kept for later. */
const standstills: ReadonlySet<string> = new Set<AdmissionReason>([
  'NOT_OPEN',
  'AWAITING_BEACON',
  'PAUSED',
  'SOLD_OUT',
  'CLOSED',
  'SETTLING',
  'STOCK_GONE',
]);

/** Returns what the policy lets in now, as people are told: nothing while nobody is called. */
export function targetOf(
  policy: Pick<AdmissionPolicy, 'cap' | 'perMinute'>,
  line: Pick<AdmissionSignals, 'state' | 'stock' | 'checkout' | 'ratePerMinute'> & { reason: string | null },
): { cap: number; perMinute: number } {
  const calls = line.state === 'on_sale' && line.reason !== null && !standstills.has(line.reason);
  return { cap: capOf(policy, line), perMinute: calls ? Math.round(line.ratePerMinute ?? policy.perMinute) : 0 };
}

function reasonOf(
  policy: AdmissionPolicy,
  signals: AdmissionSignals,
  { ratePerMinute, top, cap }: { ratePerMinute: number; top: number; cap: number },
): AdmissionReason {
  const { checkout, stock } = signals;
  if (stock === null || checkout === null) return 'SIGNAL_LOST';
  const isUnknown = checkout.payments === 'unknown';
  const isShopAway = (checkout.shopAwayForMs ?? 0) > 0;
  if (checkout.quarantined === true) return 'QUARANTINED';
  if (isStopped(checkout) && isShopAway) return 'SHOP_AWAY';
  if (isStopped(checkout))
    return isUnknown || (checkout.uncompared && checkout.payments !== 'down') ? 'PAYMENTS_UNKNOWN' : 'PAYMENTS_DOWN';
  if (stock.free <= 0) return 'STOCK_GONE';
  if (isShopAway) return 'SHOP_AWAY';
  if (isTrouble(checkout)) return isUnknown ? 'PAYMENTS_UNKNOWN' : 'PAYMENTS_TROUBLE';
  if (signals.active + signals.called >= cap) return cap < policy.cap ? 'STOCK_LIMITED' : 'AT_CAP';
  if (signals.lanes.every(({ ready }) => ready === 0)) return 'NOBODY_READY';
  if (ratePerMinute < top) return 'RECOVERING';
  return top < policy.perMinute ? 'RAMPING' : 'AT_RATE';
}

/**
 * Sizes each lane's window above S in which present fans become `ready`: doubles, at most every 2 s, while fewer than
 * one minute's calls are ready, halves above three, and never exceeds the last arrival.
 */
function windowsOf({ lanes, nowMs }: AdmissionSignals, perMinute: number): AdmissionDecision['lanes'] {
  const weights = lanes.reduce((sum, lane) => sum + lane.weight, 0);
  return lanes.map(({ key, weight, arrivals, serving, ready, window, windowAtMs }) => {
    const minute = Math.ceil((perMinute * weight) / (weights || 1));
    const smallest = Math.max(WINDOW_MIN, minute);
    let wished = Math.max(window, smallest);
    if (ready < minute && window >= smallest && nowMs - windowAtMs >= WIDEN_EVERY_MS) wished = window * 2;
    else if (ready > 3 * minute) wished = Math.max(smallest, Math.floor(window / 2));
    return { key, weight, window: Math.max(0, Math.min(wished, arrivals - serving)) };
  });
}
