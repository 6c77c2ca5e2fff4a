const ELLIPSIS = '…';
const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });
const words = new Intl.Segmenter('und', { granularity: 'word' });

/** Splits where a line may break: after spaces, between words of scripts without spaces, and inside overlong words. */
function pieces(text: string, isTooWide: (piece: string) => boolean): string[] {
  return [...words.segment(text)].flatMap(({ segment }) =>
    isTooWide(segment) ? [...graphemes.segment(segment)].map((each) => each.segment) : [segment],
  );
}

/**
 * Breaks a text into at most `maxLines` lines no wider than `width`; the rest is replaced by an ellipsis.
 * @param measure returns the width of a text
 */
export function wrapped(text: string, width: number, maxLines: number, measure: (text: string) => number): string[] {
  const isTooWide = (line: string): boolean => measure(line.trimEnd()) > width;
  const lines = [''];
  for (const piece of pieces(text.trim(), isTooWide)) {
    const line = `${lines.at(-1) ?? ''}${piece}`;
    if (!isTooWide(line)) lines[lines.length - 1] = line;
    else if (lines.length < maxLines) lines.push(piece.trimStart());
    else return [...lines.slice(0, -1), cut(line, isTooWide)].map((each) => each.trimEnd());
  }
  return lines.map((line) => line.trimEnd()).filter((line) => line !== '');
}

function cut(line: string, isTooWide: (line: string) => boolean): string {
  const kept = [...graphemes.segment(line)].map(({ segment }) => segment);
  while (kept.length > 0 && isTooWide(`${kept.join('')}${ELLIPSIS}`)) kept.pop();
  return `${kept.join('').trimEnd()}${ELLIPSIS}`;
}
