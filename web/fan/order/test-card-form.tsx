import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { OrderShape, PaymentShape } from '../../../src/contract/orders/order-shapes.js';
import { formatMoney } from '../../../src/contract/money/money.js';
import { TestCardChoice } from '../payment/test-card-choice.js';
import { isPlainClick } from '../state/navigation.js';
import { useStore } from '../state/store.js';
import { useRestored } from '../ui/hooks.js';
import { RefusalNote, type Trouble } from '../ui/refusal.js';
import { insideWords, wordsStore } from '../words/index.js';
import type { OrderSession } from './order-session.js';

interface TestCardProps {
  session: OrderSession;
  order: OrderShape;
  payment: PaymentShape;
  /** Why the last press led nowhere. */
  unpaid: Trouble | null;
  confirmUrl: string;
  returnUrl: string;
}

/**
 * Demo payment: Stripe's well-known test cards, posted as a plain form to the simulator, which redirects back. The order is
 * read first: without a network the form would lead to the browser's own error page.
 */
export function TestCardForm({ session, order, payment, unpaid, confirmUrl, returnUrl }: TestCardProps): JSX.Element {
  const words = useStore(wordsStore);
  const inside = useStore(insideWords());
  const [busy, setBusy] = useState(false);
  useRestored(() => setBusy(false)); // back from the simulator's pages
  const form = useRef<HTMLFormElement>(null);
  const pay = async () => {
    setBusy(true);
    if (await session.isToPay()) form.current?.submit();
    else setBusy(false);
  };
  const submit = (event: Event) => {
    event.preventDefault();
    void pay();
  };
  const page = new URL(confirmUrl);
  const open = (event: MouseEvent) => {
    if (!isPlainClick(event)) return;
    event.preventDefault();
    // the fan may have gone to another page meanwhile
    void session.isToPay().then((isToPay) => isToPay && form.current && location.assign(page));
  };
  page.searchParams.set('return_url', returnUrl);
  return (
    <form class="form" ref={form} method="post" action={confirmUrl} onSubmit={submit}>
      <TestCardChoice
        cards={['ok', 'secure', 'declined']}
        {...{ returnUrl, clientSecret: payment.clientSecret }}
        explains
      />
      {unpaid && <RefusalNote trouble={unpaid} />}
      <button type="submit" class="button button-main" disabled={busy}>
        {busy ? inside.pay.paying : inside.pay.pay(formatMoney(order.total, words.locale))}
      </button>
      <p class="muted small pay-foot">
        {inside.pay.redirect}{' '}
        <a href={page.href} onClick={open}>
          {inside.pay.simulator}
        </a>
      </p>
    </form>
  );
}
