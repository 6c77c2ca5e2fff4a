/** States of one payment attempt, lowest first; canceled stands apart and is final. */
export const paymentStates = ['creating', 'open', 'authorized', 'captured', 'refunded', 'canceled'] as const;
export type PaymentState = (typeof paymentStates)[number];

const rank: Record<Exclude<PaymentState, 'canceled'>, number> = {
  creating: 0,
  open: 1,
  authorized: 2,
  captured: 3,
  refunded: 4,
};

/**
 * A payment only moves up, and is canceled only before money is captured. News may arrive in any order and repeatedly.
 */
export function canMove(from: PaymentState, to: PaymentState): boolean {
  if (from === 'canceled') return false;
  if (to === 'canceled') return rank[from] < rank.captured;
  return rank[to] > rank[from];
}

/** Returns the states from which a payment may move to `to`. */
export function statesBefore(to: PaymentState): PaymentState[] {
  return paymentStates.filter((from) => canMove(from, to));
}

/** Returns whether a payment in this state is already where `news` would take it. Canceled includes only itself. */
export function includes(state: PaymentState, news: PaymentState): boolean {
  if (state === 'canceled' || news === 'canceled') return state === news;
  return rank[state] >= rank[news];
}
