import type { Verb } from './attention-words.js';

export type KeyMeaning = { kind: 'focus'; index: number } | { kind: 'verb'; verb: Verb } | { kind: 'undo' };

/**
 * What a key means while an item of the list has the focus: J and K or the arrows move, a digit decides by the verb of
 * that number, U undoes the last decision. null: nothing, so that the browser handles it.
 */
export function meaningOf(
  key: string,
  { index, count, verbs }: { index: number; count: number; verbs: readonly Verb[] },
): KeyMeaning | null {
  switch (key.toLowerCase()) {
    case 'j':
    case 'arrowdown':
      return index + 1 < count ? { kind: 'focus', index: index + 1 } : null;
    case 'k':
    case 'arrowup':
      return index > 0 ? { kind: 'focus', index: index - 1 } : null;
    case 'u':
      return { kind: 'undo' };
    default: {
      const verb = /^[1-9]$/.test(key) ? verbs[Number(key) - 1] : undefined;
      return verb === undefined ? null : { kind: 'verb', verb };
    }
  }
}
