import { expect, it } from '@jest/globals';
import type { StaffOrder } from '../../checkout/staff/staff-orders.types.js';
import { orderRow, ordersHeader } from './orders-csv.rules.js';

const order = {
  ...{ id: 'ord_1', state: 'paid', reason: null, buyer: { name: 'A, Fan', email: '=a@example.com' } },
  ...{ items: ['Floor', 'Floor', 'Seat A 1'], currency: 'JPY', totalMinor: 9_000, refundedMinor: 0 },
  ...{ createdAt: new Date('2027-01-01T10:00:00Z'), paidAt: null },
} as unknown as StaffOrder;
const cells = (row: string) => row.trimEnd().split(/,(?! )/);

it('gives an order a cell for each column, with each kind of ticket named once', () => {
  const row = cells(orderRow(order, 'Night'));
  expect(row).toHaveLength(cells(ordersHeader).length);
  expect(row.slice(0, 8)).toEqual([
    ...['ord_1', 'Night', 'paid', '', '"A, Fan"', "'=a@example.com"],
    ...['3', 'Floor; Seat A 1'],
  ]);
});

it('writes money as its currency does', () => {
  expect(cells(orderRow(order, 'Night')).slice(8, 11)).toEqual(['JPY', '9000', '0']);
  const euros = { ...order, currency: 'EUR', refundedMinor: 250 };
  expect(cells(orderRow(euros, 'Night')).slice(8, 11)).toEqual(['EUR', '90.00', '2.50']);
});
