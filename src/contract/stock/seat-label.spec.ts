import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { seatLabel, seatOfLabel } from './seat-label.js';

describe('seatOfLabel', () => {
  it('takes apart what seatLabel made, whatever a promoter calls a section', () => {
    const part = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }).filter((text) => !text.includes(','));
    const section = fc.oneof(part, fc.constantFrom('Stalls, left', 'A, row 1, seat 2', 'Ranglogen\nWest'));
    fc.assert(
      fc.property(section, part, part, fc.boolean(), (name, row, seat, atTable) => {
        const whole = { section: name, row, seat, atTable };
        expect(seatOfLabel(seatLabel(whole))).toEqual(whole);
      }),
    );
  });

  it.each(['Standing', '', 'Row 1, seat 2', 'Stalls, row 1'])('leaves "%s" alone', (label) => {
    expect(seatOfLabel(label)).toBeNull();
  });
});
