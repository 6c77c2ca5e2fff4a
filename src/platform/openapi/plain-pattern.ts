interface Text {
  pattern?: string;
  minLength?: number;
  maxLength?: number;
}

/** A class of characters, all over the text; before it, perhaps, a class of which the text must hold one. */
const CLASS = String.raw`\[\^?(?:\\.|[^\]\\])+\]`;
const UNIFORM = new RegExp(String.raw`^\^(?:\(\?=\.\*(${CLASS})\))?(${CLASS})(?:([*+])|\{(\d+),(\d+)\})\$$`);

/** Letters and digits are in every class that a text must hold one of. */
const FIRST = String.raw`[\p{L}\p{N}]`;
const PRINTABLE = String.raw`[^\p{C}]`;

/**
 * Says nearly the same without lookahead, with the length in the pattern and by one class: generators of test data and of
 * clients cannot make values otherwise. Line separators apart, what matches it is accepted.
 */
export function withPlainPattern<T extends object>(schema: T): T {
  const { pattern, minLength = 0, maxLength, ...others } = schema as T & Text;
  const [, needed, every = '', mark, least, most] = (pattern?.includes('\\p{') && UNIFORM.exec(pattern)) || [];
  if (every === '') return schema;
  const min = Math.max(minLength, Number(least ?? (mark === '+' ? 1 : 0)), needed === undefined ? 0 : 1);
  const max = Math.min(maxLength ?? Infinity, Number(most ?? Infinity));
  const times = (from: number, to: number): string => `{${from},${Number.isFinite(to) ? to : ''}}`;
  const all = every.startsWith('[^') ? PRINTABLE : every;
  const body = needed === undefined ? `${all}${times(min, max)}` : `${FIRST}${all}${times(min - 1, max - 1)}`;
  return { ...others, pattern: `^${body}$` } as unknown as T;
}
