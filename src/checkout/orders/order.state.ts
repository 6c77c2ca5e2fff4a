import type { HoldState, OrderState } from '../../contract/shapes.js';

/** What an order is in our own books. `canceling` and `voiding` are on their way: the provider has still to answer. */
export type OrderStep =
  | 'pending'
  | 'authorized'
  | 'paid'
  | 'canceling'
  | 'voiding'
  | 'expired'
  | 'canceled'
  | 'refunded'
  | 'needs_attention';

/** What we know of the money; external: the buyer paid the partner that sold the order. */
export type PaymentStep =
  | 'none'
  | 'creating'
  | 'open'
  | 'authorized'
  | 'captured'
  | 'canceled'
  | 'refunded'
  | 'external';

/**
 * Every step an order may take.
 * `canceling → authorized` is only for an intent that had already succeeded: its stock is still committed.
 * A refund of everything may be learnt before the capture that it gives back, so it ends an order in any open state.
 * A person ends an order that needs attention, or sells it once its money is there.
 * A paid order is canceled only where a partner has its money.
 * Money that moves for an order that has ended is given back and told to a person; the order stays as it ended.
 */
const steps = {
  pending: ['authorized', 'canceling', 'voiding', 'expired', 'canceled', 'refunded', 'needs_attention'],
  canceling: ['expired', 'canceled', 'authorized', 'voiding', 'refunded', 'needs_attention'],
  authorized: ['paid', 'voiding', 'refunded', 'needs_attention'],
  voiding: ['canceled'],
  paid: ['refunded', 'canceled'],
  expired: [],
  canceled: [],
  refunded: [],
  needs_attention: ['refunded', 'voiding', 'authorized'],
} as const satisfies Record<OrderStep, readonly OrderStep[]>;

export function mayMove(from: OrderStep, to: OrderStep): boolean {
  return (steps[from] as readonly OrderStep[]).includes(to);
}

/** The states from which `to` can be reached: the WHERE of a compare-and-set. */
export function sourcesOf(to: OrderStep): OrderStep[] {
  return orderSteps.filter((from) => mayMove(from, to));
}

export const orderSteps = Object.keys(steps) as OrderStep[];

/** An open order is waiting for money or for the end of an attempt; a fan has at most one. Also in the guards migration. */
export const openSteps = ['pending', 'canceling'] as const satisfies readonly OrderStep[];

/** Orders whose units are out of everybody's reach in Redis. `voiding` gave them back when it began. */
export const committedSteps = [
  'pending',
  'canceling',
  'authorized',
  'paid',
  'needs_attention',
] as const satisfies readonly OrderStep[];

/** What the public is told. */
export function publicState(step: OrderStep): OrderState {
  if (step === 'canceling') return 'pending';
  if (step === 'voiding') return 'authorized';
  return step;
}

/** What a hold is to its fan while an order has its units. */
export function stateOfHoldWithOrder(step: OrderStep): HoldState {
  switch (step) {
    case 'pending':
    case 'canceling':
    case 'authorized':
    case 'voiding':
    case 'needs_attention':
    case 'expired': // Redis has not heard of the end yet: in a moment the hold is active again, or gone
    case 'canceled':
      return 'paying';
    case 'paid':
    case 'refunded':
      return 'sold';
  }
}

/** Why an order ends, or what a person must know of it. Told to the fan as `reason`. */
export type OrderReason =
  | 'expired'
  | 'canceled_by_fan'
  | 'declined'
  | 'sold_meanwhile'
  | 'capture_refused'
  | 'canceled_at_provider'
  | 'intent_refused'
  | 'limit_exceeded'
  | 'hold_expired'
  | 'core_away'
  | 'unexpected_payment'
  | 'ended_by_staff'
  | 'voided_by_staff'
  | 'show_canceled'
  | 'canceled_by_partner';
