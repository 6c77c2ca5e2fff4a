/**
 * asked: recorded, no call has left. sent: a call may have reached the provider. succeeded: the provider accepted it,
 * money is on its way. refused: nothing was refunded. failed: it was accepted, and the bank returned it.
 */
export const refundStates = ['asked', 'sent', 'succeeded', 'refused', 'failed'] as const;
export type RefundState = (typeof refundStates)[number];

/** What the provider reports of one refund: accepted, refused, or undeliverable. */
export const refundNews = ['accepted', 'refused', 'failed'] as const;
export type RefundNews = (typeof refundNews)[number];

/**
 * Every pair of state and news: the next state, or `repeat` for news that is known or stale. A refused refund that
 * turns out accepted was made by an earlier try; a failed one is final at the provider.
 */
export const refundMoves = {
  asked: { accepted: 'succeeded', refused: 'refused', failed: 'failed' },
  sent: { accepted: 'succeeded', refused: 'refused', failed: 'failed' },
  succeeded: { accepted: 'repeat', refused: 'repeat', failed: 'failed' },
  refused: { accepted: 'succeeded', refused: 'repeat', failed: 'repeat' },
  failed: { accepted: 'repeat', refused: 'repeat', failed: 'repeat' },
} as const satisfies Record<RefundState, Record<RefundNews, RefundState | 'repeat'>>;

/** Returns the states that the news moves. */
export function statesMovedBy(news: RefundNews): RefundState[] {
  return refundStates.filter((state) => refundMoves[state][news] !== 'repeat');
}

/** The state that the news leads to, from any state that it moves. */
export const ledToBy = { accepted: 'succeeded', refused: 'refused', failed: 'failed' } as const satisfies Record<
  RefundNews,
  RefundState
>;
