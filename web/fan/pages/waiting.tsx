import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { spread } from '../net/backoff.js';
import { useStore } from '../state/store.js';
import { RefusalNote, codeOf, type Trouble } from '../ui/refusal.js';
import { wordsStore } from '../words/index.js';

/** Delay before a loading state is shown: most answers arrive sooner. */
const patienceMs = 400;

/** Nothing was pressed, so that nobody minds to read again. */
const readAgainMs = 5_000;

/** A page whose data is still loading or failed to load. */
export function Waiting({ trouble, onRetry }: { trouble?: Trouble | null; onRetry?: () => void }): JSX.Element {
  const words = useStore(wordsStore);
  const [patient, setPatient] = useState(true);
  useEffect(() => {
    const timer = setTimeout(() => setPatient(false), patienceMs);
    return () => clearTimeout(timer);
  }, []);
  useEffect(() => {
    if (trouble?.kind !== 'away' || !onRetry) return;
    const timer = setTimeout(onRetry, spread(readAgainMs));
    return () => clearTimeout(timer);
  }, [trouble]);
  if (trouble && codeOf(trouble) === 'NOT_FOUND') return <MissingPage />;
  return (
    <div class="page">
      {trouble ? (
        <RefusalNote trouble={trouble} onRetry={onRetry} />
      ) : (
        <p class="muted">{patient ? '' : words.common.loading}</p>
      )}
    </div>
  );
}

export function MissingPage(): JSX.Element {
  const words = useStore(wordsStore);
  const { title, text, action } = words.common.notFound;
  return (
    <div class="page page-narrow">
      <h1>{title}</h1>
      <p class="lead">{text}</p>
      <p>
        <a class="button" href="/">
          {action}
        </a>
      </p>
    </div>
  );
}
