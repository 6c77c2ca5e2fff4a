import { describe, expect, it } from '@jest/globals';
import type { SaleView } from '../../sales/sales.types.js';
import { chosenOf, itemsOf, quantitiesOf } from './plain-choice.rules.js';

const view = {
  ticketTypes: [
    { id: 'floor', admission: 'general' },
    { id: 'seat', admission: 'reserved' },
  ],
} as unknown as SaleView;

describe('the quantities that a page offers', () => {
  it('are those that one hold may take', () => {
    expect(quantitiesOf({ min: 2, multiple: 2 }, 7)).toEqual([0, 2, 4, 6]);
    expect(quantitiesOf({ min: 3, multiple: 1 }, 2)).toEqual([0]);
  });
});

describe('the items of a form', () => {
  it('are what was chosen, without the types of which nothing was', () => {
    expect(itemsOf(view, { type: ['floor', 'seat'], quantity: ['0', '2'], section: ['', 'A'] })).toEqual([
      { ticketTypeId: 'seat', quantity: 2, bestAvailable: { section: 'A' } },
    ]);
    expect(itemsOf(view, { type: ['floor'], quantity: ['3'] })).toEqual([{ ticketTypeId: 'floor', quantity: 3 }]);
    expect(itemsOf(view, {})).toEqual([]);
  });

  it('seat companions beside a wheelchair place only', () => {
    const form = { type: ['seat'], quantity: ['0'], section: [''], wheelchairs: ['1'], companions: ['2'] };
    expect(itemsOf(view, form)).toEqual([
      {
        ticketTypeId: 'seat',
        quantity: 3,
        bestAvailable: { section: undefined, accessible: { wheelchairs: 1, companions: 2 } },
      },
    ]);
    expect(itemsOf(view, { ...form, wheelchairs: ['0'] })).toEqual([]);
  });

  it('are none of a form that is not ours: unknown types, odd counts, lists of other lengths', () => {
    for (const form of [
      { type: ['balcony'], quantity: ['1'] },
      { type: ['floor'], quantity: ['1.5'] },
      { type: ['floor'], quantity: ['-1'] },
      { type: ['floor'], quantity: ['51'] },
      { type: ['floor'], quantity: [] },
      { type: ['seat'], quantity: ['1'], section: ['A', 'B'] },
      { type: ['seat'], quantity: ['1'], section: ['<A>'] },
    ])
      expect(itemsOf(view, form)).toBeNull();
  });
});

it('keeps what a refused form had chosen of each type', () => {
  const form = { type: ['floor', 'seat'], quantity: ['1', '2'], wheelchairs: ['', '1'] };
  expect(chosenOf('seat', form)).toEqual({ quantity: '2', section: '', wheelchairs: '1', companions: '' });
  expect(chosenOf('balcony', form)).toEqual({ quantity: '', section: '', wheelchairs: '', companions: '' });
});
