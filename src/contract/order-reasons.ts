/** Why an order ended or needs attention; `reason` of orders, for fans and staff. */
export const orderReasons = [
  'expired',
  'canceled_by_fan',
  'declined',
  'sold_meanwhile',
  'capture_refused',
  'canceled_at_provider',
  'intent_refused',
  'limit_exceeded',
  'hold_expired',
  'core_away',
  'unexpected_payment',
  'ended_by_staff',
  'voided_by_staff',
  'show_canceled',
  'canceled_by_partner',
] as const;
export type OrderReason = (typeof orderReasons)[number];
