import { formatMoney } from '../../contract/money.js';
import { isEndReason } from '../../contract/order-reasons.js';
import { fullPriceOf } from '../../contract/pricing.js';
import type { AvailabilityShape, HoldShape, OrderShape } from '../../contract/shapes.js';
import type { FanLanguage } from '../../contract/languages.js';
import { type Html, html } from '../../platform/pages/html.js';
import {
  plainPath,
  problemNote,
  saleHead,
  salePath,
  timeOfDay,
} from '../../sales/pages/plain/plain-sale.view.rules.js';
import { type AllWords, wordsIn } from '../../words/all.js';
import { itemPhrase } from '../../words/seat-phrase.js';
import type { TicketTypeView, SaleView } from '../../sales/sales.types.js';

export interface ShopTerms {
  language: FanLanguage;
  form: string;
  key: string;
  problem: string | null;
}

const hiddenFields = (
  { form, key }: ShopTerms,
  step: string,
): Html => html`<input type="hidden" name="form" value="${form}" />
<input type="hidden" name="key" value="${key}" /><input type="hidden" name="step" value="${step}" />`;

/**
 * Renders the choice of available tickets and quantities.
 * @param idleUntil when the turn ends unless the fan comes back to this page
 */
export function choosePage(view: SaleView, availability: AvailabilityShape, idleUntil: string, terms: ShopTerms): Html {
  const { locale, inside } = wordsIn(terms.language);
  const figures = new Map(availability.ticketTypes.map((type) => [type.ticketTypeId, type]));
  return html`${saleHead(view, terms.language)}${problemNote(terms.problem)}<h2>${inside.shop.title}</h2>
<p>${inside.shop.insideUntil(timeOfDay(idleUntil, locale, view.show.timeZone))}</p>
<p>${inside.shop.stillText} <a href="${plainPath(view.slug, '/shop')}">${inside.shop.stillHere}</a></p>
<form method="post" action="${salePath(view.slug, '/shop')}">${hiddenFields(terms, 'hold')}
${view.ticketTypes.map((type) => choice(view, type, figures.get(type.id), terms.language))}
<p><button>${inside.shop.hold}</button></p></form>`;
}

function choice(
  view: SaleView,
  type: TicketTypeView,
  figures: AvailabilityShape['ticketTypes'][number] | undefined,
  language: FanLanguage,
): Html {
  const words = wordsIn(language);
  const { locale, inside } = words;
  const free = figures?.free ?? 0;
  const price = formatMoney({ amount: fullPriceOf(type, view.currency), currency: view.currency }, locale);
  const options = quantitiesOf(type).map((n) => html`<option value="${n}">${n}</option>`);
  const sections = (figures?.sections ?? []).map(({ key, label }) => html`<option value="${key}">${label}</option>`);
  return html`<fieldset><legend>${type.name}: ${price}</legend>
<p>${free > 0 ? inside.shop.free(free) : words.stock.gone}</p>
<input type="hidden" name="type" value="${type.id}" />
<p><label>${inside.shop.howMany} <select name="quantity">${options}</select></label></p>
${
  sections.length > 1
    ? html`<p><label>${inside.shop.where} <select name="section"><option value="">${inside.shop.anywhere}</option>${sections}</select></label></p>`
    : html`<input type="hidden" name="section" value="" />`
}</fieldset>`;
}

/** Returns 0 and every quantity that one hold may take. */
export function quantitiesOf({
  min,
  multiple,
  maxPerFan,
}: Pick<TicketTypeView, 'min' | 'multiple' | 'maxPerFan'>): number[] {
  const all = Array.from({ length: maxPerFan }, (_, index) => index + 1);
  return [0, ...all.filter((n) => n >= min && n % multiple === 0)];
}

/** Renders the held tickets and the form for the buyer's details. */
export function heldPage(
  view: SaleView,
  hold: HoldShape,
  terms: ShopTerms,
  typed: { email: string; name: string },
): Html {
  const { locale, inside } = wordsIn(terms.language);
  const items = hold.items.map(
    ({ label, price }) => html`<li>${itemPhrase(label, inside)}: ${formatMoney(price, locale)}</li>`,
  );
  const held = html`<input type="hidden" name="hold" value="${hold.id}" />`;
  const action = salePath(view.slug, '/shop');
  return html`${saleHead(view, terms.language)}${problemNote(terms.problem)}<h2>${inside.shop.held}</h2>
<p>${inside.shop.heldUntil(timeOfDay(hold.expiresAt, locale, view.show.timeZone))}</p><p>${inside.order.states.pending.text}</p><ul>${items}</ul>
<p>${inside.shop.total}: <strong>${formatMoney(hold.total, locale)}</strong></p>
<form method="post" action="${action}">${hiddenFields(terms, 'order')}${held}
<p><label>${inside.shop.email} <input type="email" name="email" required maxlength="254" autocomplete="email" value="${typed.email}" /></label></p>
<p><label>${inside.shop.nameLabel} <input name="name" required maxlength="120" autocomplete="name" value="${typed.name}" /></label></p>
<p><label>${inside.shop.promoCode} <input name="promoCode" maxlength="64" autocomplete="off" /></label></p>
<p><button>${inside.shop.toPayment(formatMoney(hold.total, locale))}</button></p></form>
<form method="post" action="${action}">${hiddenFields(terms, 'release')}${held}<p><button>${inside.shop.releaseThese}</button></p></form>`;
}

export interface OrderTerms {
  language: FanLanguage;
  form: string;
  /** Link with the access token that opens the order on another device. */
  link: string;
  problem: string | null;
}

export function orderPage(order: OrderShape, terms: OrderTerms): Html {
  const words = wordsIn(terms.language);
  const { locale, inside } = words;
  const money = (amount: number): string => formatMoney({ amount, currency: order.total.currency }, locale);
  const lines = order.lines.map(
    ({ label, amount, included }) =>
      html`<li>${included ? inside.shop.included(itemPhrase(label, inside)) : itemPhrase(label, inside)}: ${money(amount)}</li>`,
  );
  const isPaid = order.tickets.length > 0;
  return html`<h1>${order.show.name}</h1>${problemNote(terms.problem)}<h2>${inside.order.states[order.state].title}</h2>
<p role="status">${standingOf(order, words)}</p><ul>${lines}</ul>
<p>${inside.shop.total}: <strong>${formatMoney(order.total, locale)}</strong></p>
${order.state === 'pending' ? payment(order, terms) : null}
${
  isPaid
    ? html`<h2>${inside.order.tickets}</h2><ul>${order.tickets.map(({ label, barcode }) => html`<li>${itemPhrase(label, inside)}<br />${inside.order.barcode}: <code>${barcode}</code></li>`)}</ul>
<p><a href="/v1/orders/${order.id}/tickets.pdf">${inside.order.pdf}</a> · <a href="/v1/orders/${order.id}/calendar.ics">${inside.order.calendar}</a></p>`
    : null
}
<p><a href="${plainOrderPath(order.id)}">${words.common.broken.action}</a></p>`;
}

/** Says where an order stands; of a page without JavaScript nothing works without a connection. */
function standingOf({ state, reason }: OrderShape, { server, inside }: AllWords): string {
  if (state === 'paid') return server.paper.print;
  return isEndReason(reason) ? inside.order.reasons[reason] : inside.order.states[state].text;
}

function payment(order: OrderShape, { language, form, link }: OrderTerms): Html {
  const words = wordsIn(language);
  const { locale, inside } = words;
  const address = order.payment?.confirmUrl ?? null;
  const pay =
    order.payment === null
      ? html`<p>${inside.pay.waitText}</p>`
      : address === null
        ? html`<p>${words.server.plain.payElsewhere}</p><p><a href="${link}">${link}</a></p>`
        : html`<p><a href="${address}">${inside.pay.pay(formatMoney(order.total, locale))}</a></p>`;
  return html`<p>${inside.pay.before(timeOfDay(order.expiresAt, locale, order.show.timeZone))}</p>${pay}
<form method="post" action="/orders/${order.id}"><input type="hidden" name="form" value="${form}" />
<input type="hidden" name="step" value="cancel" /><p><button>${inside.pay.cancel}</button></p></form>`;
}

/** Asks a device without cookie for the e-mailed link, whose token follows a `#` and so never reaches a server. */
export function openOrderPage(orderId: string, language: FanLanguage, problem: string | null): Html {
  const { server } = wordsIn(language);
  return html`<h1>${server.mail.open}</h1>${problemNote(problem)}<p>${server.plain.openText}</p>
<form method="post" action="/orders/${orderId}"><input type="hidden" name="step" value="open" />
<p><label>${server.plain.link} <input name="link" required maxlength="2000" autocomplete="off" /></label></p>
<p><button>${server.mail.open}</button></p></form>`;
}

export const plainOrderPath = (orderId: string): string => `/orders/${orderId}?plain`;
