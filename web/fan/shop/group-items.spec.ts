import { describe, expect, it } from '@jest/globals';
import { groupItems } from './group-items.js';

const price = { amount: 4500, currency: 'EUR' };

describe('groupItems', () => {
  it('puts tickets of one kind into one line and keeps seats apart', () => {
    const standing = { ticketTypeId: 'tt_1', seatId: null, label: 'Standing', price };
    const seat = (id: string) => ({ ticketTypeId: 'tt_2', seatId: id, label: id, price });
    expect(groupItems([standing, seat('A-1-1'), standing, seat('A-1-2')])).toEqual([
      { key: 'tt_1:4500', label: 'Standing', count: 2, amount: 9000 },
      { key: 'A-1-1', label: 'A-1-1', count: 1, amount: 4500 },
      { key: 'A-1-2', label: 'A-1-2', count: 1, amount: 4500 },
    ]);
  });
});
