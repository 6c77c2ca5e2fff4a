import type { StaffOrder } from '../../checkout/staff/staff-orders.types.js';
import { decimalOf } from '../../contract/money/money.js';
import { csvRow } from '../csv/csv.rules.js';

export const ordersHeader = csvRow([
  'order',
  'sale',
  'state',
  'reason',
  'name',
  'email',
  'tickets',
  'items',
  'currency',
  'total',
  'refunded',
  'placed at',
  'paid at',
]);

export function orderRow(order: StaffOrder, saleName: string): string {
  const { id, state, reason, buyer, items, currency, totalMinor, refundedMinor, createdAt, paidAt } = order;
  return csvRow([
    ...[
      id,
      saleName,
      state,
      reason ?? '',
      buyer.name,
      buyer.email,
      String(items.length),
      [...new Set(items)].join('; '),
    ],
    ...[currency, decimalOf({ amount: totalMinor, currency }), decimalOf({ amount: refundedMinor, currency })],
    ...[createdAt.toISOString(), paidAt?.toISOString() ?? ''],
  ]);
}
