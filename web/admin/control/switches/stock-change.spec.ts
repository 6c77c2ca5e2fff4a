import { describe, expect, it } from '@jest/globals';
import { capacityEffect, capacityTyped, seatsTyped, stockWords } from './stock-change.js';

const stock = { ticketTypeId: 't', name: 'Standing', capacity: 500, free: 118, held: 40, sold: 342, withdrawn: 0 };

describe('a change of stock', () => {
  it.each([
    ['600', 600],
    ['1,200', 1_200],
    ['1.200.000', null],
    ['0', 0],
    ['', null],
    ['12,5', null],
  ])('reads %j as %j', (typed, capacity) => {
    expect(capacityTyped(typed)).toBe(capacity);
  });

  it('says what it does before it is done', () => {
    expect(capacityEffect(stock, 600)).toEqual({ effect: '100 more are offered at once.' });
    expect(capacityEffect(stock, 382)).toEqual({ effect: expect.stringContaining('118 that are free now') as unknown });
    expect(capacityEffect(stock, 500)).toEqual({ effect: 'That is what it is now.' });
  });

  it('promises nothing while the line cannot be read, and calls nothing free', () => {
    const unread = { ...stock, free: 158, held: 0 }; // as told then: what is not sold
    expect(stockWords(unread, false)).toBe(
      'Of 500, 342 are sold. How many are free or in baskets is not known right now.',
    );
    expect(capacityEffect(unread, 400, false)).toEqual({ effect: expect.stringContaining('not known') as unknown });
    expect(stockWords(stock, true)).toBe('118 of 500 are free. 342 are sold, 40 in baskets or being paid for.');
  });

  it('is refused below what is sold and held, with both counts', () => {
    expect(capacityEffect(stock, 381)).toEqual({
      wrong: '342 are sold, 40 in baskets or being paid for, so it cannot be below 382.',
    });
  });

  it('reads seats by their ids, however they are separated', () => {
    expect(seatsTyped('A-1-1, A-1-2\nA-1-2;B-3-4')).toEqual({ ids: ['A-1-1', 'A-1-2', 'B-3-4'] });
    expect(seatsTyped(' ')).toEqual({ wrong: 'At least one seat.' });
    expect(seatsTyped('<b>')).toEqual({ wrong: expect.stringContaining('not the id') as unknown });
    expect(seatsTyped(Array.from({ length: 2_001 }, (_, n) => `A-1-${n}`).join(' '))).toHaveProperty('wrong');
  });
});
