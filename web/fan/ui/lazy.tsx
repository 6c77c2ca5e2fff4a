import type { ComponentType, JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Waiting } from '../pages/waiting.js';

type Load<P> = () => Promise<ComponentType<P>>;

/** Components whose chunks are loaded, by their loader: rendered at once instead of after an effect. */
const ready = new Map<unknown, unknown>();

/** Loads a component's chunk, so that its first render needs no waiting state. */
export async function preload<P>(load: Load<P>): Promise<ComponentType<P>> {
  const page = await load();
  ready.set(load, page);
  return page;
}

/** Renders a lazily loaded page. If its chunk fails to load, the fan is told and may retry. */
export function Lazy<P extends object>({
  load,
  props,
  quiet = false,
}: {
  load: Load<P>;
  props: P;
  /** Renders nothing while loading or on failure. */
  quiet?: boolean;
}): JSX.Element | null {
  const [Page, setPage] = useState<ComponentType<P> | null>(() => (ready.get(load) as ComponentType<P>) ?? null);
  const [round, setRound] = useState(0);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    setFailed(false);
    preload(load).then(
      (page) => setPage(() => page),
      () => setFailed(true),
    );
  }, [load, round]);
  if (Page) return <Page {...props} />;
  if (quiet) return null;
  return <Waiting trouble={failed ? { kind: 'away' } : null} onRetry={() => setRound((count) => count + 1)} />;
}
