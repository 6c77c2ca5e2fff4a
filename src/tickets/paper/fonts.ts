import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { create, type Font } from 'fontkit';
import { sfntOfWoff } from './woff.rules.js';

/**
 * Fonts in the order in which glyphs are looked up, all under the SIL Open Font License. The last one is a pixel font
 * covering nearly the whole Basic Multilingual Plane, which is better than an empty box.
 */
const files = [
  'noto-sans/files/noto-sans-latin',
  'noto-sans/files/noto-sans-latin-ext',
  'noto-sans/files/noto-sans-greek',
  'noto-sans/files/noto-sans-cyrillic',
  'noto-sans/files/noto-sans-vietnamese',
  'noto-sans/files/noto-sans-greek-ext',
  'noto-sans/files/noto-sans-cyrillic-ext',
  'noto-sans/files/noto-sans-devanagari',
  'noto-sans-arabic/files/noto-sans-arabic-arabic',
  'sawarabi-gothic/files/sawarabi-gothic-japanese',
  'gowun-dodum/files/gowun-dodum-korean',
  'unifontex/files/unifontex-latin',
] as const;

export interface LoadedFont {
  name: string;
  /** TrueType or OpenType, as pdfkit embeds it. */
  bytes: Buffer;
  has: (codePoint: number) => boolean;
}

const require = createRequire(import.meta.url);
const loaded = new Map<number, LoadedFont>();

function load(index: number, file: string): LoadedFont {
  const present = loaded.get(index);
  if (present) return present;
  const bytes = sfntOfWoff(readFileSync(require.resolve(`@fontsource/${file}-400-normal.woff`)));
  const font = create(bytes) as Font;
  const made = { name: `font-${index}`, bytes, has: (codePoint: number) => font.hasGlyphForCodePoint(codePoint) };
  loaded.set(index, made);
  return made;
}

/** Returns the font for a character; the first one draws its box for characters that no font has. */
export function fontFor(codePoint: number): LoadedFont {
  for (const [index, file] of files.entries()) {
    const font = load(index, file);
    if (font.has(codePoint)) return font;
  }
  return load(0, files[0]);
}
