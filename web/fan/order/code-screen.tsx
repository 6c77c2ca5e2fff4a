import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { TicketShape } from '../../../src/contract/orders/order-shapes.js';
import { itemPhrase } from '../../../src/words/seat-phrase.js';
import { useStore } from '../state/store.js';
import { Announcer } from '../ui/announcer.js';
import { insideWords } from '../words/index.js';
import { TicketCode } from './ticket-code.js';
import './code-screen.css';

/** Apart from the line's wake lock, which tells whether it is held: a chunk shared with it would burden the line. */
function keepScreenOn(): () => void {
  let lock: Promise<WakeLockSentinel | null> = Promise.resolve(null);
  const ask = () => {
    // browsers release the lock with the page hidden, and refuse it at a low battery
    if (document.visibilityState === 'visible' && 'wakeLock' in navigator)
      lock = navigator.wakeLock.request('screen').catch(() => null);
  };
  ask();
  document.addEventListener('visibilitychange', ask);
  return () => {
    document.removeEventListener('visibilitychange', ask);
    void lock.then((held) => held?.release());
  };
}

interface CodeScreenProps {
  tickets: readonly TicketShape[];
  /** Index of the ticket shown first. */
  first: number;
  onClose: () => void;
}

/** The codes alone, each on a white screen that stays on; swiping or the arrow keys show the next. */
export function CodeScreen({ tickets, first, onClose }: CodeScreenProps): JSX.Element {
  const inside = useStore(insideWords());
  const dialog = useRef<HTMLDialogElement>(null);
  const row = useRef<HTMLUListElement>(null);
  useEffect(keepScreenOn, []);
  useEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    row.current?.children[first]?.scrollIntoView({ inline: 'center' });
    row.current?.focus();
    return () => shown?.close();
  }, []);
  return (
    <dialog ref={dialog} class="code-screen" aria-label={inside.order.tickets} onClose={onClose}>
      <ul ref={row} tabIndex={0} aria-label={inside.order.tickets}>
        {tickets.map((ticket, index) => {
          const label = itemPhrase(ticket.label, inside);
          return (
            <li key={ticket.id}>
              <TicketCode barcode={ticket.barcode} name={`${inside.order.barcode}: ${label}`} />
              <p class="code-screen-seat">{label}</p>
              <p>{inside.order.ticket(index + 1, tickets.length)}</p>
            </li>
          );
        })}
      </ul>
      <p class="small">{inside.order.bright}</p>
      <button type="button" class="button" onClick={onClose}>
        {inside.actions.close}
      </button>
      <Announcer />
    </dialog>
  );
}
