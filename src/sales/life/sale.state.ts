import type { SaleState } from '../../contract/sale/sale-shapes.js';
import type { WebhookEventType } from '../../contract/partners/webhook-events.js';

/** Triggers of a transition: a promoter's request, a time boundary, or stock running out and coming back. */
export type SaleVerb = 'publish' | 'reach_prequeue' | 'open' | 'pause' | 'resume' | 'sell_out' | 'restock' | 'close';
export type PausableState = 'prequeue' | 'on_sale';

export interface SaleStanding {
  state: SaleState;
  /** State to which `resume` returns; null unless paused. */
  pausedFrom: PausableState | null;
}

export type Transition =
  | { kind: 'moved'; to: SaleStanding; event: WebhookEventType }
  | { kind: 'unchanged' }
  | { kind: 'refused' };

const standing = (state: SaleState): SaleStanding => ({ state, pausedFrom: null });

interface Rule {
  from: readonly SaleState[];
  to: (from: SaleStanding) => SaleStanding;
  event: WebhookEventType;
}

const everyPublished: readonly SaleState[] = ['scheduled', 'prequeue', 'on_sale', 'paused', 'sold_out'];

/** The sale's life cycle: draft → scheduled → prequeue → on_sale ⇄ sold_out, paused in between, closed at the end. */
const rules: Record<SaleVerb, Rule> = {
  publish: { from: ['draft'], to: () => standing('scheduled'), event: 'sale.scheduled' },
  reach_prequeue: { from: ['scheduled'], to: () => standing('prequeue'), event: 'sale.prequeue_opened' },
  open: { from: ['scheduled', 'prequeue'], to: () => standing('on_sale'), event: 'sale.opened' },
  pause: {
    from: ['prequeue', 'on_sale'],
    to: ({ state }) => ({ state: 'paused', pausedFrom: state === 'prequeue' ? 'prequeue' : 'on_sale' }),
    event: 'sale.paused',
  },
  resume: { from: ['paused'], to: ({ pausedFrom }) => standing(pausedFrom ?? 'on_sale'), event: 'sale.resumed' },
  sell_out: { from: ['on_sale'], to: () => standing('sold_out'), event: 'sale.sold_out' },
  restock: { from: ['sold_out'], to: () => standing('on_sale'), event: 'sale.resumed' },
  close: { from: everyPublished, to: () => standing('closed'), event: 'sale.closed' },
};

/** States in which a repeated verb has no effect instead of being refused. */
const already: Record<SaleVerb, readonly SaleState[]> = {
  publish: everyPublished,
  reach_prequeue: [],
  open: ['on_sale', 'sold_out'],
  pause: ['paused'],
  resume: ['prequeue', 'on_sale'],
  sell_out: ['sold_out'],
  restock: ['on_sale'],
  close: ['closed'],
};

/** @returns the new standing and the partners' event, or why nothing changes */
export function transition(from: SaleStanding, verb: SaleVerb): Transition {
  const rule = rules[verb];
  if (rule.from.includes(from.state)) return { kind: 'moved', to: rule.to(from), event: rule.event };
  return already[verb].includes(from.state) ? { kind: 'unchanged' } : { kind: 'refused' };
}

export interface SaleTimes {
  /** Wall time in ms. */
  prequeueAtMs: number;
  opensAtMs: number;
  closesAtMs: number | null;
}

/**
 * Returns the next boundary crossed by time, or null. Call again after each one: a sale published late crosses several
 * in order, so that it is never on sale without a draw. A paused sale crosses only its end.
 */
export function boundaryDue(state: SaleState, times: SaleTimes, nowMs: number): SaleVerb | null {
  if (state === 'scheduled' && times.prequeueAtMs <= nowMs) return 'reach_prequeue';
  if (state === 'prequeue' && times.opensAtMs <= nowMs) return 'open';
  const past = times.closesAtMs !== null && times.closesAtMs <= nowMs;
  return past && everyPublished.includes(state) ? 'close' : null;
}

/** Maximum number of boundaries a sale can cross in a row: prequeue, opening, end. */
export const BOUNDARIES_OF_A_SALE = 3;

/** Returns the wall time in ms of the next boundary ahead, or null; used by countdown and polling interval. */
export function nextBoundaryMs(state: SaleState, times: SaleTimes): number | null {
  if (state === 'scheduled') return times.prequeueAtMs;
  if (state === 'prequeue') return times.opensAtMs;
  return state === 'closed' || state === 'draft' ? null : times.closesAtMs;
}

/** Returns true if every unit is sold or withdrawn; units held or being paid for may come back. */
export function isSoldOut(pools: readonly { capacity: number; sold: number; withdrawn: number }[]): boolean {
  return pools.length > 0 && pools.every(({ capacity, sold, withdrawn }) => sold + withdrawn >= capacity);
}
