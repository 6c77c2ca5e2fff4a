import type { HoldState, OrderState } from '../../contract/orders/order-shapes.js';

/** Internal states of an order. `canceling` and `voiding` are in flight: the provider has yet to answer. */
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

/** State of the payment; external: the buyer paid the partner that sold the order. */
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
 * Every transition an order may make.
 * `canceling → authorized` happens only if the intent had already succeeded; the stock is still committed then.
 * A full refund may be reported before the capture it reverses, so it ends an order in any open state.
 * Staff end an order that needs attention, or sell it once its money has arrived.
 * A paid order is canceled only if a partner holds its money.
 * Money that arrives for an ended order is refunded and reported to staff; the order keeps its final state.
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

/** Returns the states from which `to` can be reached, for the WHERE of a compare-and-set. */
export function sourcesOf(to: OrderStep): OrderStep[] {
  return orderSteps.filter((from) => mayMove(from, to));
}

export const orderSteps = Object.keys(steps) as OrderStep[];

/** Open: awaiting payment or the end of an attempt; at most one per fan. Mirrored in the guards migration. */
export const openSteps = ['pending', 'canceling'] as const satisfies readonly OrderStep[];

/** States whose units stay committed in Redis. `voiding` is absent: it releases them when it begins. */
export const committedSteps = [
  'pending',
  'canceling',
  'authorized',
  'paid',
  'needs_attention',
] as const satisfies readonly OrderStep[];

/** Maps an internal state to the one shown publicly. */
export function publicState(step: OrderStep): OrderState {
  if (step === 'canceling') return 'pending';
  if (step === 'voiding') return 'authorized';
  return step;
}

/** Returns the state a fan sees for a hold whose units belong to an order. */
export function stateOfHoldWithOrder(step: OrderStep): HoldState {
  switch (step) {
    case 'pending':
    case 'canceling':
    case 'authorized':
    case 'voiding':
    case 'needs_attention':
    case 'expired': // not yet propagated to Redis: the hold is about to become active again or to end
    case 'canceled':
      return 'paying';
    case 'paid':
    case 'refunded':
      return 'sold';
  }
}

/** Like stateOfHoldWithOrder, once Redis no longer knows the hold: what an ended order gave back is nobody's. */
export function stateOfLostHold(step: OrderStep): HoldState {
  if (step === 'expired') return 'expired';
  return step === 'canceled' || step === 'refunded' ? 'released' : stateOfHoldWithOrder(step);
}
