import type { JSX } from 'preact';
import type { OrderShape, PaymentShape } from '../../../src/contract/orders/order-shapes.js';
import { returnWord } from '../state/order-link.js';
import { useStore } from '../state/store.js';
import { Icon } from '../ui/icons.js';
import { Lazy } from '../ui/lazy.js';
import type { Trouble } from '../ui/refusal.js';
import { insideWords } from '../words/index.js';
import type { OrderSession } from './order-session.js';

interface PanelProps {
  session: OrderSession;
  order: OrderShape;
  payment: PaymentShape;
  /** Why the last press led nowhere. */
  unpaid: Trouble | null;
}

// after the order has been read: which of them is needed is its answer
const loadStripe = () => import('./stripe-form.js').then((module) => module.StripeForm);
const loadTestCards = () => import('./test-card-form.js').then((module) => module.TestCardForm);

function returnUrl(order: OrderShape): string {
  return `${location.origin}/orders/${encodeURIComponent(order.id)}`;
}

/** Shows how to pay a pending order: the demo's test cards, or Stripe's own fields. */
export function PaymentPanel(props: PanelProps): JSX.Element {
  const { session, order, payment } = props;
  const inside = useStore(insideWords());
  return (
    <section class="card form">
      <h2>{inside.pay.title}</h2>
      {returnWord(order.id) === 'failed' && (
        <div class="note note-bad" role="alert">
          <Icon name="warn" />
          <p>{inside.pay.declined}</p>
        </div>
      )}
      {payment.confirmUrl ? (
        <Lazy load={loadTestCards} props={{ ...props, confirmUrl: payment.confirmUrl, returnUrl: returnUrl(order) }} />
      ) : (
        <Lazy
          load={loadStripe}
          props={{ order, payment, returnUrl: returnUrl(order), onConfirmed: () => session.hurry() }}
        />
      )}
    </section>
  );
}
