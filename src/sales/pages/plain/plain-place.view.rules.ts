import type { PlaceShape, Snapshot } from '../../../contract/line/line-shapes.js';
import type { FanLanguage } from '../../../contract/languages.js';
import { type Html, html } from '../../../platform/pages/html.js';
import type { SaleView } from '../../sales.types.js';
import { extrasOf, linkForm } from './plain-extras.view.rules.js';
import { sellerNote } from './plain-seller.view.rules.js';
import {
  joinForm,
  linePath,
  noticeLine,
  plainPath,
  problemNote,
  saleHead,
  salePath,
  canceledText,
  stateText,
  timeOfDay,
} from './plain-sale.view.rules.js';
import { stepUpAhead, stepUpForm } from './plain-step-up.view.rules.js';
import { type AllWords, wordsIn } from '../../../words/all.js';
import { chancePhrase, waitPhrase } from '../../../words/phrases.js';

export interface PlaceTerms {
  language: FanLanguage;
  /** CSRF token of every form acting for the place. */
  form: string;
  /** The fan has confirmed being present: from now on the page claims by itself. */
  insists: boolean;
  /** The fan has just asked for e-mails about the turn. */
  isMailed: boolean;
  key: string;
  canMove: boolean;
  hasExtraTime: boolean;
  problem: string | null;
}

const isOver = ({ state }: PlaceShape): boolean => state === 'expired' || state === 'left' || state === 'done';
const isCoded = ({ lanes }: SaleView, lane: string): boolean =>
  lanes.some(({ key, access }) => key === lane && access !== 'open');

/** Renders where a fan stands and the possible actions. */
export function placePage(view: SaleView, snapshot: Snapshot, place: PlaceShape, terms: PlaceTerms): Html {
  const words = wordsIn(terms.language);
  const over = isOver(place);
  return html`${saleHead(view, terms.language)}${problemNote(terms.problem)}${over ? null : html`<h2>${words.thread.inLine}</h2>`}
${terms.isMailed ? html`<p role="status">${words.line.calls.mailOn}</p>` : null}
${place.saleState === 'paused' || place.saleState === 'sold_out' ? html`<p role="status">${stateText(place.saleState, words)}</p>` : null}
${noticeLine(view, snapshot, terms.language)}
<p>${words.line.entry(place.number)}</p>
${stateOf(view, place, terms, words)}
${extrasOf(view, place, { ...terms, words })}
${over ? null : leaveForm(view, place, terms, words)}
<p><a href="${linePath(view.slug, terms.insists ? terms.form : null)}">${words.common.broken.action}</a> · <a href="${plainPath(view.slug)}">${words.inside.order.again}</a></p>
${sellerNote(view, words, `${view.slug} #${place.number}`)}`;
}

function stateOf(view: SaleView, place: PlaceShape, terms: PlaceTerms, words: AllWords): Html {
  const { timeZone } = view.show;
  switch (place.state) {
    case 'called':
      return html`<h3>${words.line.turnTitle}</h3><p role="alert">${words.server.plain.enterBefore(timeOfDay(place.claimBefore, words.locale, timeZone))}</p>
${claimForm(view, terms, words.line.turnButton)}`;
    case 'admitted':
      return html`<p><a href="${plainPath(view.slug, '/shop')}">${words.line.turnButton}</a></p>`;
    case 'deferred':
      return html`<p>${words.line.deferred(timeOfDay(place.deferredUntil, words.locale, timeZone))}</p>`;
    case 'expired':
    case 'left':
    case 'done':
      return html`${ending(view, place, place.state, words)}${again(view, terms.language, words)}`;
    case 'waiting':
      return waiting(view, place, terms, words);
  }
}

function waiting(view: SaleView, place: PlaceShape, terms: PlaceTerms, words: AllWords): Html {
  if (place.stepUp) return stepUpForm(view, place, terms);
  if (place.position === null)
    return html`<p>${words.line.beforeText}</p><p>${words.line.entryHint}</p>${stepUpAhead(view, words)}${staying(words)}`;
  const { wait, placeKeptUntil } = place;
  const chance = chancePhrase(place.chance, words);
  const kept = timeOfDay(placeKeptUntil, words.locale, view.show.timeZone);
  return html`<p>${words.line.revealTitle}: ${words.count(place.position)}</p>
${place.ahead === null ? null : html`<p>${words.count(place.ahead)} ${words.line.aheadAtMost(place.ahead)}</p>`}
${wait ? html`<p>${words.line.wait}: ${waitPhrase(wait, words)}</p>` : null}
${chance ? html`<p>${words.line.chance}: ${chance.word} (${chance.range})</p>` : null}
${placeKeptUntil === null || terms.insists ? null : html`<p role="status">${words.line.lapsedText(kept)}</p>`}
${terms.insists ? html`<p role="status">${words.line.insistingText}</p>` : null}
${placeKeptUntil !== null && !terms.insists ? claimForm(view, terms, words.line.here2) : null}
${placeKeptUntil === null ? stepUpAhead(view, words) : null}
${staying(words)}`;
}

function ending(
  view: SaleView,
  { saleState, lane }: PlaceShape,
  state: 'expired' | 'left' | 'done',
  words: AllWords,
): Html {
  const { line, inside } = words;
  if (view.show.canceledAt !== undefined) return html`<p role="status">${canceledText(words)}</p>`;
  // a closed sale expires places that were never called
  if (state === 'expired' && saleState === 'closed')
    return html`<h3>${line.closedTitle}</h3><p role="status">${line.closedText}</p>`;
  const text = state === 'left' && isCoded(view, lane) ? inside.placeEnd.leftCodeText : line[`${state}Text`];
  return html`<h3>${line[`${state}Title`]}</h3><p role="status">${text}</p>`;
}

/** Offers a new place where the sale still gives places. */
const again = (view: SaleView, language: FanLanguage, words: AllWords): Html | null =>
  view.state === 'closed' || view.state === 'scheduled' ? null : joinForm(view, language, words.line.again);

const staying = ({ line }: AllWords): Html => html`<p><strong>${line.stayTitle}</strong><br />${line.stay}</p>`;

const claimForm = (view: SaleView, { form }: PlaceTerms, label: string): Html =>
  html`<form method="post" action="${salePath(view.slug, '/line')}/claim"><input type="hidden" name="form" value="${form}" />
<p><button>${label}</button></p></form>`;

const leaveForm = (
  view: SaleView,
  { lane }: PlaceShape,
  { form }: PlaceTerms,
  { inside: { actions } }: AllWords,
): Html =>
  html`<p>${isCoded(view, lane) ? actions.leaveCodeText : actions.leaveText}</p>
<form method="post" action="${salePath(view.slug, '/line')}/leave"><input type="hidden" name="form" value="${form}" />
<p><button>${actions.leave}</button></p></form>`;

/**
 * Renders the page of a device without a place, with how to join.
 * @param passes whether reading the place failed only temporarily
 */
export function noPlacePage(view: SaleView, language: FanLanguage, problem: string | null, passes: boolean): Html {
  const words = wordsIn(language);
  return html`${saleHead(view, language)}${problemNote(problem)}${passes ? null : html`<h2>${words.line.noPlaceTitle}</h2><p>${words.line.noPlaceText}</p>${linkForm(view, words)}`}
<p><a href="${plainPath(view.slug)}">${words.inside.order.again}</a></p>`;
}

/** Renders the page of a device whose place was moved to another one. */
export function movedPage(view: SaleView, language: FanLanguage): Html {
  const words = wordsIn(language);
  const { movedTitle, movedText } = words.inside.placeEnd;
  return html`${saleHead(view, language)}<h2>${movedTitle}</h2><p role="status">${movedText}</p>${linkForm(view, words)}
<p><a href="${plainPath(view.slug)}">${words.inside.order.again}</a></p>`;
}
