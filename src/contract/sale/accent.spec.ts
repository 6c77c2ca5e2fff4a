import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { accentOn, contrast, MIN_CONTRAST } from './accent.js';

const colours = fc.integer({ min: 0, max: 0xff_ff_ff }).map((value) => `#${value.toString(16).padStart(6, '0')}`);

describe('accentOn', () => {
  it('is legible on paper and card, and carries legible text, whatever was chosen', () => {
    fc.assert(
      fc.property(colours, fc.constantFrom('light' as const, 'dark' as const), (chosen, scheme) => {
        const { colour, on } = accentOn(chosen, scheme);
        const grounds = scheme === 'light' ? ['#fbf7f2', '#ffffff'] : ['#17121a', '#211a25'];
        for (const ground of [...grounds, on]) expect(contrast(colour, ground)).toBeGreaterThanOrEqual(MIN_CONTRAST);
        for (const ground of grounds) expect(contrast(colour, ground)).toBeGreaterThanOrEqual(MIN_CONTRAST);
      }),
    );
  });

  it('keeps a colour that is legible, and corrects yellow on paper and navy on night', () => {
    expect(accentOn('#8c1d40', 'light')).toEqual({ colour: '#8c1d40', on: '#ffffff', corrected: false });
    expect(accentOn('#ffee00', 'light').corrected).toBe(true);
    expect(accentOn('#ffee00', 'dark').corrected).toBe(false);
    expect(accentOn('#001155', 'dark').corrected).toBe(true);
  });

  it('knows the ratios of WCAG', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
    expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
  });
});
