import type { FanLanguage } from '../../../contract/languages.js';
import type { PlaceShape } from '../../../contract/line/line-shapes.js';
import { type Html, html } from '../../../platform/pages/html.js';
import { type AllWords, wordsIn } from '../../../words/all.js';
import type { SaleView } from '../../sales.types.js';
import { plainPath, problemNote, saleHead, salePath, timeOfDay } from './plain-sale.view.rules.js';

interface Terms {
  language: FanLanguage;
  /** CSRF token of the form. */
  form: string;
}

/** Asks a place whose turn has come for an e-mail address. */
export function stepUpForm(view: SaleView, { placeKeptUntil }: PlaceShape, { language, form }: Terms): Html {
  const words = wordsIn(language);
  const { stepUp } = words.inside;
  return html`<h3>${stepUp.title}</h3><p role="status">${view.policy.stepUp === 'everyone' ? stepUp.everyone : stepUp.text}</p>
<p>${stepUp.kept(timeOfDay(placeKeptUntil, words.locale, view.show.timeZone))}</p>
<form method="post" action="${salePath(view.slug, '/line')}/step-up"><input type="hidden" name="form" value="${form}" />
<p><label>${words.inside.shop.email} <input type="email" name="email" required maxlength="254" autocomplete="email" /></label></p>
<p><button>${words.sale.emailSend}</button></p></form>`;
}

/** Tells everybody in line what their turn will ask for, where it asks everyone; null elsewhere. */
export function stepUpAhead({ policy }: SaleView, { inside: { stepUp } }: AllWords): Html | null {
  return policy.stepUp === 'everyone'
    ? html`<p role="status"><strong>${stepUp.aheadTitle}</strong><br />${stepUp.ahead}</p>`
    : null;
}

/** Asks for the code that was sent. */
export function stepUpCodePage(
  view: SaleView,
  { language, form, problem }: Terms & { problem: string | null },
  email: string,
): Html {
  const words = wordsIn(language);
  return html`${saleHead(view, language)}${problemNote(problem)}<h2>${words.inside.stepUp.title}</h2>
<p>${email}</p><p role="status">${words.inside.stepUp.sent}</p><p>${words.sale.emailCodeHint}</p>
<form method="post" action="${salePath(view.slug, '/line')}/step-up/code"><input type="hidden" name="form" value="${form}" />
<input type="hidden" name="email" value="${email}" />
<p><label>${words.sale.emailCode} <input name="code" required inputmode="numeric" autocomplete="one-time-code" maxlength="12" /></label></p>
<p><button>${words.sale.emailConfirm}</button></p></form>
<p><a href="${plainPath(view.slug, '/line')}">${words.sale.emailOther}</a></p>`;
}
