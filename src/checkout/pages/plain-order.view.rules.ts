import { formatMoney } from '../../contract/money/money.js';
import { isEndReason } from '../../contract/orders/order-reasons.js';
import type { HoldShape, OrderShape } from '../../contract/orders/order-shapes.js';
import { lostTickets, openRefunds, paidStanding } from '../../contract/orders/order-standing.js';
import type { SaleChangeShape } from '../../contract/sale/sale-change-shapes.js';
import type { FanLanguage } from '../../contract/languages.js';
import { type Html, html } from '../../platform/pages/html.js';
import { plainPath, problemNote, dayAndTime, timeOfDay } from '../../sales/pages/plain/plain-sale.view.rules.js';
import { afterSaleWords } from '../../words/after-sale.js';
import { itemPhrase } from '../../words/seat-phrase.js';
import { type AllWords, wordsIn } from '../../words/all.js';
import { ticketsPart, type TypedTransfer } from './plain-tickets.view.rules.js';

export interface OrderTerms {
  language: FanLanguage;
  form: string;
  key: string;
  /** Link with the access token that opens the order on another device. */
  link: string;
  demo: boolean;
  problem: string | null;
  /** A refused transfer. */
  typed: TypedTransfer | null;
  /** Seller and notice of the sale, and what was changed about the show since the order. */
  sale: { notice: Html | null; seller: Html | null; changes: readonly SaleChangeShape[] };
}

const isTransferred = ({ id }: Pick<OrderShape, 'id'>): boolean => id.startsWith('tkt_');

/** Renders what is paid for, with every fee, as the pages with JavaScript do. */
export function priceLines(lines: HoldShape['lines'], total: HoldShape['total'], { locale, inside }: AllWords): Html {
  const money = (amount: number): string => formatMoney({ amount, currency: total.currency }, locale);
  const items = lines.map(({ label, amount, included }) => {
    const item = itemPhrase(label, inside);
    return html`<li>${included ? inside.shop.included(item) : item}: ${money(amount)}</li>`;
  });
  return html`<ul>${items}</ul><p>${inside.shop.total}: <strong>${formatMoney(total, locale)}</strong> (${inside.shop.fees})</p>`;
}

export function orderPage(order: OrderShape, terms: OrderTerms): Html {
  const words = wordsIn(terms.language);
  const { locale, inside } = words;
  const { show, refunded } = order;
  const standing = standingOf(order, words, terms.language);
  return html`<h1>${show.name}</h1><p>${dayAndTime(show.startsAt, locale, show.timeZone)} · ${show.venue}</p>
${problemNote(terms.problem)}<h2>${standing.title}</h2>${standing.text && html`<p role="status">${standing.text}</p>`}${terms.sale.notice}
${isTransferred(order) ? null : priceLines(order.lines, order.total, words)}
${order.state === 'paid' && refunded.amount > 0 ? html`<p>${inside.order.partRefund(formatMoney(refunded, locale))}</p>` : null}
${refundNotes(order, terms.language, words)}
${order.buyer && order.tickets.length > 0 ? html`<p>${inside.order.ticketsTo(order.buyer.email)}</p>` : null}
${order.state === 'pending' ? payment(order, terms) : null}
${order.tickets.length > 0 && show.canceledAt === undefined ? html`${changesPart(order, terms, words)}${disputeNote(order, terms.language)}${ticketsPart(order, terms, words)}` : null}
${transferredPart(order, words)}
<p>${inside.order.number} ${order.id}</p>
<p><a href="${plainOrderPath(order.id)}">${words.common.broken.action}</a>${order.saleSlug === null ? null : html` · <a href="${plainPath(order.saleSlug)}">${inside.order.again}</a>`}</p>
${terms.sale.seller}`;
}

/** Tells of money that is yet to arrive, or did not, and of tickets that are valid no more. */
function refundNotes(order: OrderShape, language: FanLanguage, { locale }: AllWords): Html {
  const { onWay, stuck } = openRefunds(order);
  const words = afterSaleWords(language);
  const lost = order.state === 'paid' ? lostTickets(order) : 0;
  return html`${onWay && html`<p>${words.refundOnWay(formatMoney(onWay, locale))}</p>`}
${stuck && html`<p>${words.refundStuck(formatMoney(stuck, locale))}</p>`}
${lost > 0 ? html`<p>${words.lost(lost)}</p>` : null}`;
}

const disputeNote = ({ tickets }: OrderShape, language: FanLanguage): Html | null =>
  tickets.some(({ held }) => held) ? html`<p><strong>${afterSaleWords(language).disputed}</strong></p>` : null;

/** Says what the promoter has changed about the show since the order, as when it was postponed. */
function changesPart({ id, show }: OrderShape, { sale, language }: OrderTerms, words: AllWords): Html | null {
  if (sale.changes.length === 0) return null;
  const { changedSince, changedSinceHeld } = afterSaleWords(language);
  const valueOf = (what: string, value: string | null): string | null =>
    what === 'startsAt' && value !== null ? dayAndTime(value, words.locale, show.timeZone) : value;
  const items = sale.changes.map(
    ({ what, before, after }) =>
      html`<li>${words.sale.changed[what]}: <del>${valueOf(what, before)}</del> → <ins>${valueOf(what, after)}</ins></li>`,
  );
  return html`<h2>${isTransferred({ id }) ? changedSinceHeld : changedSince}</h2><ul>${items}</ul>`;
}

/** Lists tickets that were transferred, with their new holders. */
function transferredPart({ transferred = [] }: OrderShape, { inside }: AllWords): Html | null {
  if (transferred.length === 0) return null;
  const items = transferred.map(({ label, to }) =>
    to === null
      ? inside.order.transferredOn(itemPhrase(label, inside))
      : inside.order.transferredTo(itemPhrase(label, inside), to.name),
  );
  return html`<h2>${inside.order.transferred}</h2><ul>${items.map((item) => html`<li>${item}</li>`)}</ul>`;
}

/** Says where an order stands; of a page without JavaScript nothing works without a connection. */
function standingOf(
  order: OrderShape,
  { saleState, server, inside }: AllWords,
  language: FanLanguage,
): { title: string; text: string } {
  const { state, reason } = order;
  const { states, held, reasons } = inside.order;
  const isCanceled = order.show.canceledAt !== undefined;
  if (isTransferred(order) && isCanceled) return held.canceled;
  const isStuck = state === 'refunded' && openRefunds(order).stuck !== null;
  if (isCanceled && state === 'paid') return { title: saleState.canceled, text: reasons.show_canceled };
  if (isCanceled && state === 'refunded')
    return { title: saleState.canceled, text: isStuck ? '' : states.refunded.text };
  // what keeps them from the door, the note below says
  if (state === 'paid' && order.tickets.length > 0 && order.tickets.every((ticket) => ticket.held))
    return { title: (isTransferred(order) ? held.paid : states.paid).title, text: '' };
  if (isTransferred(order))
    return state === 'paid' ? { title: held.paid.title, text: server.paper.print } : held.canceled;
  // where the money is, the note below says
  if (isStuck) return { title: afterSaleWords(language).taken.title, text: '' };
  const { title, text } = states[state];
  const standing = state === 'paid' ? paidStanding(order) : null;
  if (standing === 'given' || standing === 'taken') return afterSaleWords(language)[standing];
  if (state === 'paid') return { title, text: server.paper.print };
  return { title, text: isEndReason(reason) ? reasons[reason] : text };
}

/**
 * Renders the deadline and the way to the payment form.
 * @param link where a browser with JavaScript pays; null where the order's token is not known, as only the browser that
 * ordered has it
 */
export function payLinks(order: OrderShape, link: string | null, { locale, inside, server }: AllWords): Html {
  const address = order.payment?.confirmUrl ?? null;
  const pay =
    order.payment === null
      ? html`<p>${inside.pay.waitText}</p>`
      : address === null
        ? payElsewhere(order, link, server)
        : html`<p><a href="${address}">${inside.pay.pay(formatMoney(order.total, locale))}</a></p>`;
  return html`<p>${inside.pay.before(timeOfDay(order.expiresAt, locale, order.show.timeZone))}</p>${pay}`;
}

function payElsewhere({ id }: OrderShape, link: string | null, { plain, mail }: AllWords['server']): Html {
  if (link !== null) return html`<p>${plain.payElsewhere}</p><p><a href="${link}">${link}</a></p>`;
  return html`<p>${plain.payWhereOrdered}</p><p><a href="${plainOrderPath(id)}">${mail.open}</a></p>`;
}

function payment(order: OrderShape, { language, form, link }: OrderTerms): Html {
  const words = wordsIn(language);
  return html`${payLinks(order, link, words)}
<form method="post" action="/orders/${order.id}"><input type="hidden" name="form" value="${form}" />
<input type="hidden" name="step" value="cancel" /><p>${words.inside.pay.cancelHint}</p><p><button>${words.inside.pay.cancel}</button></p></form>`;
}

/** Asks a device without cookie for the e-mailed link, whose token follows a `#` and so never reaches a server. */
export function openOrderPage(orderId: string, language: FanLanguage, problem: string | null): Html {
  const { server } = wordsIn(language);
  return html`<h1>${server.mail.open}</h1>${problemNote(problem)}<p>${server.plain.openText}</p>
<form method="post" action="/orders/${orderId}"><input type="hidden" name="step" value="open" />
<p><label>${server.plain.link} <input name="link" required maxlength="2000" autocomplete="off" /></label></p>
<p><button>${server.mail.open}</button></p></form>`;
}

/** Tells a holder that the only ticket of the page is somebody else's now. */
export function givenPage(name: string, language: FanLanguage): Html {
  const { held } = wordsIn(language).inside.order;
  return html`<h1>${held.given(name)}</h1><p role="status">${held.givenText}</p>`;
}

/** Adds the order's page as the return address of the simulator's form. */
export function returning(order: OrderShape, publicUrl: string): OrderShape {
  const { id, payment } = order;
  if (payment === null || payment.confirmUrl === null) return order;
  const url = new URL(payment.confirmUrl);
  url.searchParams.set('return_url', `${publicUrl}${plainOrderPath(id)}`);
  return { ...order, payment: { ...payment, confirmUrl: url.href } };
}

export const plainOrderPath = (orderId: string): string => `/orders/${orderId}?plain`;
