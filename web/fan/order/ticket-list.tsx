import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { OrderShape, TicketShape } from '../../../src/contract/orders/order-shapes.js';
import { readPageData } from '../state/page-data.js';
import { useStore } from '../state/store.js';
import { insideWords, wordsStore } from '../words/index.js';
import { keepForOffline } from '../worker/register.js';
import { sayNow } from '../ui/announce.js';
import { Lazy } from '../ui/lazy.js';
import { RefusalNote, type Trouble } from '../ui/refusal.js';
import { CodeScreen } from './code-screen.js';
import type { OrderSession } from './order-session.js';
import { ShowChanges } from './show-changes.js';
import { TicketCard } from './ticket-card.js';
import { TransferDialog } from './transfer-dialog.js';

const loadDispute = () => import('./after-sale.js').then((module) => module.DisputeNote);

/** The tickets of a paid order; available offline once their chunk is loaded. */
export function TicketList({ session, order }: { session: OrderSession; order: OrderShape }): JSX.Element {
  const words = useStore(wordsStore);
  const inside = useStore(insideWords());
  const [copied, setCopied] = useState(false);
  const [enlarged, setEnlarged] = useState<number | null>(null);
  const [giving, setGiving] = useState<TicketShape | null>(null);
  useEffect(() => void keepForOffline(), []);
  const gave = useRef(false);
  useEffect(() => {
    if (giving !== null || !gave.current) return;
    gave.current = false;
    // the button that had focus is gone with its ticket
    document.querySelector<HTMLElement>('main h1')?.focus();
  }, [giving]);
  const onGiven = () => {
    gave.current = true;
    setGiving(null);
  };
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const copy = async (): Promise<void> => {
    setTrouble(null);
    const answer = await session.link();
    if (answer.kind !== 'ok') return setTrouble(answer);
    try {
      await navigator.clipboard.writeText(answer.data.url);
      setCopied(true);
      sayNow(words.common.copied);
    } catch {
      prompt(inside.order.copyLink, answer.data.url); // the browser keeps its clipboard to itself
    }
  };
  const demo = readPageData().demo ?? false;
  const total = order.tickets.length;
  const paper = (file: string) => `/v1/orders/${encodeURIComponent(order.id)}/${file}?language=${words.code}`;
  return (
    <>
      {giving && <TransferDialog session={session} ticket={giving} onClose={() => setGiving(null)} onGiven={onGiven} />}
      {enlarged !== null && <CodeScreen tickets={order.tickets} first={enlarged} onClose={() => setEnlarged(null)} />}
      <ShowChanges order={order} />
      {order.tickets.some(({ held }) => held) && <Lazy load={loadDispute} props={{}} quiet />}
      <p class="muted small ticket-hint">
        {order.tickets.some(({ held }) => !held) && inside.order.bright}{' '}
        {total > 1 && <span class="ticket-swipe">{inside.order.swipe}</span>}
      </p>
      <ul class="tickets" tabIndex={total > 1 ? 0 : undefined} aria-label={inside.order.tickets}>
        {order.tickets.map((ticket, index) => (
          <TicketCard
            key={ticket.id}
            order={order}
            ticket={ticket}
            place={inside.order.ticket(index + 1, total)}
            demo={demo}
            onTransfer={() => setGiving(ticket)}
            onEnlarge={() => setEnlarged(index)}
          />
        ))}
      </ul>
      <div class="ticket-tools">
        <a class="button" href={paper('tickets.pdf')}>
          {inside.order.pdf}
        </a>
        <a class="button" href={paper('calendar.ics')}>
          {inside.order.calendar}
        </a>
        <button type="button" class="button" onClick={() => void copy()}>
          {copied ? words.common.copied : inside.order.copyLink}
        </button>
        <p class="muted small">
          {inside.order.keep} {inside.order.linkHint}
        </p>
        {trouble && <RefusalNote trouble={trouble} onRetry={() => void copy()} />}
      </div>
    </>
  );
}
