import { encode } from 'uqr';
import type { FanLanguage } from '../../../contract/languages.js';
import type { GroupShape, HandoffShape } from '../../../contract/line/place-shapes.js';
import type { PlaceShape } from '../../../contract/line/line-shapes.js';
import { Html, html } from '../../../platform/pages/html.js';
import { type AllWords, wordsIn } from '../../../words/all.js';
import type { SaleView } from '../../sales.types.js';
import { linePath, plainPath, problemNote, saleHead, salePath, timeOfDay } from './plain-sale.view.rules.js';

const DEFER_MINUTES = [5, 10, 20];
/** Empty modules around a code: with fewer than four, some scanners do not detect it. */
const QUIET_ZONE = 4;

export interface ExtrasTerms {
  words: AllWords;
  /** CSRF token of every form acting for the place. */
  form: string;
  /** Idempotency key generated with the page: a form sent twice counts once. */
  key: string;
  canMove: boolean;
  hasExtraTime: boolean;
  /** The page of the line claims by itself. */
  insists: boolean;
}

const isTurnAhead = ({ state }: PlaceShape): boolean => state === 'waiting' || state === 'deferred';
const mayDefer = ({ state, position }: PlaceShape): boolean => state === 'waiting' && position !== null;

export interface MoreTerms extends ExtrasTerms {
  language: FanLanguage;
  /** The address of a refused form. */
  email: string;
  problem: string | null;
}

/** Renders what else one press does for a place. What is typed or chosen has a page that does not reload. */
export function extrasOf(view: SaleView, place: PlaceShape, terms: ExtrasTerms): Html | null {
  if (place.state !== 'waiting' && place.state !== 'deferred' && place.state !== 'called') return null;
  const { words, canMove, hasExtraTime } = terms;
  const { actions } = words.inside;
  const { calls } = words.line;
  const isDrawn = place.position !== null;
  const typing = mayDefer(place) ? `${calls.mail} · ${actions.defer}` : calls.mail;
  const asleep = calls.asleep(view.policy.graceSeconds, view.policy.claimMinutes);
  return html`<p>${asleep}</p>
${isTurnAhead(place) ? html`<p><a href="${lineOf(view, terms)}&amp;more">${typing}</a></p>` : null}
${isDrawn ? null : step(view, terms, 'group', html`<p><button>${actions.group}</button></p>`)}
${canMove ? step(view, terms, 'move', html`<p><button>${actions.move}</button></p>`) : null}
${
  hasExtraTime
    ? html`<p>${actions.extraOn}</p>`
    : step(view, terms, 'extra', html`<p>${actions.extraText}</p><p><button>${actions.extraYes}</button></p>`)
}
<p><a href="${salePath(view.slug, '/line')}/receipt">${actions.receipt}</a></p>`;
}

const lineOf = ({ slug }: SaleView, { insists, form }: ExtrasTerms): string => linePath(slug, insists ? form : null);

/** Renders the forms that take typing, with the way back to the place; null for a place that awaits no turn. */
export function morePage(view: SaleView, place: PlaceShape, terms: MoreTerms): Html | null {
  if (!isTurnAhead(place)) return null;
  const { words, email, language, problem } = terms;
  const { actions } = words.inside;
  const { calls } = words.line;
  const minutes = DEFER_MINUTES.map((n) => html`<option value="${n}">${actions.deferMinutes(n)}</option>`);
  const select = html`<select name="minutes" aria-label="${actions.deferTitle}">${minutes}</select>`;
  const deferral = html`<p>${actions.deferText}</p><p>${select} <button>${actions.defer}</button></p>`;
  const address = html`<label>${words.sale.email} <input type="email" name="email" required maxlength="254" autocomplete="email" value="${email}" /></label>`;
  const mailing = html`<p>${calls.mailHint}</p><p>${address}</p><p><button>${calls.mail}</button></p>`;
  return html`${saleHead(view, language)}${problemNote(problem)}<p>${words.server.plain.stays}</p>
${step(view, terms, 'mail', mailing)}
${mayDefer(place) ? step(view, terms, 'defer', deferral) : null}
<p><a href="${lineOf(view, terms)}">${words.sale.back}</a></p>`;
}

const step = (view: SaleView, { form, key, insists }: ExtrasTerms, name: string, fields: Html): Html =>
  html`<form method="post" action="${salePath(view.slug, '/line')}/more"><input type="hidden" name="form" value="${form}" />
<input type="hidden" name="key" value="${key}" /><input type="hidden" name="step" value="${name}" />${insists ? html`<input type="hidden" name="goes" value="yes" />` : null}${fields}</form>`;

/** Renders the link that moves the place, and the same as a code to scan. */
export function movePage(view: SaleView, offer: HandoffShape, language: FanLanguage): Html {
  const words = wordsIn(language);
  const { actions } = words.inside;
  const until = actions.moveUntil(timeOfDay(offer.expiresAt, words.locale, view.show.timeZone));
  return html`${saleHead(view, language)}<h2>${actions.moveTitle}</h2><p>${actions.moveText}</p>
${qrOf(offer.url, actions.moveQr)}<p><a href="${offer.url}">${offer.url}</a></p><p>${words.server.plain.pasteThere}</p><p>${until}</p>${backToPlace(view, words)}`;
}

/** Renders the link by which friends share the number. */
export function groupPage(view: SaleView, group: GroupShape, link: string, language: FanLanguage): Html {
  const words = wordsIn(language);
  const { actions } = words.inside;
  return html`${saleHead(view, language)}<h2>${actions.groupTitle}</h2><p>${actions.groupText(group.most)}</p>
<p>${actions.groupMembers(group.members, group.most)}</p><p><a href="${link}">${link}</a></p><p>${words.server.plain.pasteThere}</p>${backToPlace(view, words)}`;
}

const backToPlace = ({ slug }: SaleView, { sale }: AllWords): Html =>
  html`<p><a href="${plainPath(slug, '/line')}">${sale.back}</a></p>`;

/** Takes a link from another device or from a friend, whose code no browser without JavaScript would send by itself. */
export function linkForm(view: SaleView, { inside, server }: AllWords): Html {
  return html`<form method="post" action="${salePath(view.slug, '/line')}"><p><label>${server.plain.byLink} <input name="link" required maxlength="2048" autocomplete="off" /></label></p>
<p><button>${inside.actions.take}</button></p></form>`;
}

/** Draws a code as one path, black on white in every colour scheme. */
export function qrOf(text: string, label: string): Html {
  const { data, size } = encode(text, { ecc: 'M', border: QUIET_ZONE });
  const bars = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])));
  return html`<p><svg class="plain-code" width="240" height="240" viewBox="0 0 ${size} ${size}" role="img" aria-label="${label}" shape-rendering="crispEdges"><rect width="${size}" height="${size}" fill="#ffffff" /><path d="${bars.join('')}" fill="#000000" /></svg></p>`;
}
