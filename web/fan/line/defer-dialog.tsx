import type { JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { newIdempotencyKey } from '../net/api.js';
import { useStore } from '../state/store.js';
import { Dialog } from '../ui/dialog.js';
import { RefusalNote, type Trouble } from '../ui/refusal.js';
import { insideWords, wordsStore } from '../words/index.js';
import type { LineSession } from './line-session.js';
import { pressDefer } from './place-presses.js';

const deferMinutes = [5, 10, 20];

export function DeferDialog({ session, onClose }: { session: LineSession; onClose: () => void }): JSX.Element {
  const words = useStore(wordsStore);
  const inside = useStore(insideWords());
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const [busy, setBusy] = useState(false);
  // one without an answer is tried again under its key, so that it counts once
  const keys = useMemo(() => new Map(deferMinutes.map((minutes) => [minutes, newIdempotencyKey()])), []);
  const defer = async (minutes: number) => {
    setBusy(true);
    const answer = await pressDefer(session, minutes, keys.get(minutes) ?? '');
    setBusy(false);
    if (answer.kind === 'ok') onClose();
    else setTrouble(answer);
  };
  return (
    <Dialog title={inside.actions.deferTitle} onClose={onClose}>
      <p>{inside.actions.deferText}</p>
      {trouble && <RefusalNote trouble={trouble} />}
      <div class="dialog-buttons">
        {deferMinutes.map((minutes) => (
          <button key={minutes} type="button" class="button" disabled={busy} onClick={() => void defer(minutes)}>
            {inside.actions.deferMinutes(minutes)}
          </button>
        ))}
        <button type="button" class="button button-quiet" onClick={onClose}>
          {words.common.cancel}
        </button>
      </div>
    </Dialog>
  );
}
