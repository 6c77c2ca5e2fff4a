import type { PlaceShape, Snapshot } from '../../../contract/shapes.js';
import type { Language } from '../../../platform/http/language.js';
import { type Html, html } from '../../../platform/pages/html.js';
import type { SaleView } from '../../sales.types.js';
import {
  joinForm,
  noticeLine,
  plainPath,
  problemNote,
  saleHead,
  salePath,
  timeOfDay,
} from './plain-sale.view.rules.js';
import { plainWords, type PlainWords } from './plain-words.rules.js';

export interface PlaceTerms {
  language: Language;
  /** CSRF token of every form acting for the place. */
  form: string;
  /** The fan has confirmed being present: from now on the page claims by itself. */
  insists: boolean;
  problem: string | null;
}

const MINUTE = 60;
const count = (n: number, locale: string): string => new Intl.NumberFormat(locale).format(n);

/** Renders where a fan stands and the possible actions. */
export function placePage(view: SaleView, snapshot: Snapshot, place: PlaceShape, terms: PlaceTerms): Html {
  const words = plainWords(terms.language);
  const over = place.state === 'expired' || place.state === 'left' || place.state === 'done';
  return html`${saleHead(view, terms.language)}${problemNote(terms.problem)}<h2>${words.lineTitle}</h2>
${place.stale ? html`<p role="status">${words.stale}</p>` : null}
${place.saleState === 'paused' || place.saleState === 'sold_out' ? html`<p role="status">${words.states[place.saleState]}</p>` : null}
${noticeLine(view, snapshot, terms.language)}
<p>${words.number(count(place.number, words.locale))}</p>
${stateOf(view, place, terms, words)}
${over ? null : leaveForm(view, terms, words)}
<p><a href="${plainPath(view.slug, '/line')}">${words.reload}</a> · <a href="${plainPath(view.slug)}">${words.toSale}</a></p>`;
}

function stateOf(view: SaleView, place: PlaceShape, terms: PlaceTerms, words: PlainWords): Html {
  const { timeZone } = view.show;
  switch (place.state) {
    case 'called':
      return html`<h3>${words.turnTitle}</h3><p role="alert">${words.turnText(timeOfDay(place.claimBefore, words.locale, timeZone))}</p>
${claimForm(view, terms, words.enter)}`;
    case 'admitted':
      return html`<p><a href="${plainPath(view.slug, '/shop')}">${words.enter}</a></p>`;
    case 'deferred':
      return html`<p>${words.deferred(timeOfDay(place.deferredUntil, words.locale, timeZone))}</p>`;
    case 'expired':
    case 'left':
      return html`<p role="status">${words.ended[place.state]}</p>${joinForm(view, terms.language, words.joinAgain)}`;
    case 'done':
      return html`<p role="status">${words.ended.done}</p>`;
    case 'waiting':
      return waiting(view, place, terms, words);
  }
}

function waiting(view: SaleView, place: PlaceShape, terms: PlaceTerms, words: PlainWords): Html {
  if (place.position === null) return html`<p>${words.beforeDraw}</p><p>${words.stay}</p>`;
  const { wait, chance, placeKeptUntil } = place;
  const minutes = (seconds: number): string => count(Math.max(1, Math.round(seconds / MINUTE)), words.locale);
  const kept = timeOfDay(placeKeptUntil, words.locale, view.show.timeZone);
  return html`<p>${words.position(count(place.position, words.locale))}</p>
${place.ahead === null ? null : html`<p>${words.ahead(count(place.ahead, words.locale))}</p>`}
${wait ? html`<p>${words.wait(minutes(wait.from), minutes(wait.to))}</p>` : null}
${chance ? html`<p>${words.chance(Math.round(chance.from * 100), Math.round(chance.to * 100))}</p>` : null}
${placeKeptUntil === null ? null : html`<p role="status">${words.passedText(kept)}</p>`}
${terms.insists ? html`<p role="status">${words.going}</p>` : null}
${placeKeptUntil !== null && !terms.insists ? claimForm(view, terms, words.here) : null}
<p>${words.stay}</p>`;
}

const claimForm = (view: SaleView, { form }: PlaceTerms, label: string): Html =>
  html`<form method="post" action="${salePath(view.slug, '/line')}/claim"><input type="hidden" name="form" value="${form}" />
<p><button>${label}</button></p></form>`;

const leaveForm = (view: SaleView, { form }: PlaceTerms, words: PlainWords): Html =>
  html`<form method="post" action="${salePath(view.slug, '/line')}/leave"><input type="hidden" name="form" value="${form}" />
<p><button>${words.leave}</button></p></form>`;

/**
 * Renders the page of a device without a place, with how to join.
 * @param passes whether reading the place failed only temporarily
 */
export function noPlacePage(view: SaleView, language: Language, problem: string | null, passes: boolean): Html {
  const words = plainWords(language);
  return html`${saleHead(view, language)}${problemNote(problem)}${passes ? null : html`<p>${words.noPlace}</p>`}
<p><a href="${plainPath(view.slug)}">${words.toSale}</a></p>`;
}
