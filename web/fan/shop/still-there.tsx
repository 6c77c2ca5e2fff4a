import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { formatClockLeft } from '../../shared/format/time.js';
import { useStore } from '../state/store.js';
import { Dialog } from '../ui/dialog.js';
import { useNow } from '../ui/hooks.js';
import { insideWords } from '../words/index.js';

/** The question is asked this long before the slot goes on. */
const askBeforeMs = 60_000;
/** The server's clock and ours may differ by this much. */
const graceMs = 1_500;

/** Asks a fan who holds nothing and presses nothing, before the slot goes to the next in line. */
export function StillThere({
  until,
  onHere,
  onOver,
}: {
  until: string;
  onHere: () => void;
  onOver: () => void;
}): JSX.Element | null {
  const inside = useStore(insideWords());
  const left = Date.parse(until) - useNow();
  const over = left < -graceMs;
  useEffect(() => {
    if (over) onOver();
  }, [over]);
  if (left > askBeforeMs || over) return null;
  return (
    <Dialog title={inside.shop.stillTitle} onClose={onHere}>
      <p>{inside.shop.stillText}</p>
      <p role="timer">{inside.shop.left(formatClockLeft(Math.max(0, left)))}</p>
      <div class="dialog-buttons">
        <button type="button" class="button button-main" onClick={onHere}>
          {inside.shop.stillHere}
        </button>
      </div>
    </Dialog>
  );
}
