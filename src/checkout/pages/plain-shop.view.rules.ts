import { formatMoney } from '../../contract/money/money.js';
import { fullPriceOf } from '../../contract/money/pricing.js';
import { mostOf } from '../../contract/orders/most-tickets.js';
import type { HousePlan } from '../../contract/stock/seat-map-shapes.js';
import type { AvailabilityShape } from '../../contract/stock/availability-shapes.js';
import { placesLeft } from '../../contract/stock/places-left.js';
import type { HoldShape, OrderShape } from '../../contract/orders/order-shapes.js';
import type { Snapshot } from '../../contract/line/line-shapes.js';
import type { FanLanguage } from '../../contract/languages.js';
import { type Html, html } from '../../platform/pages/html.js';
import {
  noticeLine,
  plainPath,
  problemNote,
  saleHead,
  salePath,
  canceledText,
  stateText,
  timeOfDay,
} from '../../sales/pages/plain/plain-sale.view.rules.js';
import { type AllWords, wordsIn } from '../../words/all.js';
import type { TicketTypeView, SaleView } from '../../sales/sales.types.js';
import { type Chosen, chosenOf, type ChosenOfType, quantitiesOf } from './plain-choice.rules.js';
import type { ShopForm } from './plain-shop-input.types.js';
import { priceLines } from './plain-order.view.rules.js';

export interface ShopTerms {
  language: FanLanguage;
  form: string;
  key: string;
  problem: string | null;
  news: Pick<Snapshot, 'notice' | 'state'>;
}

const hiddenFields = (
  { form, key }: ShopTerms,
  step: string,
): Html => html`<input type="hidden" name="form" value="${form}" />
<input type="hidden" name="key" value="${key}" /><input type="hidden" name="step" value="${step}" />`;

/** Renders the show, what went wrong, and what the sale says to those who shop. */
function head(view: SaleView, { language, problem, news }: ShopTerms): Html {
  const { state } = news;
  const words = wordsIn(language);
  const isStopped = state === 'paused' || state === 'closed';
  const said = view.show.canceledAt !== undefined ? canceledText(words) : isStopped ? stateText(state, words) : null;
  return html`${saleHead(view, language)}${problemNote(problem)}${said === null ? null : html`<p role="status">${said}</p>`}
${noticeLine(view, news, language, 'shop')}`;
}

export interface Choice {
  availability: AvailabilityShape;
  plan: HousePlan | null;
  /** When the turn ends unless the fan comes back to this page. */
  idleUntil: string;
  /** People who share the basket. */
  members: number;
  /** The basket that the choice replaces; it stays held until then. */
  changes: HoldShape | null;
  /** By a form that was refused. */
  chosen: Chosen;
}

/** Renders the choice of available tickets and quantities. */
export function choosePage(view: SaleView, given: Choice, terms: ShopTerms): Html {
  const { availability, plan, idleUntil, members, changes, chosen } = given;
  const words = wordsIn(terms.language);
  const { shop } = words.inside;
  const figures = new Map(availability.ticketTypes.map((type) => [type.ticketTypeId, type]));
  const types = view.ticketTypes.map((type) =>
    choice(
      view,
      type,
      {
        ...{ figures: figures.get(type.id), plan, chosen: chosenOf(type.id, chosen) },
        most: mostOf(type, { members, maxPerOrder: view.limits.perOrder }),
      },
      words,
    ),
  );
  const shopPath = plainPath(view.slug, '/shop');
  const until = timeOfDay(idleUntil, words.locale, view.show.timeZone);
  return html`${head(view, terms)}<h2>${shop.title}</h2>
${
  changes
    ? html`<p>${shop.changeHint} <a href="${shopPath}">${shop.keepThese}</a></p>`
    : html`<p>${shop.insideUntil(until)}</p><p>${shop.stillText} <a href="${shopPath}">${shop.stillHere}</a></p>`
}
<form method="post" action="${salePath(view.slug, '/shop')}">${hiddenFields(terms, changes ? 'swap' : 'hold')}
${changes ? html`<input type="hidden" name="hold" value="${changes.id}" />` : null}
${types}<p><button>${changes ? shop.changeTo : shop.hold}</button></p></form>`;
}

interface OfType {
  figures: AvailabilityShape['ticketTypes'][number] | undefined;
  plan: HousePlan | null;
  chosen: ChosenOfType;
  /** Most tickets of the type. */
  most: number;
}

function choice(
  { currency }: SaleView,
  type: TicketTypeView,
  { figures, plan, chosen, most }: OfType,
  words: AllWords,
): Html {
  const { locale, inside } = words;
  const free = figures?.free ?? 0;
  const price = formatMoney({ amount: fullPriceOf(type, currency), currency }, locale);
  const sections = (figures?.sections ?? []).map(({ key, label }) => option(key, label, chosen.section));
  const hasPlaces = plan?.sections.some((one) => one.accessible > 0 && one.ticketTypeIds.includes(type.id)) ?? false;
  const places = placesLeft(figures?.sections, chosen.section) ?? null;
  return html`<fieldset><legend>${type.name}: ${price}</legend>
<p>${free > 0 ? inside.shop.free(free) : words.stock.gone}</p>
<input type="hidden" name="type" value="${type.id}" />
<p><label>${inside.shop.howMany} ${counts('quantity', quantitiesOf(type, most), chosen)}</label></p>
${
  sections.length > 1
    ? html`<p><label>${inside.shop.where} <select name="section"><option value="">${inside.shop.anywhere}</option>${sections}</select></label></p>`
    : html`<input type="hidden" name="section" value="" />`
}${
  hasPlaces
    ? html`<p><label>${inside.shop.wheelchairs}${places && ` (${words.stock[places]})`} ${counts('wheelchairs', upTo(most), chosen)}</label>
<label>${inside.shop.companions} ${counts('companions', upTo(most - 1), chosen)}</label></p>`
    : html`<input type="hidden" name="wheelchairs" value="0" /><input type="hidden" name="companions" value="0" />`
}</fieldset>`;
}

const upTo = (most: number): number[] => Array.from({ length: most + 1 }, (_, index) => index);
const option = (value: string, label: string, chosen: string): Html =>
  html`<option value="${value}"${value === chosen ? html` selected` : null}>${label}</option>`;
const counts = (name: Exclude<keyof ChosenOfType, 'section'>, numbers: readonly number[], chosen: ChosenOfType): Html =>
  html`<select name="${name}">${numbers.map((n) => option(String(n), String(n), chosen[name]))}</select>`;

/** Says why these seats are not the ones that were asked for. */
function relaxedText({ relaxed }: HoldShape, { orphan, split, other }: AllWords['inside']['shop']['relaxed']): string {
  return relaxed === 'split' ? split : relaxed === 'orphan' ? orphan : other;
}

/** Renders the held tickets and the form for the buyer's details. */
export function heldPage(
  view: SaleView,
  hold: HoldShape,
  terms: ShopTerms,
  { email = '', name = '', promoCode = '' }: Partial<Pick<ShopForm, 'email' | 'name' | 'promoCode'>>,
): Html {
  const words = wordsIn(terms.language);
  const { locale, inside } = words;
  const { shop } = inside;
  const held = html`<input type="hidden" name="hold" value="${hold.id}" />`;
  const action = salePath(view.slug, '/shop');
  const button = (step: string, label: string): Html =>
    html`<form method="post" action="${action}">${hiddenFields(terms, step)}${held}<p><button>${label}</button></p></form>`;
  return html`${head(view, terms)}<h2>${shop.held}</h2>
<p>${shop.heldUntil(timeOfDay(hold.expiresAt, locale, view.show.timeZone))}</p><p>${inside.order.states.pending.text}</p>
${hold.relaxed === null ? null : html`<p>${relaxedText(hold, shop.relaxed)}</p>`}${priceLines(hold.lines, hold.total, words)}
${hold.extendable ? button('extend', shop.extend) : null}
<form method="post" action="${action}">${hiddenFields(terms, 'order')}${held}
<p><label>${shop.email} <input type="email" name="email" required maxlength="254" autocomplete="email" value="${email}" /></label><br />${shop.emailHint}</p>
<p><label>${shop.nameLabel} <input name="name" required maxlength="120" autocomplete="name" value="${name}" /></label></p>
<p><label>${shop.promoCode} <input name="promoCode" maxlength="64" autocomplete="off" value="${promoCode}" /></label><br />${shop.promoHint}</p>
<p><button>${shop.toPayment(formatMoney(hold.total, locale))}</button></p></form>
<p><a href="${plainPath(view.slug, '/shop')}&amp;change=${hold.id}">${shop.change}</a></p>
${button('release', shop.releaseThese)}`;
}

/** Renders the order in the way of another one: from this device or from another of the same place. */
export function waitingOrderPage(view: SaleView, order: OrderShape, payment: Html, terms: ShopTerms): Html {
  const words = wordsIn(terms.language);
  const { shop, pay } = words.inside;
  return html`${head(view, terms)}<h2>${shop.openOrder.title}</h2><p>${shop.openOrder.text}</p>
${priceLines(order.lines, order.total, words)}${payment}
<form method="post" action="${salePath(view.slug, '/shop')}">${hiddenFields(terms, 'cancel')}
<input type="hidden" name="open" value="${order.id}" /><p><button>${pay.cancel}</button></p></form>`;
}
