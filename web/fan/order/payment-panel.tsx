import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { OrderShape, PaymentShape } from '../../../src/contract/orders/order-shapes.js';
import { formatMoney } from '../../../src/contract/money/money.js';
import { returnWord } from '../state/order-link.js';
import { useStore } from '../state/store.js';
import { useRestored } from '../ui/hooks.js';
import { Icon } from '../ui/icons.js';
import { insideWords, wordsStore } from '../words/index.js';
import { StripeForm } from './stripe-form.js';

interface PanelProps {
  order: OrderShape;
  payment: PaymentShape;
  onConfirmed: () => void;
}

function returnUrl(order: OrderShape): string {
  return `${location.origin}/orders/${encodeURIComponent(order.id)}`;
}

/** Demo payment: Stripe's well-known test cards, posted as a plain form to the simulator, which redirects back. */
function TestCardForm({
  order,
  payment,
  confirmUrl,
}: {
  order: OrderShape;
  payment: PaymentShape;
  confirmUrl: string;
}): JSX.Element {
  const words = useStore(wordsStore);
  const inside = useStore(insideWords());
  const [busy, setBusy] = useState(false);
  useRestored(() => setBusy(false)); // back from the simulator's pages
  const { cards } = inside.pay;
  const choices = [
    { method: 'pm_card_visa', label: cards.ok, hint: cards.okHint },
    { method: 'pm_card_threeDSecure2Required', label: cards.secure, hint: cards.secureHint },
    { method: 'pm_card_visa_chargeDeclined', label: cards.declined, hint: cards.declinedHint },
  ];
  const page = new URL(confirmUrl);
  page.searchParams.set('return_url', returnUrl(order));
  return (
    <form class="form" method="post" action={confirmUrl} onSubmit={() => setBusy(true)}>
      <fieldset class="choices">
        <legend>{inside.pay.testTitle}</legend>
        <p class="muted small">{inside.pay.testText}</p>
        {choices.map(({ method, label, hint }, index) => (
          <label key={method} class="choice">
            <input type="radio" name="paymentMethod" value={method} defaultChecked={index === 0} />
            <span>{label}</span>
            <span class="choice-hint">{hint}</span>
          </label>
        ))}
      </fieldset>
      <input type="hidden" name="client_secret" value={payment.clientSecret} />
      <input type="hidden" name="return_url" value={returnUrl(order)} />
      <button type="submit" class="button button-main" disabled={busy}>
        {busy ? inside.pay.paying : inside.pay.pay(formatMoney(order.total, words.locale))}
      </button>
      <p class="muted small pay-foot">
        {inside.pay.redirect} <a href={page.href}>{inside.pay.simulator}</a>
      </p>
    </form>
  );
}

/** Shows how to pay a pending order: the demo's test cards, or Stripe's own fields. */
export function PaymentPanel({ order, payment, onConfirmed }: PanelProps): JSX.Element {
  const inside = useStore(insideWords());
  return (
    <section class="card form">
      <h2>{inside.pay.title}</h2>
      {returnWord() === 'failed' && (
        <div class="note note-bad" role="alert">
          <Icon name="warn" />
          <p>{inside.pay.declined}</p>
        </div>
      )}
      {payment.confirmUrl ? (
        <TestCardForm order={order} payment={payment} confirmUrl={payment.confirmUrl} />
      ) : (
        <StripeForm order={order} payment={payment} returnUrl={returnUrl(order)} onConfirmed={onConfirmed} />
      )}
    </section>
  );
}
