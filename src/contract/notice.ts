import type { Notice, NoticePlace } from './notice-shapes.js';

const TOKEN = /\{time:(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?Z)\}/g;
const BEGUN = /\{time:/g;

/** The text for a reader of `language`: its own variant, or that of the language without its region, or the first text. */
export function noticeTextIn({ text, texts }: Pick<Notice, 'text' | 'texts'>, language: string): string {
  if (!texts) return text;
  const [base = language] = language.split('-');
  for (const key of [language, base]) if (Object.hasOwn(texts, key)) return texts[key] ?? text;
  return text;
}

/** Each time in a text as `say` says it. */
export function withTimes(text: string, say: (at: string) => string): string {
  return text.replaceAll(TOKEN, (_, at: string) => say(at));
}

/** Whether every time that a text begins to give is one: a fan must not read a half-written token. */
export function hasGoodTimes(text: string): boolean {
  const good = [...text.matchAll(TOKEN)].filter(([, at = '']) => !Number.isNaN(Date.parse(at)));
  return good.length === (text.match(BEGUN)?.length ?? 0);
}

export const isShownIn = ({ to }: Pick<Notice, 'to'>, place: NoticePlace): boolean =>
  to === undefined || to.includes(place);
