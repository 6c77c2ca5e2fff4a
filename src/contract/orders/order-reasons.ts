/** Why an order ended before it was paid; each has words of its own on the fan's page. */
export const endReasons = [
  'canceled_by_fan',
  'declined',
  'sold_meanwhile',
  'capture_refused',
  'canceled_at_provider',
  'intent_refused',
  'limit_exceeded',
  'hold_expired',
  'core_away',
  'ended_by_staff',
  'voided_by_staff',
  'show_canceled',
  'canceled_by_partner',
] as const;
export type EndReason = (typeof endReasons)[number];

/** All of them: staff are told of each. */
export const orderReasons = [...endReasons, 'expired', 'unexpected_payment', 'dispute_lost'] as const;

/** Why an order ended or needs attention; shown to the fan as `reason`. The last three are told by its state. */
export type OrderReason = (typeof orderReasons)[number];

export const isEndReason = (reason: string | null): reason is EndReason => endReasons.some((known) => known === reason);
