import { isSameDraft } from './same-draft.js';
import type { SaleDraft } from './sale-draft.js';

const PREFIX = 'ropeline.sale-draft.';
const DAYS_KEPT = 7;

interface Kept {
  at: number;
  draft: SaleDraft;
  /** Version of the saved draft that it changes; null for a new sale. */
  version?: string | null;
}

/**
 * Returns input that was typed in this browser and not saved; null if there is none or storage is blocked.
 *
 * @param form which form it was typed into: a new sale's, a copy's or a draft's
 */
function keptDraft(form: string): Kept | null {
  try {
    const kept = JSON.parse(localStorage.getItem(PREFIX + form) ?? 'null') as Kept | null;
    // drafts stored by an older version lack fields of this form
    return kept && Date.now() - kept.at < DAYS_KEPT * 86_400_000 && 'mapSeats' in kept.draft ? kept : null;
  } catch {
    return null;
  }
}

/**
 * Returns what was typed before and is not saved.
 *
 * @param saved what is saved, which may be the same, as after a save whose answer was lost; null for a new sale
 */
export function keptBeside(form: string, saved: SaleDraft | null): Kept | null {
  const kept = keptDraft(form);
  if (kept === null || saved === null || !isSameDraft(kept.draft, saved)) return kept;
  forgetDraft(form);
  return null;
}

export function keepDraft(form: string, draft: SaleDraft, version: string | null): void {
  try {
    localStorage.setItem(PREFIX + form, JSON.stringify({ at: Date.now(), draft, version } satisfies Kept));
  } catch {
    // storage is full or blocked: the form works without it
  }
}

export function forgetDraft(form: string): void {
  try {
    localStorage.removeItem(PREFIX + form);
  } catch {
    // as above
  }
}

/** Called on sign-out, so that no drafts stay on a shared machine. */
export function forgetDrafts(): void {
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX)) localStorage.removeItem(key);
  } catch {
    // as above
  }
}
