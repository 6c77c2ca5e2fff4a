import type { ComponentType, JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Waiting } from '../pages/waiting.js';

/** A page from a file of its own. When the file cannot be had the fan is told and may try again. */
export function Lazy<P extends object>({
  load,
  props,
  quiet = false,
}: {
  load: () => Promise<ComponentType<P>>;
  props: P;
  /** Nothing is shown until it is there, and nothing when it cannot be had. */
  quiet?: boolean;
}): JSX.Element | null {
  const [Page, setPage] = useState<ComponentType<P> | null>(null);
  const [round, setRound] = useState(0);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    setFailed(false);
    load().then(
      (page) => setPage(() => page),
      () => setFailed(true),
    );
  }, [load, round]);
  if (Page) return <Page {...props} />;
  if (quiet) return null;
  return <Waiting trouble={failed ? { kind: 'away' } : null} onRetry={() => setRound((count) => count + 1)} />;
}
