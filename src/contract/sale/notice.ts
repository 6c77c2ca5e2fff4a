import type { Notice, NoticePlace } from './notice-shapes.js';

const TOKEN = /\{time:(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?Z)\}/g;
const BEGUN = /\{time:/g;

/**
 * Returns the text for a reader of `language`: the exact variant, else the language without region, else the first
 * text.
 */
export function noticeTextIn({ text, texts }: Pick<Notice, 'text' | 'texts'>, language: string): string {
  if (!texts) return text;
  const [base = language] = language.split('-');
  for (const key of [language, base]) if (Object.hasOwn(texts, key)) return texts[key] ?? text;
  return text;
}

/** Replaces each time token with the output of `say`. */
export function withTimes(text: string, say: (at: string) => string): string {
  return text.replaceAll(TOKEN, (_, at: string) => say(at));
}

/** Returns whether every time token is well-formed, so that no fan sees a broken one. */
export function hasGoodTimes(text: string): boolean {
  const good = [...text.matchAll(TOKEN)].filter(([, at = '']) => !Number.isNaN(Date.parse(at)));
  return good.length === (text.match(BEGUN)?.length ?? 0);
}

export const isShownIn = ({ to }: Pick<Notice, 'to'>, place: NoticePlace): boolean =>
  to === undefined || to.includes(place);
