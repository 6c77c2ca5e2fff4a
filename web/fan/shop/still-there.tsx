import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { formatClockLeft } from '../../shared/format/time.js';
import { useStore } from '../state/store.js';
import { Dialog } from '../ui/dialog.js';
import { useNow } from '../ui/hooks.js';
import { insideWords } from '../words/index.js';

/** How long before the idle deadline the question is shown. */
const askBeforeMs = 60_000;
/** Tolerated clock difference to the server. */
const graceMs = 1_500;

/** Asks a fan without a hold or recent input to confirm presence before the slot passes to the next in line. */
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
