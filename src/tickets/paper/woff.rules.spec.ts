import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { create, type Font } from 'fontkit';
import { sfntOfWoff } from './woff.rules.js';

const woff = readFileSync('node_modules/@fontsource/noto-sans/files/noto-sans-latin-400-normal.woff');

describe('sfntOfWoff', () => {
  it('gives a font with the same glyphs', () => {
    const packed = create(woff) as Font;
    const unpacked = create(sfntOfWoff(woff)) as Font;
    expect(unpacked.numGlyphs).toBe(packed.numGlyphs);
    const path = (font: Font): string => font.glyphForCodePoint(0x52).path.toSVG();
    expect(path(unpacked)).toBe(path(packed));
  });

  it('refuses what is not a WOFF font', () => {
    expect(() => sfntOfWoff(Buffer.from('OTTO'))).toThrow('not a WOFF font');
  });
});
