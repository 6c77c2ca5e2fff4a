import { describe, expect, it } from '@jest/globals';
import { basketItems, basketOf, stepped } from './basket.js';

const price = { amount: 100, currency: 'EUR' };
const item = (ticketTypeId: string, seatId: string | null = null) => ({
  ...{ ticketTypeId, seatId, price },
  label: seatId ?? ticketTypeId,
});

describe('a basket', () => {
  it('asks for what its hold has, counted tickets added up and seats by name', () => {
    const basket = basketOf({ items: [item('tt_g'), item('tt_s', 'A-1-1'), item('tt_g'), item('tt_s', 'A-1-2')] });
    expect(basketItems(basket)).toEqual([{ ticketTypeId: 'tt_g', quantity: 2 }, { seatIds: ['A-1-1', 'A-1-2'] }]);
  });

  it('asks for nothing when the last ticket is gone', () => {
    expect(basketItems({ counts: { tt_g: 0 }, seats: [] })).toEqual([]);
  });

  it('changes by the type’s multiple, and to none below its minimum', () => {
    expect(stepped(4, -1, { min: 2, multiple: 2 })).toBe(2);
    expect(stepped(2, -1, { min: 2, multiple: 2 })).toBe(0);
    expect(stepped(3, -1, { min: 3, multiple: 1 })).toBe(0);
    expect(stepped(2, 1, { min: 2, multiple: 2 })).toBe(4);
  });
});
