import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { formatClockLeft, formatTimeOfDay } from '../../shared/format/time.js';
import { useStore } from '../state/store.js';
import { sayNow } from '../ui/announce.js';
import { useNow } from '../ui/hooks.js';
import { wordsStore } from '../words/index.js';
import { callFan } from './call-fan.js';
import type { LineView } from './line-view.js';

/** Fills the screen with one button while the fan can claim the turn. */
export function TurnPanel({
  view,
  asking,
  showName,
  path,
  onClaim,
}: {
  view: LineView;
  asking: boolean;
  showName: string;
  /** The line page's own path. */
  path: string;
  onClaim: () => void;
}): JSX.Element {
  const words = useStore(wordsStore);
  const now = useNow(250);
  const button = useRef<HTMLButtonElement>(null);
  const before = view.claimBefore ?? '';
  const called = useRef<string | null>(null);
  const left = Math.max(0, Date.parse(before) - now);
  const whole = useRef({ before: '', ms: 1 });
  if (whole.current.before !== before) whole.current = { before, ms: Math.max(1, left) };
  useEffect(() => {
    if (called.current === before) return;
    called.current = before;
    sayNow(`${words.line.sayTurn} ${words.line.turnLeft(formatClockLeft(left))}`);
    callFan({ title: words.line.turnTitle, body: showName, path });
  }, [before, showName, words]);
  // before the paint: a button that can be seen has focus already, and Enter reaches it
  useLayoutEffect(() => button.current?.focus(), [before]);
  return (
    <div class="turn" role="region" aria-labelledby="turn-title">
      <p class="turn-show">{showName}</p>
      <h2 id="turn-title" class="turn-title">
        {words.line.turnTitle}
      </h2>
      <p class="turn-text">{words.line.turnText}</p>
      <button type="button" class="button turn-button" ref={button} disabled={asking} onClick={onClaim}>
        {asking ? words.line.entering : words.line.turnButton}
      </button>
      <p class="turn-fuse" aria-hidden="true">
        <span style={{ inlineSize: `${((left / whole.current.ms) * 100).toFixed(1)}%` }} />
      </p>
      <p class="turn-left">{words.line.turnLeft(formatClockLeft(left))}</p>
      {view.keptUntil && <p class="turn-kept">{words.line.turnSafe(formatTimeOfDay(view.keptUntil, words.locale))}</p>}
    </div>
  );
}
