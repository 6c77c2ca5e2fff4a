import type { SaleState } from '../../contract/shapes.js';
import type { WebhookEventType } from '../../contract/webhook-events.js';

/** What can happen to a sale: a promoter's wish, a time boundary, or stock running out and coming back. */
export type SaleVerb = 'publish' | 'reach_prequeue' | 'open' | 'pause' | 'resume' | 'sell_out' | 'restock' | 'close';
export type PausableState = 'prequeue' | 'on_sale';

export interface SaleStanding {
  state: SaleState;
  /** Where `resume` goes back to; null unless paused. */
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

/** The whole life of a sale: draft → scheduled → prequeue → on_sale ⇄ sold_out, paused on the way, closed at the end. */
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

/** Where each verb leads when it is asked for a second time: doing it again is not an error. */
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

/** @returns the new standing and the event partners are told, or why nothing moves */
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
 * The next boundary that time has crossed, or null. Ask again after each one: a sale published late crosses several, in
 * their order, so that nobody sees it on sale without a draw. A paused sale crosses only its end.
 */
export function boundaryDue(state: SaleState, times: SaleTimes, nowMs: number): SaleVerb | null {
  if (state === 'scheduled' && times.prequeueAtMs <= nowMs) return 'reach_prequeue';
  if (state === 'prequeue' && times.opensAtMs <= nowMs) return 'open';
  const past = times.closesAtMs !== null && times.closesAtMs <= nowMs;
  return past && everyPublished.includes(state) ? 'close' : null;
}

/** The most boundaries one sale can cross in a row: prequeue, opening, end. */
export const BOUNDARIES_OF_A_SALE = 3;

/** Wall ms of the next boundary ahead, or null when none is left; what a countdown and the polling pace look at. */
export function nextBoundaryMs(state: SaleState, times: SaleTimes): number | null {
  if (state === 'scheduled') return times.prequeueAtMs;
  if (state === 'prequeue') return times.opensAtMs;
  return state === 'closed' || state === 'draft' ? null : times.closesAtMs;
}

/** Sold out when every unit is sold or withdrawn; stock that is merely held or being paid for may come back. */
export function isSoldOut(pools: readonly { capacity: number; sold: number; withdrawn: number }[]): boolean {
  return pools.length > 0 && pools.every(({ capacity, sold, withdrawn }) => sold + withdrawn >= capacity);
}
