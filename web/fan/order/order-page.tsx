import type { JSX } from 'preact';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { isEndReason } from '../../../src/contract/orders/order-reasons.js';
import type { OrderShape, OrderState } from '../../../src/contract/orders/order-shapes.js';
import { formatMoney } from '../../../src/contract/money/money.js';
import { itemPhrase } from '../../../src/words/seat-phrase.js';
import { formatDayAndTime, formatTimeOfDay } from '../../shared/format/time.js';
import { Waiting } from '../pages/waiting.js';
import { holdBox, passBox } from '../state/boxes.js';
import { follow, go } from '../state/navigation.js';
import { returnWord } from '../state/order-link.js';
import { salePath } from '../state/route.js';
import { useSaleNews } from '../state/sale-news.js';
import { serverClock } from '../state/server-clock.js';
import { PriceLines } from '../shop/price-lines.js';
import { useStore } from '../state/store.js';
import { sayNow } from '../ui/announcer.js';
import { Lazy } from '../ui/lazy.js';
import { Deadline } from '../ui/deadline.js';
import { useFocusOn, useTitle } from '../ui/hooks.js';
import { Icon, type IconName } from '../ui/icons.js';
import { RefusalNote } from '../ui/refusal.js';
import { SaleBanner } from '../ui/sale-banner.js';
import { Steps } from '../ui/steps.js';
import { insideWords, wordsStore } from '../words/index.js';
import { keepForOffline } from '../worker/register.js';
import { isFromElsewhere, isHeld, OrderSession, type OrderPageState } from './order-session.js';
import { PaymentPanel } from './payment-panel.js';
import '../shop/shop.css';
import './order.css';

/** Its chunk includes the QR encoder, which is not needed before there are tickets. */
const loadTickets = () => import('./ticket-list.js').then((module) => module.TicketList);

const stateIcons: Record<OrderState, IconName> = {
  pending: 'clock',
  authorized: 'clock',
  paid: 'check',
  expired: 'clock',
  canceled: 'info',
  refunded: 'info',
  needs_attention: 'people',
};

/** Shows what was bought, for when and where, for whom and for how much. */
function Summary({ order }: { order: OrderShape }): JSX.Element {
  const words = useStore(wordsStore);
  const inside = useStore(insideWords());
  const money = (amount: number) => formatMoney({ amount, currency: order.total.currency }, words.locale);
  return (
    <section class="card order-summary">
      <h2>{order.show.name}</h2>
      <p>
        <time dateTime={order.show.startsAt}>
          {formatDayAndTime(order.show.startsAt, words.locale, order.show.timeZone)}
        </time>
        <br />
        {order.show.venue}
      </p>
      {!isHeld(order.id) && <Prices order={order} />}
      {order.state === 'paid' && order.refunded.amount > 0 && (
        <p>{inside.order.partRefund(money(order.refunded.amount))}</p>
      )}
      <Transferred order={order} />
      {order.buyer && <p class="muted small">{inside.order.ticketsTo(order.buyer.email)}</p>}
      <p class="muted small">
        {inside.order.number} <span class="order-id">{order.id}</span>
      </p>
    </section>
  );
}

function Prices({ order }: { order: OrderShape }): JSX.Element {
  const words = useStore(wordsStore);
  const inside = useStore(insideWords());
  return (
    <ul class="basket">
      <PriceLines lines={order.lines} currency={order.total.currency} />
      <li class="basket-total">
        <span>
          {inside.shop.total} <span class="muted small">{inside.shop.fees}</span>
        </span>
        <span class="basket-amount">{formatMoney(order.total, words.locale)}</span>
      </li>
    </ul>
  );
}

/** Lists tickets that were transferred, with their new holders. */
function Transferred({ order }: { order: OrderShape }): JSX.Element | null {
  const inside = useStore(insideWords());
  const transferred = order.transferred ?? [];
  if (transferred.length === 0) return null;
  return (
    <>
      <h3>{inside.order.transferred}</h3>
      <ul class="plain-list">
        {transferred.map(({ ticketId, label, to }) => (
          <li key={ticketId}>
            {to === null
              ? inside.order.transferredOn(itemPhrase(label, inside))
              : inside.order.transferredTo(itemPhrase(label, inside), to.name)}
          </li>
        ))}
      </ul>
    </>
  );
}

/** Keeps the order's other actions available while payment is pending at the fan or the bank. */
function PayStep({
  session,
  state,
  order,
}: {
  session: OrderSession;
  state: OrderPageState;
  order: OrderShape;
}): JSX.Element {
  const words = useStore(wordsStore);
  const inside = useStore(insideWords());
  const confirming = returnWord() === 'succeeded';
  return (
    <>
      <p class="deadline-bar">
        <Deadline at={order.expiresAt} label={inside.pay.before(formatTimeOfDay(order.expiresAt, words.locale))} />
      </p>
      <div class="shop-columns pay-columns">
        <div class="shop-side">
          <Summary order={order} />
        </div>
        <div class="shop-main">
          {confirming ? (
            <p class="note-line">{inside.order.states.authorized.text}</p>
          ) : order.payment ? (
            <PaymentPanel order={order} payment={order.payment} onConfirmed={() => session.hurry()} />
          ) : (
            <div class="note note-brass" role="status">
              <Icon name="clock" />
              <div>
                <p class="note-title">{state.canceling ? inside.pay.canceling : inside.pay.waitTitle}</p>
                {!state.canceling && <p>{inside.pay.waitText}</p>}
              </div>
            </div>
          )}
          {state.trouble && <RefusalNote trouble={state.trouble} onRetry={() => void session.cancel()} />}
          <div class="basket-actions">
            <button type="button" class="link-button" disabled={state.canceling} onClick={() => void session.cancel()}>
              {state.canceling ? inside.pay.canceling : inside.pay.cancel}
            </button>
            <span class="muted small">{inside.pay.cancelHint}</span>
          </div>
        </div>
      </div>
    </>
  );
}

function PaySaleBanner({ slug }: { slug: string }): JSX.Element | null {
  const news = useSaleNews(slug, 'close');
  return news && <SaleBanner {...news} place="checkout" isCanceled={news.showCanceledAt !== undefined} />;
}

/** Leads from an order that failed back to the shop, in case its fan is still admitted. */
function WayOn({ slug }: { slug: string }): JSX.Element {
  const inside = useStore(insideWords());
  const isInside = Date.parse(passBox.get(slug)?.admissionEndsAt ?? '') > serverClock.now();
  return (
    <p>
      {isInside ? (
        <a class="button button-main" {...follow(salePath(slug, 'shop'))}>
          {inside.order.backToShop}
        </a>
      ) : (
        <a {...follow(salePath(slug))}>{inside.order.again}</a>
      )}
    </p>
  );
}

function OrderHead({ order }: { order: OrderShape }): JSX.Element {
  const words = useStore(wordsStore);
  const inside = useStore(insideWords());
  const confirming = order.state === 'pending' && returnWord() === 'succeeded';
  // money that was taken goes back; other ends have their own reasons
  const isOff = order.show.canceledAt !== undefined && (order.state === 'paid' || order.state === 'refunded');
  const held = isHeld(order.id) && (order.state === 'paid' || order.state === 'canceled') ? order.state : null;
  const { reasons, states } = inside.order;
  const state = held
    ? inside.order.held[isOff ? 'canceled' : held]
    : isOff
      ? { title: words.saleState.canceled, text: reasons.show_canceled }
      : states[confirming ? 'authorized' : order.state];
  const isToPay = order.state === 'pending' && !confirming;
  const title = isToPay ? inside.pay.pay(formatMoney(order.total, words.locale)) : state.title;
  const hasEnded = order.state === 'canceled' || order.state === 'expired';
  const reason = hasEnded && isEndReason(order.reason) ? reasons[order.reason] : null;
  const isElsewhere = order.state === 'paid' && !isOff && isFromElsewhere(order.id);
  const text = reason ?? (isElsewhere ? inside.order.elsewhere : state.text);
  const heading = useFocusOn(order.state);
  useEffect(() => sayNow(`${title}. ${text}`), [title, text]);
  useTitle(`${title} · ${order.show.name}`);
  return (
    <header class={`order-head order-${isOff ? 'refunded' : order.state}`}>
      <span class="statement-icon">
        <Icon name={stateIcons[isOff ? 'refunded' : order.state]} size={28} />
      </span>
      <div>
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        <p class="muted">{text}</p>
      </div>
    </header>
  );
}

/** For a heading that answers what the fan has just done. */
const focused = (heading: HTMLElement | null): void => heading?.focus();

export function OrderPage({ id }: { id: string }): JSX.Element {
  const inside = useStore(insideWords());
  const session = useMemo(() => new OrderSession(id), [id]);
  const state = useStore(session.state);
  const { order } = state;
  useEffect(() => {
    if (order?.state === 'paid') void loadTickets();
    void keepForOffline();
    session.start();
    return () => session.stop();
  }, [session]);
  const { slug } = session;
  const sawPending = useRef(false);
  if (order?.state === 'pending') sawPending.current = true;
  const wasGivenUp = sawPending.current && order?.state === 'canceled' && order.reason === 'canceled_by_fan';
  useEffect(() => {
    if (wasGivenUp && slug !== null && holdBox.get(slug)) go(salePath(slug, 'shop'), 'replace');
  }, [wasGivenUp, slug]);
  if (state.given) {
    return (
      <div class="page page-narrow">
        <h1 tabIndex={-1} ref={focused}>
          {inside.order.held.given(state.given.to?.name ?? '')}
        </h1>
        <p class="lead">{inside.order.held.givenText}</p>
      </div>
    );
  }
  if (state.denied) {
    return (
      <div class="page page-narrow">
        <h1>{inside.order.noRightTitle}</h1>
        <p class="lead">{inside.order.noRightText}</p>
      </div>
    );
  }
  if (!order) return <Waiting trouble={state.offline ? { kind: 'away' } : null} onRetry={() => session.hurry()} />;
  const paying = order.state === 'pending' || order.state === 'authorized';
  return (
    <div class="order-page">
      {paying && <Steps at={2} />}
      <OrderHead order={order} />
      {state.offline && (
        <p class="link-pill link-away">
          <Icon name="away" size={16} /> {inside.order.offline}
        </p>
      )}
      {paying && slug && <PaySaleBanner slug={slug} />}
      {order.state === 'pending' ? (
        <PayStep session={session} state={state} order={order} />
      ) : (
        <>
          {order.state === 'paid' && order.tickets.length > 0 && !order.show.canceledAt && (
            <Lazy load={loadTickets} props={{ session, order }} />
          )}
          <Summary order={order} />
        </>
      )}
      {!paying && slug && <WayOn slug={slug} />}
    </div>
  );
}
