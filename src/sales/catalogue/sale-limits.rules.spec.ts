import { describe, expect, it } from '@jest/globals';
import { limitErrors, plannedLimits } from './sale-limits.rules.js';
import type { SaleInput } from './input/sale-input.types.js';

const sale = (limits: object, entry = 'open') =>
  ({
    limits,
    entry,
    show: { name: 'Nights, the Tour 2026' },
    ticketTypes: [{ min: 3 }, { multiple: 4 }, {}],
  }) as unknown as SaleInput;
const fields = (limits: object, entry?: string) => [...limitErrors(sale(limits, entry))].map(({ field }) => field);

describe('limits of a sale', () => {
  it('count by place even when only others are named', () => {
    expect(plannedLimits(sale({ by: ['email'] }))).toEqual({
      ...{ by: ['place', 'email'], across: 'sale', tour: null, perOrder: null },
    });
    expect(plannedLimits(sale({})).by).toEqual(['place']);
  });

  it('share a tour by its name, or by that of the show', () => {
    const across = { by: ['email'], across: 'tour' };
    expect(plannedLimits(sale(across)).tour).toBe('nights-the-tour-2026');
    expect(plannedLimits(sale({ ...across, tour: 'nights' })).tour).toBe('nights');
  });

  it('refuses what the sale could not keep', () => {
    expect(fields({ by: ['identity'] })).toEqual(['limits.by']);
    expect(fields({ by: ['identity'] }, 'email')).toEqual([]);
    expect(fields({ by: ['place'], across: 'tour' })).toEqual(['limits.across']);
    expect(fields({ by: ['card'], across: 'tour' })).toEqual([]);
    expect(fields({ by: ['identity'], across: 'tour' }, 'card')).toEqual([]);
    expect(fields({ by: ['identity'], across: 'tour' })).toEqual(['limits.by']);
    expect(fields({ by: ['email'], tour: 'nights' })).toEqual(['limits.tour']);
  });
});

describe('the limit of an order', () => {
  it('is none unless asked for, and lets the smallest number of each type through', () => {
    expect(plannedLimits(sale({ perOrder: 6 })).perOrder).toBe(6);
    expect([fields({ perOrder: 3 }), fields({ perOrder: 4 }), fields({})]).toEqual([['limits.perOrder'], [], []]);
  });
});
