import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { LiveFeed, type LiveView } from './live-feed.js';

export function useLive(saleId: string): LiveView & { refresh: () => void } {
  const feed = useMemo(() => new LiveFeed(saleId), [saleId]);
  return { ...useSyncExternalStore(feed.subscribe, feed.current), refresh: feed.refresh };
}

/** Returns the time by this browser's clock, updated every `everyMs`. */
export function useNow(everyMs: number): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}
