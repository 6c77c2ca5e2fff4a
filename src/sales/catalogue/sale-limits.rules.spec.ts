import { describe, expect, it } from '@jest/globals';
import { limitErrors, plannedLimits } from './sale-limits.rules.js';
import type { SaleInput } from './input/sale-input.types.js';

const sale = (limits: object, entry = 'open') =>
  ({ limits, entry, show: { name: 'Nights, the Tour 2026' } }) as unknown as SaleInput;
const fields = (limits: object, entry?: string) => [...limitErrors(sale(limits, entry))].map(({ field }) => field);

describe('limits of a sale', () => {
  it('count by place even when only others are named', () => {
    expect(plannedLimits(sale({ by: ['email'] }))).toEqual({ by: ['place', 'email'], across: 'sale', tour: null });
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
