import { useEffect, useRef, useState } from 'react';
import { Refusal } from '../../net/api.js';
import { bodyOf } from './draft-body.js';
import type { DraftSaver } from './draft-saver.js';
import { forgetDraft, keepDraft } from './kept-draft.js';
import type { SaleDraft } from './sale-draft.js';

/** Debounced, because each save is an entry in the audit log. */
const SAVE_AFTER_MS = 4_000;

export type SaveState =
  | { kind: 'nothing' }
  | { kind: 'kept' }
  | { kind: 'saving' }
  | { kind: 'saved'; at: number }
  | { kind: 'changed_elsewhere' }
  | { kind: 'refused'; error: unknown };

export interface Autosave {
  state: SaveState;
  /** The form begins anew with this draft, which is not typed and so not saved. */
  restart: (draft: SaleDraft) => void;
}

/**
 * Keeps unsaved input in this browser, and saves an existing draft to the server once it is valid and typing has
 * paused. New sales are not created automatically: a half-typed name would claim its slug. Once somebody else's save was
 * met, input is kept and not saved until a person has decided.
 */
export function useAutosave(saver: DraftSaver | null, form: string, draft: SaleDraft): Autosave {
  const [state, setState] = useState<SaveState>({ kind: saver?.isBehind ? 'changed_elsewhere' : 'nothing' });
  const first = useRef(draft);
  const latest = useRef(draft);
  latest.current = draft;
  useEffect(() => {
    if (draft === first.current) return;
    keepDraft(form, draft, saver?.basedOn ?? null);
    if (saver?.isBehind) return setState({ kind: 'changed_elsewhere' });
    setState({ kind: 'kept' });
    let isCurrent = true;
    const save = setTimeout(() => {
      const made = bodyOf(draft);
      if (saver === null || 'errors' in made) return;
      setState({ kind: 'saving' });
      saver.save(made.body).then(
        () => {
          if (isCurrent) {
            forgetDraft(form);
            setState({ kind: 'saved', at: Date.now() });
          } else if (latest.current !== first.current) keepDraft(form, latest.current, saver.basedOn); // typed on since
        },
        (error: unknown) => {
          if (saver.isBehind) setState({ kind: 'changed_elsewhere' });
          else if (isCurrent) setState({ kind: 'refused', error });
        },
      );
    }, SAVE_AFTER_MS);
    return () => {
      clearTimeout(save);
      isCurrent = false;
    };
  }, [saver, form, draft]);
  const restart = (begun: SaleDraft): void => {
    first.current = begun;
    setState({ kind: 'nothing' });
  };
  return { state, restart };
}

/** Another tab or another person saved the draft since it was read here. */
export const isElsewhere = (error: unknown): boolean => error instanceof Refusal && error.code === 'VERSION_CONFLICT';

export function saveWords(state: SaveState, isNew: boolean): string {
  switch (state.kind) {
    case 'nothing':
      return '';
    case 'kept':
      return isNew
        ? 'Kept in this browser until you save it.'
        : 'Kept in this browser; saved when every field is right.';
    case 'changed_elsewhere':
      return 'Not saved. Kept in this browser.';
    case 'saving':
      return 'Saving…';
    case 'saved':
      return `Saved at ${new Date(state.at).toLocaleTimeString('en', { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' })}.`;
    case 'refused':
      return state.error instanceof Refusal ? `Not saved: ${state.error.message}` : 'Not saved. Kept in this browser.';
  }
}
