const ELLIPSIS = '…';
const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });
const words = new Intl.Segmenter('und', { granularity: 'word' });

/** Marks that begin no line, and brackets that end none: rules of Chinese and Japanese, and good manners elsewhere. */
const STAYS_BEHIND = /^[\p{Pe}\p{Pf}\p{Po}ー々ゝゞヽヾ]/u;
const STAYS_AHEAD = /[\p{Ps}\p{Pi}]$/u;

/** Splits where a line may break: after spaces, between words of scripts without spaces, and inside overlong words. */
function pieces(text: string, isTooWide: (piece: string) => boolean): string[] {
  const parts: string[] = [];
  for (const { segment } of words.segment(text)) {
    const before = parts.at(-1);
    const isTied = before !== undefined && (STAYS_BEHIND.test(segment) || STAYS_AHEAD.test(before));
    if (isTied && !/\s$/.test(before)) parts[parts.length - 1] = before + segment;
    else parts.push(segment);
  }
  return parts.flatMap((part) => (isTooWide(part) ? [...graphemes.segment(part)].map((each) => each.segment) : [part]));
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
