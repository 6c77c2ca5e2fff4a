import { describe, expect, it } from '@jest/globals';
import type { SaleShape } from '../../../src/contract/sale/sale-shapes.js';
import type { Snapshot } from '../../../src/contract/line/line-shapes.js';
import { closePollMs, newsPauseMs, saleAsOf } from './sale-news.rules.js';

const sale = {
  id: 'sale_1',
  state: 'on_sale',
  show: { name: 'Spec Night' },
  opensAt: '2027-01-01T10:00:00.000Z',
  ticketTypes: [{ id: 'ttype_1', state: 'plenty', maxPerFan: 4 }],
} as unknown as SaleShape;
const snapshot = {
  saleId: 'sale_1',
  state: 'paused',
  opensAt: '2027-01-01T11:00:00.000Z',
  stock: [{ ticketTypeId: 'ttype_1', state: 'gone' }],
  pollAfterMs: 9_000,
} as unknown as Snapshot;

describe('news of a sale', () => {
  it('change what a page says of state, times and stock', () => {
    expect(saleAsOf(sale, snapshot)).toMatchObject({
      state: 'paused',
      opensAt: '2027-01-01T11:00:00.000Z',
      ticketTypes: [{ id: 'ttype_1', state: 'gone', maxPerFan: 4 }],
    });
    expect(saleAsOf(sale, { ...snapshot, saleId: 'sale_2' })).toBe(sale);
    expect(saleAsOf(sale, null)).toBe(sale);
  });

  it('tell of a canceled show, which a snapshot from before takes back no more', () => {
    const canceledAt = '2027-01-01T12:00:00.000Z';
    const told = saleAsOf(sale, { ...snapshot, state: 'closed', showCanceledAt: canceledAt });
    expect(told.show).toEqual({ name: 'Spec Night', canceledAt });
    expect(saleAsOf(told, snapshot).show).toEqual({ name: 'Spec Night', canceledAt });
    expect(saleAsOf(sale, snapshot).show).toBe(sale.show);
  });

  it('reach whoever shops or pays within two seconds, and the crowd as the server can bear', () => {
    expect(newsPauseMs(snapshot, true)).toBe(closePollMs);
    expect(newsPauseMs(snapshot, false)).toBe(9_000);
    expect(newsPauseMs({ ...snapshot, state: 'closed' }, true)).toBe(9_000);
    expect(closePollMs * 1.2).toBeLessThan(2_000); // including jitter
  });
});
