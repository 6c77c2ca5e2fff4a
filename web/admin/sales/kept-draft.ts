import type { SaleDraft } from './sale-draft.js';

const PREFIX = 'ropeline.sale-draft.';
const DAYS_KEPT = 7;

interface Kept {
  at: number;
  draft: SaleDraft;
}
const keyOf = (saleId: string | null): string => PREFIX + (saleId ?? 'new');

/** What was typed here and not saved yet; null when there is none, or storage is closed. */
export function keptDraft(saleId: string | null): Kept | null {
  try {
    const kept = JSON.parse(localStorage.getItem(keyOf(saleId)) ?? 'null') as Kept | null;
    // a form of an older version lacks what this one shows
    return kept && Date.now() - kept.at < DAYS_KEPT * 86_400_000 && 'limits' in kept.draft ? kept : null;
  } catch {
    return null;
  }
}

export function keepDraft(saleId: string | null, draft: SaleDraft): void {
  try {
    localStorage.setItem(keyOf(saleId), JSON.stringify({ at: Date.now(), draft } satisfies Kept));
  } catch {
    // full or forbidden: the form works on without it
  }
}

export function forgetDraft(saleId: string | null): void {
  try {
    localStorage.removeItem(keyOf(saleId));
  } catch {
    // as above
  }
}

/** When somebody signs out: nothing of theirs stays on a shared machine. */
export function forgetDrafts(): void {
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX)) localStorage.removeItem(key);
  } catch {
    // as above
  }
}
