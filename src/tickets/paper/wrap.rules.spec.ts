import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { wrapped } from './wrap.rules.js';

const measure = (text: string): number => [...text].length;

describe('wrapped', () => {
  it('breaks between words', () => {
    expect(wrapped('Long Nights at the Arena', 12, 3, measure)).toEqual(['Long Nights', 'at the Arena']);
  });

  it('cuts what does not fit with an ellipsis', () => {
    expect(wrapped('one two three four', 7, 2, measure)).toEqual(['one two', 'three…']);
  });

  it('breaks a word that is wider than the line', () => {
    expect(wrapped('Donaudampfschifffahrt', 10, 3, measure)).toEqual(['Donaudampf', 'schifffahr', 't']);
  });

  it('begins no line with a closing mark and ends none with an opening one', () => {
    expect(wrapped('夜の灯台「港」公演', 6, 3, measure)).toEqual(['夜の灯台', '「港」公演']);
    expect(wrapped('10周年記念公演「港」。', 10, 3, measure)).toEqual(['10周年記念公演', '「港」。']);
    expect(wrapped('Night (part two), late', 11, 3, measure)).toEqual(['Night (part', 'two), late']);
  });

  it('keeps every line within the width, and the number of lines', () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 200 }),
        fc.integer({ min: 2, max: 30 }),
        fc.integer({ min: 1, max: 4 }),
        (text, width, lines) => {
          const made = wrapped(text, width, lines, measure);
          expect(made.length).toBeLessThanOrEqual(lines);
          for (const line of made) expect(measure(line)).toBeLessThanOrEqual(width);
        },
      ),
    );
  });
});
