import type { ComponentType, JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Waiting } from '../pages/waiting.js';

/** Renders a lazily loaded page. If its chunk fails to load, the fan is told and may retry. */
export function Lazy<P extends object>({
  load,
  props,
  quiet = false,
}: {
  load: () => Promise<ComponentType<P>>;
  props: P;
  /** Renders nothing while loading or on failure. */
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
