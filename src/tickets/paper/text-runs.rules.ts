import bidiFactory, { type Bidi } from 'bidi-js';

/** Part of a line in one font, drawn from left to right after its predecessor. */
export interface TextRun<F> {
  text: string;
  font: F;
}
interface Coverage {
  has: (codePoint: number) => boolean;
}
type LevelRun<F> = TextRun<F> & { level: number };

/** Cast because the CommonJS package exports the factory itself, contrary to its types. */
const bidi = (bidiFactory as unknown as () => Bidi)();
/** Scripts that the shaper lays out from right to left by itself. */
const RIGHT_TO_LEFT = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

/** Returns a text's own direction, by its first letter: its lines after the first keep it. */
export const directionOf = (text: string): 'ltr' | 'rtl' =>
  (bidi.getEmbeddingLevels(text).paragraphs[0]?.level ?? 0) % 2 === 1 ? 'rtl' : 'ltr';

/**
 * Splits a line into runs of one font and one direction, in visual order (Unicode Bidirectional Algorithm, rule L2).
 */
export function visualRuns<F extends Coverage>(
  text: string,
  fontFor: (codePoint: number) => F,
  reading: 'ltr' | 'rtl' = directionOf(text),
): TextRun<F>[] {
  const { levels } = bidi.getEmbeddingLevels(text, reading);
  return inVisualOrder(logicalRuns(text, levels, fontFor)).map(({ text: run, font, level }) => ({
    text: level % 2 === 1 && !RIGHT_TO_LEFT.test(run) ? mirrored(run) : run,
    font,
  }));
}

function logicalRuns<F extends Coverage>(
  text: string,
  levels: Uint8Array,
  fontFor: (codePoint: number) => F,
): LevelRun<F>[] {
  const runs: LevelRun<F>[] = [];
  let offset = 0;
  for (const character of text) {
    const codePoint = character.codePointAt(0) ?? 0;
    const level = levels[offset] ?? 0;
    const last = runs.at(-1);
    // spaces, punctuation and marks stay in the font of the preceding letters if it has them
    const joins =
      last !== undefined && last.level === level && /[\s\p{P}\p{M}]/u.test(character) && last.font.has(codePoint);
    const font = joins ? last.font : fontFor(codePoint);
    if (last?.font === font && last.level === level) last.text += character;
    else runs.push({ text: character, font, level });
    offset += character.length;
  }
  return runs;
}

function inVisualOrder<F>(runs: LevelRun<F>[]): LevelRun<F>[] {
  const ordered = [...runs];
  const highest = Math.max(0, ...runs.map(({ level }) => level));
  for (let level = highest; level >= 1; level -= 1) {
    for (let start = 0; start < ordered.length; start += 1) {
      let end = start;
      while ((ordered[end]?.level ?? -1) >= level) end += 1;
      if (end - start > 1) ordered.splice(start, end - start, ...ordered.slice(start, end).reverse());
      start = Math.max(start, end - 1);
    }
  }
  return ordered;
}

function mirrored(run: string): string {
  return [...run]
    .reverse()
    .map((character) => bidi.getMirroredCharacter(character) ?? character)
    .join('');
}
