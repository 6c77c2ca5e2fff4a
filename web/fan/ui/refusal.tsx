import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Problem } from '../../../src/contract/errors.js';
import { useStore } from '../state/store.js';
import { wordsStore } from '../words/index.js';
import { sayNow } from './announcer.js';
import { Icon } from './icons.js';

export type Trouble = { kind: 'refused'; problem: Problem } | { kind: 'away' };

export function codeOf(trouble: Trouble): string {
  return trouble.kind === 'away' ? 'AWAY' : trouble.problem.code;
}

/** A refusal in the fan's words: what happened, what it means for place and money, what to do now. */
export function RefusalNote({
  trouble,
  onRetry,
}: {
  trouble: Trouble;
  onRetry?: (() => void) | undefined;
}): JSX.Element {
  const words = useStore(wordsStore);
  const { what, safe, next } = words.refusal(codeOf(trouble));
  const reference = trouble.kind === 'refused' ? trouble.problem.requestId : undefined;
  useEffect(() => sayNow(`${what} ${safe} ${next}`), [what, safe, next]);
  return (
    <div class="note note-warn">
      <Icon name="warn" />
      <div>
        <p class="note-title">{what}</p>
        <p>
          {safe} {next}
        </p>
        {onRetry && (
          <button type="button" class="button button-small" onClick={onRetry}>
            {words.common.retry}
          </button>
        )}
        {reference && <p class="note-reference">{reference}</p>}
      </div>
    </div>
  );
}
