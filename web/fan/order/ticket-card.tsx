import type { JSX } from 'preact';
import type { OrderShape, TicketShape } from '../../../src/contract/orders/order-shapes.js';
import { itemPhrase } from '../../../src/words/seat-phrase.js';
import { formatDayAndTime } from '../../shared/format/time.js';
import { useStore } from '../state/store.js';
import { insideWords, wordsStore } from '../words/index.js';
import { TicketCode } from './ticket-code.js';

interface TicketProps {
  order: OrderShape;
  ticket: TicketShape;
  place: string;
  demo: boolean;
  onTransfer: () => void;
  onEnlarge: () => void;
}

/** One ticket: code above the tear line, details below. The code stays on white in both colour schemes. */
export function TicketCard({ order, ticket, place, demo, onTransfer, onEnlarge }: TicketProps): JSX.Element {
  const words = useStore(wordsStore);
  const inside = useStore(insideWords());
  const label = itemPhrase(ticket.label, inside);
  return (
    <li class="ticket">
      <div class="ticket-code">
        <TicketCode barcode={ticket.barcode} name={`${inside.order.barcode}: ${label}`} />
        <button
          type="button"
          class="ticket-enlarge"
          aria-label={`${inside.order.enlarge}: ${label}`}
          title={inside.order.enlarge}
          onClick={onEnlarge}
        />
      </div>
      <div class="ticket-text">
        {demo && <p class="ticket-demo">{inside.order.demoStamp}</p>}
        {ticket.held && <p class="ticket-demo">{inside.order.heldStamp}</p>}
        <p class="muted small">{place}</p>
        <h2 class="ticket-show">{order.show.name}</h2>
        <p class="ticket-seat">{label}</p>
        <p>
          <time dateTime={order.show.startsAt}>
            {formatDayAndTime(order.show.startsAt, words.locale, order.show.timeZone)}
          </time>
        </p>
        <p>{order.show.venue}</p>
        {order.buyer && (
          <p class="muted small">
            {inside.order.for}: {order.buyer.name}
          </p>
        )}
        {order.wallets.map((wallet) => (
          <p key={wallet}>
            <a href={`/v1/orders/${order.id}/tickets/${ticket.id}/wallet/${wallet}`}>{inside.order.wallet[wallet]}</a>
          </p>
        ))}
        {order.transferable && !ticket.held && (
          <p class="ticket-actions">
            <button
              type="button"
              class="link-button"
              aria-label={`${inside.order.transfer}: ${label}`}
              onClick={onTransfer}
            >
              {inside.order.transfer}
            </button>
          </p>
        )}
        <p class="muted small ticket-id">{ticket.id}</p>
      </div>
    </li>
  );
}
