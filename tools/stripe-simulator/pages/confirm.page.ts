import type { Intent } from '../model/records.js';
import { html, type Markup } from './html.js';
import { page } from './layout.js';
import { formatAmount } from './money.js';
import { withOutcome } from './return-url.js';

/** The cards offered on the form. */
const CHOICES = [
  { token: 'pm_card_visa', label: 'A card that pays', detail: 'The payment goes through at once.', ending: '4242' },
  {
    token: 'pm_card_threeDSecure2Required',
    label: 'A card whose bank asks back',
    detail: 'You confirm on a second page (3D Secure).',
    ending: '3220',
  },
  { token: 'pm_card_visa_chargeDeclined', label: 'A card that is declined', detail: 'No money moves.', ending: '0002' },
  {
    token: 'pm_card_visa_chargeDeclinedInsufficientFunds',
    label: 'A card without enough funds',
    detail: 'No money moves.',
    ending: '9995',
  },
] as const;

/** Offered where Ropeline takes money at once (ROPELINE_CAPTURE_AT_ONCE). */
const AT_ONCE = { token: 'pm_blik', label: 'BLIK', detail: 'The money is taken at once, without a hold.', ending: '' };

/** Renders the form of an open payment, or its outcome. */
export function confirmPage(intent: Intent, returnUrl: URL | null): string {
  const amount = formatAmount(intent.amount, intent.currency);
  switch (intent.status) {
    case 'succeeded':
    case 'requires_capture':
      return page(
        'Payment made',
        html`<div class="card">${heading(intent, 'Payment made', amount)}<p class="state ok">✓ Your card was accepted.</p>${back(intent, returnUrl)}</div>`,
      );
    case 'canceled':
      return page(
        'Payment canceled',
        html`<div class="card">${heading(intent, 'Payment canceled', amount)}<p class="state bad">✕ This payment was canceled. No money moved.</p>${back(intent, returnUrl)}</div>`,
      );
    default:
      return page(
        `Pay ${amount}`,
        html`<div class="card">${heading(intent, 'Pay with a test card', amount)}${lastError(intent)}${cardForm(intent, returnUrl, amount)}</div>`,
      );
  }
}

/** Renders the bank's 3D Secure question to the fan. */
export function authenticatePage(intent: Intent, returnUrl: URL | null): string {
  const amount = formatAmount(intent.amount, intent.currency);
  const hidden = hiddenFields(intent, returnUrl);
  return page(
    'Confirm your payment',
    html`<div class="card"><p class="muted">Your bank asks (3D Secure)</p><h1>Did you make this payment?</h1><p class="amount">${amount}</p>
<form method="post" action="/confirm/${intent.id}/authenticate">${hidden}
<button name="outcome" value="success">Yes, confirm the payment</button>
<button class="quiet" name="outcome" value="failure">No, refuse it</button></form></div>`,
  );
}

/** Shown for an unknown payment and a wrong secret alike. */
export function unknownPaymentPage(): string {
  return page(
    'Payment not found',
    html`<div class="card"><h1>Payment not found</h1><p>This address belongs to no open payment. Nothing was charged. Go back to the shop and pay from your order.</p></div>`,
  );
}

function heading(intent: Intent, title: string, amount: string): Markup {
  return html`<p class="muted">${intent.description ?? 'Your order'}</p><h1>${title}</h1><p class="amount">${amount}</p>`;
}

function cardForm(intent: Intent, returnUrl: URL | null, amount: string): Markup {
  const offered = intent.captureMethod === 'manual' ? CHOICES : [...CHOICES, AT_ONCE];
  const choices = offered.map(
    ({ token, label, detail, ending }, i) =>
      html`<label class="choice"><input type="radio" name="paymentMethod" value="${token}"${i === 0 ? html` checked` : null}><span>${label}<small>${detail}</small></span>${ending === '' ? null : html`<code>•••• ${ending}</code>`}</label>`,
  );
  return html`<form method="post" action="/confirm/${intent.id}">${hiddenFields(intent, returnUrl)}
<fieldset><legend>Choose a card</legend>${choices}</fieldset>
<button>Pay ${amount}</button></form>`;
}

function hiddenFields(intent: Intent, returnUrl: URL | null): Markup {
  const returnField = returnUrl && html`<input type="hidden" name="return_url" value="${returnUrl.href}">`;
  return html`<input type="hidden" name="client_secret" value="${intent.clientSecret}">${returnField}`;
}

function lastError(intent: Intent): Markup | null {
  if (!intent.lastError) return null;
  return html`<p class="state bad" role="alert">✕ ${intent.lastError.message} No money moved. Choose another card to try again.</p>`;
}

function back(intent: Intent, returnUrl: URL | null): Markup {
  if (!returnUrl) return html`<p>You can close this page and go back to the shop.</p>`;
  return html`<a class="button" href="${withOutcome(returnUrl, intent)}">Back to the shop</a>`;
}
