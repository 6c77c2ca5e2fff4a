import type { JSX } from 'preact';
import { Store, useStore } from '../state/store.js';

/** A screen reader is told of the line at most this often; the turn is told at once. */
const quietMs = 30_000;

const polite = new Store('');
const urgent = new Store('');
let lastSaid = 0;

/** Says something now if the last words are long enough ago; else stays silent (the next one will be newer anyway). */
export function say(text: string): void {
  if (Date.now() - lastSaid < quietMs) return;
  lastSaid = Date.now();
  polite.set(text);
}

/** What cannot wait: your turn, a refusal after a press. */
export function sayNow(text: string): void {
  lastSaid = Date.now();
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
