/**
 * asked: written down, no call has left. sent: a call may have reached the provider. succeeded: the provider has accepted
 * it, money is on its way. refused: nothing was given back. failed: it was accepted, and the bank sent it back.
 */
export const refundStates = ['asked', 'sent', 'succeeded', 'refused', 'failed'] as const;
export type RefundState = (typeof refundStates)[number];

/** What the provider says of one refund: it took it, it refused to, or it could not deliver it. */
export const refundNews = ['accepted', 'refused', 'failed'] as const;
export type RefundNews = (typeof refundNews)[number];

/**
 * Every pair of state and news: where it leads, or `repeat` for what is known already or older than what is known. A refused
 * refund that turns out accepted was made by an earlier try; a failed one is final at the provider.
 */
export const refundMoves = {
  asked: { accepted: 'succeeded', refused: 'refused', failed: 'failed' },
  sent: { accepted: 'succeeded', refused: 'refused', failed: 'failed' },
  succeeded: { accepted: 'repeat', refused: 'repeat', failed: 'failed' },
  refused: { accepted: 'succeeded', refused: 'repeat', failed: 'repeat' },
  failed: { accepted: 'repeat', refused: 'repeat', failed: 'repeat' },
} as const satisfies Record<RefundState, Record<RefundNews, RefundState | 'repeat'>>;

/** The states that the news move. */
export function statesMovedBy(news: RefundNews): RefundState[] {
  return refundStates.filter((state) => refundMoves[state][news] !== 'repeat');
}

/** Where the news lead, from whatever state they move. */
export const ledToBy = { accepted: 'succeeded', refused: 'refused', failed: 'failed' } as const satisfies Record<
  RefundNews,
  RefundState
>;
