import { offeredLanes } from '../../../contract/sale/lanes.js';
import { formatMoney } from '../../../contract/money/money.js';
import { isShownIn, noticeTextIn, withTimes } from '../../../contract/sale/notice.js';
import { fullPriceOf } from '../../../contract/money/pricing.js';
import type { NoticePlace } from '../../../contract/sale/notice-shapes.js';
import type { SaleState } from '../../../contract/sale/sale-shapes.js';
import type { Snapshot } from '../../../contract/line/line-shapes.js';
import type { FanLanguage } from '../../../contract/languages.js';
import { type Html, html } from '../../../platform/pages/html.js';
import type { SaleView } from '../../sales.types.js';
import { type AllWords, wordsIn } from '../../../words/all.js';

const joinable = new Set(['prequeue', 'on_sale', 'paused', 'sold_out']);
export const isJoinable = (state: SaleState): boolean => joinable.has(state);

export const salePath = (slug: string, page: '' | '/line' | '/shop' = ''): string => `/s/${slug}${page}`;
/** Returns the URL of the version without JavaScript, which has the browser's language and its own place. */
export const plainPath = (slug: string, page: '' | '/line' | '/shop' = ''): string => `${salePath(slug, page)}?plain`;

/** @param go token of a fan who has confirmed being present: the page of the line claims the turn by itself */
export const linePath = (slug: string, go: string | null): string =>
  `${plainPath(slug, '/line')}${go === null ? '' : `&go=${encodeURIComponent(go)}`}`;

export function dayAndTime(at: string, locale: string, timeZone: string): string {
  const format = { dateStyle: 'full', timeStyle: 'short', timeZone } as const;
  return new Intl.DateTimeFormat(locale, format).format(new Date(at));
}

export function timeOfDay(at: string | null, locale: string, timeZone: string): string {
  const format = { hour: '2-digit', minute: '2-digit', second: '2-digit', timeZone } as const;
  return at === null ? '' : new Intl.DateTimeFormat(locale, format).format(new Date(at));
}

/** Renders an error as an alert, so that screen readers announce it on load. */
export const problemNote = (text: string | null): Html | null =>
  text === null ? null : html`<p role="alert"><strong>${text}</strong></p>`;

export function saleHead(view: SaleView, language: FanLanguage): Html {
  const { locale } = wordsIn(language);
  const { name, venue, startsAt, timeZone } = view.show;
  return html`<h1>${name}</h1><p>${dayAndTime(startsAt, locale, timeZone)} · ${venue}</p>`;
}

/** Renders the promoter's notice, with its times in the venue's time zone. */
export function noticeLine(
  { show }: SaleView,
  { notice }: Pick<Snapshot, 'notice'>,
  language: FanLanguage,
  place: NoticePlace = 'line',
): Html | null {
  if (notice === null || !isShownIn(notice, place)) return null;
  const words = wordsIn(language);
  const said = withTimes(noticeTextIn(notice, language), (at) => dayAndTime(at, words.locale, show.timeZone));
  return html`<p><strong>${words.line.notice}:</strong> ${said}</p>`;
}

/** Renders the join form: a choice of lanes if there are several, and an access code field if a lane needs one. */
export function joinForm(view: SaleView, language: FanLanguage, label: string): Html {
  const words = wordsIn(language);
  const needsCode = view.lanes.some(({ access }) => access !== 'open');
  const isOpen = view.lanes.some(({ access }) => access === 'open');
  const offered = offeredLanes(view.lanes);
  const lanes = offered.map(({ key, label: name }) => html`<option value="${key}">${name}</option>`);
  return html`<form method="post" action="${salePath(view.slug, '/line')}">
${offered.length > 1 ? html`<p><label>${words.sale.chooseLane} <select name="lane">${lanes}</select></label></p>` : null}
${needsCode ? html`<p><label>${isOpen ? words.sale.accessCodeIfAny : words.sale.accessCode} <input name="accessCode" maxlength="64" autocomplete="off" /></label></p>` : null}
<p><button>${label}</button></p></form>`;
}

export function salePage(
  view: SaleView,
  snapshot: Snapshot,
  { language, hasPlace, problem }: { language: FanLanguage; hasPlace: boolean; problem: string | null },
): Html {
  const words = wordsIn(language);
  const { timeZone } = view.show;
  const stock = new Map(snapshot.stock.map(({ ticketTypeId, state }) => [ticketTypeId, state]));
  const types = view.ticketTypes.map((type) => {
    const price = formatMoney({ amount: fullPriceOf(type, view.currency), currency: view.currency }, words.locale);
    const left = words.stock[stock.get(type.id) ?? type.toldStock];
    return html`<li>${type.name}: ${price}, ${left}, ${words.sale.perFan(type.maxPerFan)}</li>`;
  });
  const { state } = snapshot;
  const before = state === 'scheduled' || state === 'prequeue';
  const opening = dayAndTime(view.opensAt, words.locale, timeZone);
  return html`${saleHead(view, language)}${problemNote(problem)}
<p role="status">${view.show.canceledAt === undefined ? stateText(state, words) : canceledText(words)}</p>
${state === 'scheduled' ? html`<p>${words.sale.changed.prequeueAt}: ${dayAndTime(view.prequeueAt, words.locale, timeZone)}</p>` : null}
${before ? html`<p>${words.sale.changed.opensAt}: ${opening}</p>` : null}
${noticeLine(view, snapshot, language)}
<h2>${words.sale.prices}</h2><ul>${types}</ul><p>${words.sale.allIn}</p>
${hasPlace ? html`<p><a href="${plainPath(view.slug, '/line')}">${words.sale.back}</a></p>` : null}
${!hasPlace && isJoinable(state) ? (needsScript(view) ? html`<p>${view.entry === 'card' ? words.server.plain.byCard : words.server.plain.byAccount}</p>` : joinForm(view, language, words.sale.take)) : null}
${state === 'closed' ? null : howItWorks(view, before ? opening : null, words)}
<p><a href="${plainPath(view.slug)}">${words.common.broken.action}</a> · <a href="${salePath(view.slug)}">${words.server.plain.script}</a></p>`;
}

/** @param opening null once the sale has opened */
const howItWorks = ({ policy }: SaleView, opening: string | null, { sale }: AllWords): Html =>
  html`<h2>${sale.how}</h2><ul><li>${opening === null ? sale.openingOver : sale.opening(opening)}</li>
<li>${sale.called(policy.graceSeconds, policy.claimMinutes)}</li></ul>`;

/** A login of the promoter's and the check of a card run in scripts only. */
export const needsScript = ({ entry }: Pick<SaleView, 'entry'>): boolean => entry === 'account' || entry === 'card';

/** Says where a sale stands, in a sentence where the pages have one. */
export function stateText(state: SaleState, { sale, saleState, refusals }: AllWords): string {
  switch (state) {
    case 'scheduled':
      return refusals.SALE_NOT_OPEN?.what ?? saleState.scheduled;
    case 'paused':
      return sale.paused;
    case 'sold_out':
      return sale.soldOut;
    case 'closed':
      return sale.closed;
    case 'draft':
    case 'prequeue':
    case 'on_sale':
      return saleState[state];
  }
}

/** Of a canceled show, nothing else about its sale counts. */
export function canceledText({ refusals: { SHOW_CANCELED }, common }: AllWords): Html {
  const { what, safe, next } = SHOW_CANCELED ?? common.refused;
  return html`<strong>${what}</strong> ${safe} ${next}`;
}

/** Renders what the page with JavaScript shows where there is none: the way on, and the join form. */
export function shellNote(view: SaleView, address: string, language: FanLanguage): Html {
  const words = wordsIn(language);
  const open = joinable.has(view.state) && !needsScript(view);
  return html`${saleHead(view, language)}
<p><a href="${address}">${words.server.plain.noScript}</a></p>
${open ? joinForm(view, language, words.sale.take) : null}`;
}

interface Wish {
  lane?: string | undefined;
  accessCode?: string | undefined;
  link?: string | undefined;
}

/** Picks the fields that are carried to the next form; all others are dropped. */
const wishOf = ({ lane, accessCode, link }: Wish): Wish => ({ lane, accessCode, link });
const hidden = (fields: object): Html[] =>
  Object.entries(fields).flatMap(([name, value]: [string, unknown]) =>
    typeof value !== 'string' || value === '' ? [] : [html`<input type="hidden" name="${name}" value="${value}" />`],
  );

/** Asks for an e-mail address, in place of a script's proof of work or where the sale allows one place per person. */
export function mailPage(view: SaleView, language: FanLanguage, wish: Wish, problem: string | null): Html {
  const words = wordsIn(language);
  return html`${saleHead(view, language)}${problemNote(problem)}<h2>${words.sale.email}</h2>
<p>${view.entry === 'email' ? words.sale.emailHint : words.server.plain.byMail}</p>
<form method="post" action="${salePath(view.slug, '/line')}/mail">${hidden(wishOf(wish))}
<p><label>${words.inside.shop.email} <input type="email" name="email" required maxlength="254" autocomplete="email" /></label></p>
<p><button>${words.sale.emailSend}</button></p></form><p><a href="${plainPath(view.slug)}">${words.inside.order.again}</a></p>`;
}

export function codePage(
  view: SaleView,
  language: FanLanguage,
  wish: Wish & { email: string },
  problem: string | null,
): Html {
  const words = wordsIn(language);
  return html`${saleHead(view, language)}${problemNote(problem)}<h2>${words.sale.emailCode}</h2>
<p>${wish.email}</p><p>${words.sale.emailCodeHint}</p>
<form method="post" action="${salePath(view.slug, '/line')}/code">${hidden({ ...wishOf(wish), email: wish.email })}
<p><label>${words.sale.emailCode} <input name="code" required inputmode="numeric" autocomplete="one-time-code" maxlength="12" /></label></p>
<p><button>${words.sale.take}</button></p></form><p><a href="${plainPath(view.slug)}">${words.inside.order.again}</a></p>`;
}
