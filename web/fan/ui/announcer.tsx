import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { Store, useStore } from '../state/store.js';

/** Minimum interval between screen-reader announcements about the line; the turn is announced at once. */
const quietMs = 30_000;
/** Time for what several parts of a page say together: a screen reader speaks only what a region has last. */
const gatherMs = 50;
/** Then it is removed: whoever reads on to the end of a later page would find an old call there. */
const removeMs = 10_000;

const polite = new Store('');
const urgent = new Store('');
let gathered = '';
let lastSaid = -Infinity;
let waiting: ReturnType<typeof setTimeout> | undefined;

function show(store: Store<string>, text: string): void {
  lastSaid = performance.now();
  store.set(text);
  setTimeout(() => store.get() === text && store.set(''), removeMs);
}

/** Announces the text once nothing else was announced for a while, unless something newer is there by then. */
export function say(text: string): () => void {
  waiting = setTimeout(() => show(polite, text), lastSaid + quietMs - performance.now());
  return () => clearTimeout(waiting);
}

/** Announces at once what cannot wait: the turn, a refusal after a press, what the promoter does. */
export function sayNow(text: string): void {
  clearTimeout(waiting);
  if (gathered.includes(text)) return;
  if (!gathered) {
    urgent.set('');
    setTimeout(() => {
      show(urgent, gathered);
      gathered = '';
    }, gatherMs);
  }
  gathered += ` ${text}`;
}

/** Says what a part of the page shows, when it comes and when it changes: the text, or `per` alone. */
export const useSaid = (text: string, per: unknown = text): void => useEffect(() => void (text && sayNow(text)), [per]);

/** The regions that speak. A dialog has them too: what is outside of it is silent while it is open. */
export function Announcer(): JSX.Element {
  return (
    <div class="unseen">
      <div aria-live="polite" aria-atomic="true">
        {useStore(polite)}
      </div>
      <div aria-live="assertive" aria-atomic="true">
        {useStore(urgent)}
      </div>
    </div>
  );
}
