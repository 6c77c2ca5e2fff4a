interface Text {
  pattern?: string;
  minLength?: number;
  maxLength?: number;
}

/** A pattern of one character class throughout, optionally preceded by a lookahead for a class that must occur. */
const CLASS = String.raw`\[\^?(?:\\.|[^\]\\])+\]`;
const UNIFORM = new RegExp(String.raw`^\^(?:\(\?=\.\*(${CLASS})\))?(${CLASS})(?:([*+])|\{(\d+),(\d+)\})\$$`);

/** Letters and digits belong to every class that a lookahead requires. */
const FIRST = String.raw`[\p{L}\p{N}]`;
const PRINTABLE = String.raw`[^\p{C}]`;

/**
 * Rewrites a pattern to a nearly equivalent one without lookahead, with the length included and a single class, because
 * generators of test data and clients cannot produce values otherwise. Line separators apart, every match is accepted.
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
