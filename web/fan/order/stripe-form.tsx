import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { OrderShape, PaymentShape } from '../../../src/contract/orders/order-shapes.js';
import { formatMoney } from '../../../src/contract/money/money.js';
import { useStore } from '../state/store.js';
import { sayNow } from '../ui/announce.js';
import { useRestored } from '../ui/hooks.js';
import { insideWords, wordsStore } from '../words/index.js';
import { useStripeFields } from '../payment/use-stripe-fields.js';

interface StripeFormProps {
  order: OrderShape;
  payment: PaymentShape;
  returnUrl: string;
  /** The outcome is known at the provider; also after an error, because another tab may have paid. */
  onConfirmed: () => void;
}

/** Stripe's Payment Element: card data never touches our page. */
export function StripeForm({ order, payment, returnUrl, onConfirmed }: StripeFormProps): JSX.Element {
  const words = useStore(wordsStore);
  const inside = useStore(insideWords());
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const { holder, ready } = useStripeFields({
    ...{ publishableKey: payment.publishableKey, clientSecret: payment.clientSecret, locale: words.code },
    onFailed: () => setError(inside.pay.failed),
  });
  useRestored(() => setBusy(false)); // back from the bank's page
  const submit = async (event: Event) => {
    event.preventDefault();
    if (!ready) return;
    setBusy(true);
    setError(null);
    const result = await ready.stripe.confirmPayment({
      elements: ready.elements,
      confirmParams: { return_url: returnUrl },
      redirect: 'if_required',
    });
    setBusy(false);
    onConfirmed();
    if (!result.error) return;
    const message = result.error.message ?? inside.pay.declined;
    setError(message);
    sayNow(message);
  };
  return (
    <form class="form" onSubmit={(event) => void submit(event)}>
      <div ref={holder} class="stripe-fields" />
      {error && <p class="field-error">{error}</p>}
      <button type="submit" class="button button-main" disabled={busy || !ready}>
        {busy ? inside.pay.paying : inside.pay.pay(formatMoney(order.total, words.locale))}
      </button>
    </form>
  );
}
