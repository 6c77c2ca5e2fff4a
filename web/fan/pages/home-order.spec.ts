import { expect, it } from '@jest/globals';
import type { SaleState } from '../../../src/contract/sale/sale-shapes.js';
import { inOrder } from './home-order.js';

const sale = (name: string, state: SaleState, day: number) => ({
  name,
  state,
  opensAt: `2027-01-${String(day).padStart(2, '0')}T10:00:00.000Z`,
});

it('puts what can be bought now first, then by opening, and what is over last', () => {
  const { open, over } = inOrder([
    sale('old', 'closed', 1),
    sale('gone', 'sold_out', 2),
    sale('later', 'scheduled', 9),
    sale('soon', 'scheduled', 8),
    sale('now', 'on_sale', 5),
    sale('room', 'prequeue', 6),
    sale('older', 'closed', 3),
  ]);
  expect(open.map(({ name }) => name)).toEqual(['now', 'room', 'soon', 'later', 'gone']);
  expect(over.map(({ name }) => name)).toEqual(['older', 'old']);
});
