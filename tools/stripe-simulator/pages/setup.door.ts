import { timingSafeEqual } from 'node:crypto';
import { Params } from '../api/params.js';
import type { Ledger } from '../model/ledger.js';
import type { Setup } from '../model/records.js';
import { confirmSetup } from '../model/setups.js';
import { findTestCard } from '../model/test-cards.js';
import { unknownPaymentPage } from './confirm.page.js';
import { jsonAnswer, type PageAnswer, pageAnswer, type PageRequest, readJson, seeOther } from './exchange.js';
import { html } from './html.js';
import { page } from './layout.js';
import { acceptedReturnUrl } from './return-url.js';

/** `/setup/{setupIntentId}`: replaces Stripe's form for a card that is checked and not charged. */
export class SetupDoor {
  constructor(private readonly ledger: Ledger) {}

  answer(request: PageRequest): PageAnswer {
    const [, , id = '', ...rest] = request.path.split('/');
    const query = Params.parse(request.query);
    const json = request.isJson ? readJson(request.body) : null;
    const body = Params.parse(json ? new URLSearchParams(json as Record<string, string>).toString() : request.body);
    const setup = rest.length === 0 ? this.ledger.setups.get(id) : undefined;
    if (!setup || !isSecretOf(setup, body.string('client_secret') ?? query.string('client_secret')))
      return request.isJson
        ? jsonAnswer(404, { error: { message: 'No check with this id and client secret.' } })
        : pageAnswer(404, unknownPaymentPage());
    const returnUrl = acceptedReturnUrl(body.string('return_url') ?? query.string('return_url'));
    if (request.method !== 'POST') return pageAnswer(200, formOf(setup, returnUrl), returnUrl?.origin ?? null);
    const card = findTestCard(body.string('paymentMethod') ?? '');
    if (card?.method !== 'card')
      return jsonAnswer(400, { error: { message: 'paymentMethod must be one of Stripe’s test methods.' } });
    const result = confirmSetup(this.ledger, setup, card);
    if (!request.isJson) return returnUrl ? seeOther(returnUrl.href) : pageAnswer(200, formOf(setup, null));
    if (result.kind === 'declined')
      return jsonAnswer(402, { status: setup.status, error: { code: result.decline.code } });
    return jsonAnswer(result.kind === 'done' ? 200 : 400, { status: setup.status });
  }
}

function formOf(setup: Setup, returnUrl: URL | null): string {
  if (setup.status === 'succeeded')
    return page(
      'Card checked',
      html`<div class="card"><h1>Card checked</h1><p class="state ok">✓ Nothing was charged.</p></div>`,
    );
  if (setup.status === 'canceled')
    return page('Check over', html`<div class="card"><h1>Check over</h1><p class="state">Please begin anew.</p></div>`);
  const back = returnUrl && html`<input type="hidden" name="return_url" value="${returnUrl.href}">`;
  return page(
    'Check a card',
    html`<div class="card"><h1>Check a test card</h1><form method="post" action="/setup/${setup.id}">
<input type="hidden" name="client_secret" value="${setup.clientSecret}">${back}
<button name="paymentMethod" value="pm_card_visa">Check •••• 4242</button>
<button class="quiet" name="paymentMethod" value="pm_card_visa_chargeDeclined">A card that is declined</button></form></div>`,
  );
}

function isSecretOf(setup: Setup, given: string | undefined): boolean {
  const expected = Buffer.from(setup.clientSecret);
  const actual = Buffer.from(given ?? '');
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}
