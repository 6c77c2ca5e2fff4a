import { useEffect } from 'preact/hooks';
import { Store } from '../state/store.js';

/** Minimum interval between screen-reader announcements about the line; the turn is announced at once. */
const quietMs = 30_000;
/** Time for what several parts of a page say together: a screen reader speaks only what a region has last. */
const gatherMs = 50;
/** Then it is removed: whoever reads on to the end of a later page would find an old call there. */
const removeMs = 10_000;

export const polite = new Store('');
export const urgent = new Store('');
const removals = new Map<Store<string>, ReturnType<typeof setTimeout>>();
let gathered = '';
let lastSaid = -Infinity;

function show(store: Store<string>, text: string): void {
  lastSaid = performance.now();
  clearTimeout(removals.get(store));
  store.set(text);
  removals.set(
    store,
    setTimeout(() => store.set(''), removeMs),
  );
}

/** Announces the text once nothing else was announced for a while. @returns what takes it back until then */
export function say(text: string): () => void {
  let timer: ReturnType<typeof setTimeout>;
  const wait = (ms: number) => {
    timer = setTimeout(() => {
      // something else may have been said meanwhile
      const left = lastSaid + quietMs - performance.now();
      if (left > 0) wait(left);
      else show(polite, text);
    }, ms);
  };
  wait(0);
  return () => clearTimeout(timer);
}

/** Announces at once what cannot wait: the turn, a refusal after a press, what the promoter does. */
export function sayNow(text: string): void {
  lastSaid = performance.now();
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
