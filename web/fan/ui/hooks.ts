import { useEffect, useRef, useState } from 'preact/hooks';
import { serverClock } from '../state/server-clock.js';

/** Returns the server's wall clock, updated at every full second while the page is visible. */
export function useNow(everyMs = 1_000): number {
  const [now, setNow] = useState(() => serverClock.now());
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const tick = () => {
      const current = serverClock.now();
      setNow(current);
      timer = setTimeout(tick, everyMs - (current % everyMs) + 5);
    };
    tick();
    return () => clearTimeout(timer);
  }, [everyMs]);
  return now;
}

export function prefersStillness(): boolean {
  return matchMedia('(prefers-reduced-motion: reduce)').matches;
}

/** Moves focus to a new screen's heading, so that screen readers continue from there. */
export function useFocusOn(key: unknown): { current: HTMLHeadingElement | null } {
  const ref = useRef<HTMLHeadingElement | null>(null);
  const first = useRef(true);
  useEffect(() => {
    if (first.current) first.current = false;
    else ref.current?.focus({ preventScroll: true });
  }, [key]);
  return ref;
}

/** For what answers a press, and may stand where the pressed button was. */
export const focused = (part: HTMLElement | null): void => part?.focus();

export function useTitle(title: string): void {
  useEffect(() => {
    document.title = title;
  }, [title]);
}

/** Calls `restored` when the browser shows this page again as it was left, for instance by Back from another site. */
export function useRestored(restored: () => void): void {
  useEffect(() => {
    const shown = (event: PageTransitionEvent): void => {
      if (event.persisted) restored();
    };
    window.addEventListener('pageshow', shown);
    return () => window.removeEventListener('pageshow', shown);
  }, []);
}
