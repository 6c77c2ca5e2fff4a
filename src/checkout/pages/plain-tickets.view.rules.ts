import type { OrderShape, TicketShape } from '../../contract/orders/order-shapes.js';
import { type Html, html } from '../../platform/pages/html.js';
import { qrOf } from '../../sales/pages/plain/plain-extras.view.rules.js';
import type { AllWords } from '../../words/all.js';
import { itemPhrase } from '../../words/seat-phrase.js';
import type { OrderForm } from './plain-shop-input.types.js';

export interface TicketTerms {
  /** CSRF token of every form acting for the order. */
  form: string;
  key: string;
  link: string;
  demo: boolean;
  /** A refused transfer. */
  typed: TypedTransfer | null;
}

export type TypedTransfer = Pick<OrderForm, 'ticket' | 'name' | 'email'>;

/** Renders the tickets of a paid order with their codes, papers and what their holder can do. */
export function ticketsPart(order: OrderShape, terms: TicketTerms, { inside }: AllWords): Html {
  const words = inside.order;
  const tickets = order.tickets.map((ticket) => ticketPart(order, ticket, terms, inside));
  const paper = (file: string): string => `/v1/orders/${order.id}/${file}`;
  return html`<h2>${words.tickets}</h2>${terms.demo ? html`<p><strong>${words.demoStamp}</strong></p>` : null}<ul>${tickets}</ul>
<p><a href="${paper('tickets.pdf')}">${words.pdf}</a> · <a href="${paper('calendar.ics')}">${words.calendar}</a></p>
<p>${words.linkHint}<br /><a href="${terms.link}">${terms.link}</a></p>`;
}

function ticketPart(order: OrderShape, ticket: TicketShape, terms: TicketTerms, inside: AllWords['inside']): Html {
  const { barcode, wallet, for: owner } = inside.order;
  const wallets = order.wallets.map(
    (each) => html`<p><a href="/v1/orders/${order.id}/tickets/${ticket.id}/wallet/${each}">${wallet[each]}</a></p>`,
  );
  const place = itemPhrase(ticket.label, inside);
  const held = ticket.held ? html`<br /><strong>${inside.order.heldStamp}</strong>` : null;
  return html`<li>${place}${held}${order.buyer ? html`<br />${owner}: ${order.buyer.name}` : null}
${qrOf(ticket.barcode, `${barcode}: ${place}`)}${barcode}: <code>${ticket.barcode}</code>
${wallets}${order.transferable && !ticket.held ? transferForm(order.id, ticket, terms, inside) : null}</li>`;
}

/** Asks for a ticket's new holder. It cannot be undone here, and the form says so first. */
function transferForm(
  orderId: string,
  { id }: TicketShape,
  { form, key, typed }: TicketTerms,
  inside: AllWords['inside'],
): Html {
  const { transferTitle, transferText, transferName, transferEmail, transfer } = inside.order;
  const own = typed?.ticket === id ? typed : null;
  return html`<details${own ? html` open` : null}><summary>${transferTitle}</summary><p>${transferText}</p>
<form method="post" action="/orders/${orderId}"><input type="hidden" name="form" value="${form}" /><input type="hidden" name="key" value="${key}" />
<input type="hidden" name="step" value="transfer" /><input type="hidden" name="ticket" value="${id}" />
<p><label>${transferName} <input name="name" required maxlength="120" autocomplete="off" value="${own?.name ?? ''}" /></label></p>
<p><label>${transferEmail} <input type="email" name="email" required maxlength="254" autocomplete="off" value="${own?.email ?? ''}" /></label></p>
<p><button>${transfer}</button></p></form></details>`;
}
