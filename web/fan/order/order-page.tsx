import type { JSX } from 'preact';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { lostTickets, openRefunds, paidStanding } from '../../../src/contract/orders/order-standing.js';
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
import { useSaid } from '../ui/announce.js';
import { Lazy } from '../ui/lazy.js';
import { Deadline } from '../ui/deadline.js';
import { focused, useFocusOn, useTitle } from '../ui/hooks.js';
import { Icon, type IconName } from '../ui/icons.js';
import { RefusalNote } from '../ui/refusal.js';
import { SaleBanner } from '../ui/sale-banner.js';
import { Steps } from '../ui/steps.js';
import { insideWords, wordsStore } from '../words/index.js';
import { keepForOffline } from '../worker/register.js';
import { orderPhrase, type Phrase } from './order-phrase.js';
import { isFromElsewhere, isHeld, OrderSession, type OrderPageState } from './order-session.js';
import { PaymentPanel } from './payment-panel.js';
import '../shop/shop.css';
import './order.css';

/** Its chunk includes the QR encoder, which is not needed before there are tickets. */
const loadTickets = () => import('./ticket-list.js').then((module) => module.TicketList);

// few orders come to what happens after the sale
const loadMoneyNote = () => import('./after-sale.js').then((module) => module.MoneyNote);
const loadPayOtherwise = () => import('./after-sale.js').then((module) => module.PayOtherwise);
const loadBareHead = () => import('./after-sale.js').then((module) => module.BareHead);

function isMoneyOpen(order: OrderShape): boolean {
  const { onWay, stuck } = openRefunds(order);
  return onWay !== null || stuck !== null || lostTickets(order) > 0;
}

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
      {isMoneyOpen(order) && <Lazy load={loadMoneyNote} props={{ order }} quiet />}
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
  const returned = returnWord(order.id);
  const confirming = returned === 'succeeded' || returned === 'processing';
  const before = inside.pay.before(formatTimeOfDay(order.expiresAt, words.locale));
  // once: Deadline says when it moves
  useSaid(confirming ? '' : before, !confirming && order.id);
  return (
    <>
      <p class="deadline-bar">
        <Deadline at={order.expiresAt} label={before} />
      </p>
      <div class="shop-columns pay-columns">
        <div class="shop-side">
          <Summary order={order} />
        </div>
        <div class="shop-main">
          {confirming ? (
            returned === 'processing' && <Lazy load={loadPayOtherwise} props={{ session }} quiet />
          ) : order.payment ? (
            <PaymentPanel session={session} order={order} payment={order.payment} unpaid={state.unpaid} />
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
  const phrase = orderPhrase(order, {
    ...{ words, inside, returned: returnWord(order.id) },
    ...{ isHeld: isHeld(order.id), isFromElsewhere: isFromElsewhere(order.id) },
  });
  const standing = order.state === 'paid' && !phrase.isOff && paidStanding(order);
  const isStuck = order.state === 'refunded' && !phrase.isOff && openRefunds(order).stuck !== null;
  const hadTickets = useRef(false);
  hadTickets.current ||= order.tickets.length > 0;
  if (standing === 'given' || standing === 'taken' || isStuck)
    return <Lazy load={loadBareHead} props={{ order, Head, isNews: hadTickets.current }} />;
  return <Head order={order} phrase={phrase} />;
}

function Head({
  order,
  phrase: { title, text, isOff },
}: {
  order: OrderShape;
  phrase: Phrase & { isOff: boolean };
}): JSX.Element {
  const heading = useFocusOn(order.state);
  useSaid(`${title}. ${text}`);
  useTitle(`${title} · ${order.show.name}`);
  const state = isOff ? 'refunded' : order.state;
  return (
    <header class={`order-head order-${state}`}>
      <span class="statement-icon">
        <Icon name={stateIcons[state]} size={28} />
      </span>
      <div>
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {text && <p class="muted">{text}</p>}
      </div>
    </header>
  );
}

export function OrderPage({ id }: { id: string }): JSX.Element {
  const words = useStore(wordsStore);
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
        <p>
          <a class="button" href="/">
            {words.common.notFound.action}
          </a>
        </p>
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
