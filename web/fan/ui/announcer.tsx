import type { JSX } from 'preact';
import { Store, useStore } from '../state/store.js';

/** Minimum interval between screen-reader announcements about the line; the turn is announced at once. */
const quietMs = 30_000;

const polite = new Store('');
const urgent = new Store('');
let lastSaid = -Infinity;

/** Announces the text unless another announcement was made recently; dropped ones are superseded by the next. */
export function say(text: string): void {
  if (performance.now() - lastSaid < quietMs) return;
  lastSaid = performance.now();
  polite.set(text);
}

/** Announces immediately, for what cannot wait: the turn, or a refusal after a press. */
export function sayNow(text: string): void {
  lastSaid = performance.now();
  urgent.set('');
  setTimeout(() => urgent.set(text), 50);
}

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
