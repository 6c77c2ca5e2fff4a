import type { JSX } from 'preact';
import { useStore } from '../state/store.js';
import { polite, urgent } from './announce.js';

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
