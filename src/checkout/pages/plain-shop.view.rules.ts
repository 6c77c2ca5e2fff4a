import { formatMoney } from '../../contract/money.js';
import { fullPriceOf } from '../../contract/pricing.js';
import type { AvailabilityShape, HoldShape, OrderShape } from '../../contract/shapes.js';
import type { Language } from '../../platform/http/language.js';
import { type Html, html } from '../../platform/pages/html.js';
import { problemNote, saleHead, salePath, timeOfDay } from '../../sales/pages/plain/plain-sale.view.rules.js';
import { plainWords } from '../../sales/pages/plain/plain-words.rules.js';
import type { TicketTypeView, SaleView } from '../../sales/sales.types.js';
import { shopWords } from './plain-shop-words.rules.js';

export interface ShopTerms {
  language: Language;
  form: string;
  key: string;
  problem: string | null;
}

const hiddenFields = (
  { form, key }: ShopTerms,
  step: string,
): Html => html`<input type="hidden" name="form" value="${form}" />
<input type="hidden" name="key" value="${key}" /><input type="hidden" name="step" value="${step}" />`;

/** Renders the choice of available tickets and quantities. */
export function choosePage(view: SaleView, availability: AvailabilityShape, endsAt: string, terms: ShopTerms): Html {
  const { locale } = plainWords(terms.language);
  const words = shopWords(terms.language);
  const figures = new Map(availability.ticketTypes.map((type) => [type.ticketTypeId, type]));
  return html`${saleHead(view, terms.language)}${problemNote(terms.problem)}<h2>${words.title}</h2>
<p>${words.until(timeOfDay(endsAt, locale, view.show.timeZone))}</p>
<form method="post" action="${salePath(view.slug, '/shop')}">${hiddenFields(terms, 'hold')}
${view.ticketTypes.map((type) => choice(view, type, figures.get(type.id), terms.language))}
<p><button>${words.hold}</button></p></form>`;
}

function choice(
  view: SaleView,
  type: TicketTypeView,
  figures: AvailabilityShape['ticketTypes'][number] | undefined,
  language: Language,
): Html {
  const { locale } = plainWords(language);
  const words = shopWords(language);
  const free = figures?.free ?? 0;
  const price = formatMoney({ amount: fullPriceOf(type, view.currency), currency: view.currency }, locale);
  const options = quantitiesOf(type).map((n) => html`<option value="${n}">${n}</option>`);
  const sections = (figures?.sections ?? []).map(({ key, label }) => html`<option value="${key}">${label}</option>`);
  return html`<fieldset><legend>${type.name}: ${price}</legend>
<p>${free > 0 ? words.free(new Intl.NumberFormat(locale).format(free)) : words.none}</p>
<input type="hidden" name="type" value="${type.id}" />
<p><label>${words.quantity} <select name="quantity">${options}</select></label></p>
${
  sections.length > 1
    ? html`<p><label>${words.section} <select name="section"><option value="">${words.anywhere}</option>${sections}</select></label></p>`
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
  const { locale } = plainWords(terms.language);
  const words = shopWords(terms.language);
  const items = hold.items.map(({ label, price }) => html`<li>${label}: ${formatMoney(price, locale)}</li>`);
  const held = html`<input type="hidden" name="hold" value="${hold.id}" />`;
  const action = salePath(view.slug, '/shop');
  return html`${saleHead(view, terms.language)}${problemNote(terms.problem)}<h2>${words.heldTitle}</h2>
<p>${words.heldUntil(timeOfDay(hold.expiresAt, locale, view.show.timeZone))}</p><ul>${items}</ul>
<p>${words.total}: <strong>${formatMoney(hold.total, locale)}</strong></p>
<form method="post" action="${action}">${hiddenFields(terms, 'order')}${held}
<p><label>${words.email} <input type="email" name="email" required maxlength="254" autocomplete="email" value="${typed.email}" /></label></p>
<p><label>${words.name} <input name="name" required maxlength="120" autocomplete="name" value="${typed.name}" /></label></p>
<p><label>${words.promo} <input name="promoCode" maxlength="64" autocomplete="off" /></label></p>
<p><button>${words.order}</button></p></form>
<form method="post" action="${action}">${hiddenFields(terms, 'release')}${held}<p><button>${words.release}</button></p></form>`;
}

export interface OrderTerms {
  language: Language;
  form: string;
  /** Link with the access token that opens the order on another device. */
  link: string;
  problem: string | null;
}

export function orderPage(order: OrderShape, terms: OrderTerms): Html {
  const { locale } = plainWords(terms.language);
  const words = shopWords(terms.language);
  const money = (amount: number): string => formatMoney({ amount, currency: order.total.currency }, locale);
  const lines = order.lines.map(
    ({ label, amount, included }) => html`<li>${label}: ${money(amount)}${included ? ` (${words.included})` : ''}</li>`,
  );
  const isPaid = order.tickets.length > 0;
  return html`<h1>${order.show.name}</h1>${problemNote(terms.problem)}<h2>${words.orderTitle}</h2>
<p role="status">${words.states[order.state]}</p><ul>${lines}</ul>
<p>${words.total}: <strong>${formatMoney(order.total, locale)}</strong></p>
${order.state === 'pending' ? payment(order, terms) : null}
${
  isPaid
    ? html`<h2>${words.ticket}</h2><ul>${order.tickets.map(({ label, barcode }) => html`<li>${label}<br />${words.code}: <code>${barcode}</code></li>`)}</ul>
<p><a href="/v1/orders/${order.id}/tickets.pdf">${words.pdf}</a> · <a href="/v1/orders/${order.id}/calendar.ics">${words.calendar}</a></p>`
    : null
}
<p><a href="${plainOrderPath(order.id)}">${words.reload}</a></p>`;
}

function payment(order: OrderShape, { language, form, link }: OrderTerms): Html {
  const { locale } = plainWords(language);
  const words = shopWords(language);
  const address = order.payment?.confirmUrl ?? null;
  const pay =
    order.payment === null
      ? html`<p>${words.preparing}</p>`
      : address === null
        ? html`<p>${words.payNeedsScript}</p><p><a href="${link}">${link}</a></p>`
        : html`<p><a href="${address}">${words.pay}</a></p>`;
  return html`<p>${words.payUntil(timeOfDay(order.expiresAt, locale, order.show.timeZone))}</p>${pay}
<form method="post" action="/orders/${order.id}"><input type="hidden" name="form" value="${form}" />
<input type="hidden" name="step" value="cancel" /><p><button>${words.cancel}</button></p></form>`;
}

/** Asks a device without cookie for the e-mailed link, whose token follows a `#` and so never reaches a server. */
export function openOrderPage(orderId: string, language: Language, problem: string | null): Html {
  const words = shopWords(language);
  return html`<h1>${words.linkTitle}</h1>${problemNote(problem)}<p>${words.linkText}</p>
<form method="post" action="/orders/${orderId}"><input type="hidden" name="step" value="open" />
<p><label>${words.link} <input name="link" required maxlength="2000" autocomplete="off" /></label></p>
<p><button>${words.open}</button></p></form>`;
}

export const plainOrderPath = (orderId: string): string => `/orders/${orderId}?plain`;
