/** Reasons for the current admission rate. The panel has a sentence for each (web/admin/control/figures/words.ts). */
export const admissionReasons = [
  'NOT_OPEN',
  'AWAITING_BEACON',
  'PAUSED',
  'SOLD_OUT',
  'CLOSED',
  'SETTLING',
  'SIGNAL_LOST',
  'QUARANTINED',
  'SHOP_AWAY',
  'PAYMENTS_DOWN',
  'PAYMENTS_UNKNOWN',
  'PAYMENTS_TROUBLE',
  'STOCK_GONE',
  'STOCK_LIMITED',
  'AT_CAP',
  'NOBODY_READY',
  'RECOVERING',
  'RAMPING',
  'AT_RATE',
] as const;
export type AdmissionReason = (typeof admissionReasons)[number];
