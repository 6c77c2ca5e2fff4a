import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Problem } from '../../../src/contract/errors.js';
import { spread } from '../net/backoff.js';
import { retryAfterMs } from '../net/retry.rules.js';
import { useStore } from '../state/store.js';
import { useRefusal, wordsStore } from '../words/index.js';
import { useSaid } from './announce.js';
import { Icon } from './icons.js';

export type Trouble = { kind: 'refused'; problem: Problem } | { kind: 'away' };

export function codeOf(trouble: Trouble): string {
  return trouble.kind === 'away' ? 'AWAY' : trouble.problem.code;
}

/** Counts tries in a row across the notes of one press, because every retry mounts a new note. */
const inRow = { count: 0, endedAt: Number.NEGATIVE_INFINITY };
const newRowAfterMs = 60_000;

function triesSoFar(): number {
  if (performance.now() - inRow.endedAt > newRowAfterMs) inRow.count = 0;
  return inRow.count;
}

/** A press is made again when the network is back, unless its fan has long turned to something else. */
const pressLastsMs = 120_000;

/** Retries the press automatically after a transient refusal, or once online. @returns true while a retry is pending */
function useOwnRetry(trouble: Trouble, onRetry: (() => void) | undefined): boolean {
  const [waiting, setWaiting] = useState(false);
  useEffect(() => {
    const pause = onRetry ? retryAfterMs(trouble, triesSoFar()) : null;
    setWaiting(pause !== null);
    const since = performance.now();
    const again = () => {
      if (performance.now() - since > pressLastsMs) return;
      inRow.count += 1;
      inRow.endedAt = performance.now();
      onRetry?.();
    };
    if (trouble.kind === 'away') {
      window.addEventListener('online', again);
      return () => window.removeEventListener('online', again);
    }
    if (pause === null) return;
    const timer = setTimeout(again, spread(pause));
    return () => clearTimeout(timer);
  }, [trouble]);
  return waiting;
}

/** Whether the same press may succeed later: the refusal was not about its content. */
export const mayPass = (trouble: Trouble): boolean =>
  trouble.kind === 'away' || trouble.problem.status >= 500 || trouble.problem.status === 429;

/** Explains a refusal: what happened, what it means for place and money, what to do now. */
export function RefusalNote({
  trouble,
  onRetry,
}: {
  trouble: Trouble;
  onRetry?: (() => void) | undefined;
}): JSX.Element {
  const words = useStore(wordsStore);
  const { what, safe, next } = useRefusal(codeOf(trouble));
  const goesOn = useOwnRetry(trouble, onRetry);
  const then = goesOn ? words.common.retrying : next;
  const reference = trouble.kind === 'refused' ? trouble.problem.requestId : undefined;
  useSaid(`${what} ${safe} ${then}`);
  return (
    <div class="note note-warn">
      <Icon name="warn" />
      <div>
        <p class="note-title">{what}</p>
        <p>
          {safe} {then}
        </p>
        {onRetry && mayPass(trouble) && !goesOn && (
          <button type="button" class="button button-small" onClick={onRetry}>
            {words.common.retry}
          </button>
        )}
        {reference && (
          <p class="note-reference">
            {words.common.reference} {reference}
          </p>
        )}
      </div>
    </div>
  );
}
