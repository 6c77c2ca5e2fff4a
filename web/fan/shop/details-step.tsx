import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { HoldShape } from '../../../src/contract/orders/order-shapes.js';
import { formatMoney } from '../../../src/contract/money/money.js';
import { formatTimeOfDay } from '../../shared/format/time.js';
import { buyerBox } from '../state/boxes.js';
import { go } from '../state/navigation.js';
import { serverClock } from '../state/server-clock.js';
import { useStore } from '../state/store.js';
import { sayNow } from '../ui/announce.js';
import { Deadline } from '../ui/deadline.js';
import { looksLikeEmail, PersonField } from '../ui/person-field.js';
import { RefusalNote } from '../ui/refusal.js';
import { insideWords, wordsStore } from '../words/index.js';
import { pressChange } from './change-presses.js';
import { pressExtend, pressOrder } from './order-presses.js';
import { PlacesHeld } from './places-held.js';
import { PriceLines } from './price-lines.js';
import type { ShopSession } from './shop-session.js';
import type { ShopState } from './shop-state.js';

export { ChangeDock } from './change-dock.js';

/** An extension is offered below this much time left. */
const extendBelowMs = 180_000;

function relaxedText(relaxed: string | null, words: { orphan: string; split: string; other: string }): string | null {
  if (relaxed === null) return null;
  return relaxed === 'split' ? words.split : relaxed === 'orphan' ? words.orphan : words.other;
}

interface HeldProps {
  session: ShopSession;
  state: ShopState;
  hold: HoldShape;
}

function BasketCard({ hold, ...rest }: HeldProps): JSX.Element {
  const words = useStore(wordsStore);
  const inside = useStore(insideWords());
  const relaxed = relaxedText(hold.relaxed, inside.shop.relaxed);
  return (
    <section class="card">
      <h2>{inside.shop.held}</h2>
      {relaxed && <p class="note-line">{relaxed}</p>}
      <ul class="basket">
        <PriceLines lines={hold.lines} currency={hold.total.currency} />
        <li class="basket-total">
          <span>
            {inside.shop.total} <span class="muted small">{inside.shop.fees}</span>
          </span>
          <span class="basket-amount">{formatMoney(hold.total, words.locale)}</span>
        </li>
      </ul>
      <PlacesHeld {...rest} hold={hold} />
    </section>
  );
}

/** Shows the hold and its deadline, and asks for the buyer's e-mail address and name. */
export function DetailsStep({ session, state, hold }: HeldProps): JSX.Element {
  const words = useStore(wordsStore);
  const inside = useStore(insideWords());
  const [buyer, setBuyer] = useState(() => buyerBox.get('last') ?? { email: '', name: '' });
  const [promoCode, setPromoCode] = useState('');
  const [tried, setTried] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const busy = state.busy !== null;
  const wrong = {
    email: looksLikeEmail.test(buyer.email.trim()) ? null : inside.shop.emailWrong,
    name: buyer.name.trim() === '' ? inside.shop.nameWrong : null,
  };
  const order = async () => {
    setTried(true);
    const first = wrong.email ? 'buyer-email' : wrong.name ? 'buyer-name' : null;
    if (first) return form.current?.querySelector<HTMLInputElement>(`#${first}`)?.focus();
    const cleaned = { email: buyer.email.trim(), name: buyer.name.trim() };
    buyerBox.set('last', cleaned);
    const id = await pressOrder(session, cleaned, promoCode.trim() || null, () => void latest.current());
    if (id) go(`/orders/${encodeURIComponent(id)}`, 'replace');
  };
  const latest = useRef(order);
  latest.current = order;
  const held = inside.shop.heldUntil(formatTimeOfDay(hold.expiresAt, words.locale));
  useEffect(
    () => sayNow([inside.shop.held, relaxedText(hold.relaxed, inside.shop.relaxed), held].filter(Boolean).join('. ')),
    [hold.id],
  );
  const canExtend = hold.extendable && Date.parse(hold.expiresAt) - serverClock.now() < extendBelowMs;
  const submit = (event: Event) => {
    event.preventDefault();
    void order();
  };
  return (
    <form ref={form} class="shop-columns" noValidate onSubmit={submit}>
      <div class="shop-main">
        <section class="card form">
          <h2>{inside.shop.details}</h2>
          <PersonField
            of="buyer"
            name="email"
            label={inside.shop.email}
            hint={inside.shop.emailHint}
            value={buyer.email}
            error={tried ? wrong.email : null}
            onInput={(email) => setBuyer({ ...buyer, email })}
          />
          <PersonField
            of="buyer"
            name="name"
            label={inside.shop.nameLabel}
            value={buyer.name}
            error={tried ? wrong.name : null}
            onInput={(name) => setBuyer({ ...buyer, name })}
          />
          <div class="field">
            <label for="promo">{inside.shop.promoCode}</label>
            <input
              id="promo"
              aria-describedby="promo-hint"
              type="text"
              autocomplete="off"
              autocapitalize="characters"
              spellcheck={false}
              maxLength={64}
              value={promoCode}
              onInput={(event) => setPromoCode(event.currentTarget.value)}
            />
            <span id="promo-hint" class="muted small">
              {inside.shop.promoHint}
            </span>
          </div>
        </section>
        {state.trouble && <RefusalNote trouble={state.trouble} onRetry={state.retry ?? undefined} />}
      </div>
      <div class="shop-side">
        <BasketCard session={session} state={state} hold={hold} />
        <div class="basket-actions">
          {canExtend && (
            <button type="button" class="button button-small" disabled={busy} onClick={() => void pressExtend(session)}>
              {inside.shop.extend}
            </button>
          )}
          <button type="button" class="link-button" disabled={busy} onClick={() => pressChange(session)}>
            {inside.shop.change}
          </button>
          <span class="muted small">{inside.shop.changeHint}</span>
        </div>
      </div>
      <div class="action-dock shop-dock">
        <p class="dock-line">
          <Deadline at={hold.expiresAt} label={held} />
        </p>
        <button type="submit" class="button button-main" disabled={busy}>
          {state.busy === 'order' ? inside.shop.ordering : inside.shop.toPayment(formatMoney(hold.total, words.locale))}
        </button>
      </div>
    </form>
  );
}
