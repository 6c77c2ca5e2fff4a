import { describe, expect, it } from '@jest/globals';
import type { StaffTicketTypeShape } from '../../../../src/contract/staff/staff-shapes.js';
import { termsChange, termsDraft } from './type-terms.js';

const type = { price: 4500, maxPerFan: 4, min: 1, multiple: 1 } as StaffTicketTypeShape;

describe('price and limits of a published ticket type', () => {
  const draft = termsDraft(type, 'EUR');

  it('send only the fields that were changed', () => {
    expect(termsChange(type, draft, 'EUR')).toEqual({ change: {} });
    expect(termsChange(type, { ...draft, price: '39.00', maxPerFan: '6' }, 'EUR')).toEqual({
      change: { price: 3900, maxPerFan: 6 },
    });
  });

  it('name every field that cannot be read', () => {
    const made = termsChange(type, { price: 'x', maxPerFan: '0', min: '51', multiple: '' }, 'EUR');
    expect('errors' in made && [...made.errors.keys()]).toEqual(['price', 'maxPerFan', 'min', 'multiple']);
  });
});
