import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { directionOf, visualRuns } from './text-runs.rules.js';

const font = (name: string, pattern: RegExp) => ({
  name,
  has: (codePoint: number) => pattern.test(String.fromCodePoint(codePoint)),
});
const latin = font('latin', /[ -~]/);
const arabic = font('arabic', /[\p{Script=Arabic} ]/u);
const other = font('other', /./su);
const fontFor = (codePoint: number) => [latin, arabic, other].find(({ has }) => has(codePoint)) ?? other;
const runs = (text: string): string[][] => visualRuns(text, fontFor).map((run) => [run.font.name, run.text]);

describe('visualRuns', () => {
  it('keeps a line of one script in one run', () => {
    expect(runs('Row 1, seat 12')).toEqual([['latin', 'Row 1, seat 12']]);
  });

  it('changes the font where the letters need it', () => {
    expect(runs('Live: 東京')).toEqual([
      ['latin', 'Live: '],
      ['other', '東京'],
    ]);
  });

  it('draws a right-to-left line from its end, numbers in reading order', () => {
    expect(runs('قاعة 12').map(([, text]) => text?.trim())).toEqual(['12', 'قاعة']);
  });

  it('leaves right-to-left words inside a left-to-right line where they stand', () => {
    expect(runs('Hall قاعة A').map(([name, text]) => [name, text?.trim()])).toEqual([
      ['latin', 'Hall'],
      ['arabic', 'قاعة'],
      ['latin', 'A'],
    ]);
  });

  it('keeps the direction of the whole text on a line that begins with other letters', () => {
    expect(directionOf('قاعة Hall')).toBe('rtl');
    const drawn = (reading: 'ltr' | 'rtl') =>
      visualRuns('Hall قاعة', fontFor, reading).flatMap(({ text }) => text.trim() || []);
    expect(drawn('rtl')).toEqual(['قاعة', 'Hall']);
    expect(drawn('ltr')).toEqual(['Hall', 'قاعة']);
  });

  it('loses no character, whatever somebody typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        const drawn = visualRuns(text, fontFor)
          .map((run) => run.text)
          .join('');
        expect([...drawn]).toHaveLength([...text].length);
      }),
    );
  });
});
