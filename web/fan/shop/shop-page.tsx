import type { JSX } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import type { SaleShape } from '../../../src/contract/sale/sale-shapes.js';
import { formatMoney } from '../../../src/contract/money/money.js';
import { formatShortDayAndTime, formatTimeOfDay } from '../../shared/format/time.js';
import { Waiting } from '../pages/waiting.js';
import { type KeptOrder, orderBox, placeBox } from '../state/boxes.js';
import { follow } from '../state/navigation.js';
import { salePath } from '../state/route.js';
import { useSale } from '../state/sale.js';
import { saleNews } from '../state/sale-news.js';
import { serverClock } from '../state/server-clock.js';
import { useStore } from '../state/store.js';
import { useSaid } from '../ui/announce.js';
import { SaleLogo, useAccent } from '../ui/branding.js';
import { useFocusOn, useTitle } from '../ui/hooks.js';
import { Lazy } from '../ui/lazy.js';
import { Deadline } from '../ui/deadline.js';
import { Icon, type IconName } from '../ui/icons.js';
import { RefusalNote } from '../ui/refusal.js';
import { SaleBanner } from '../ui/sale-banner.js';
import { Steps } from '../ui/steps.js';
import { insideWords, wordsStore } from '../words/index.js';
import { pressHold } from './press-hold.js';
import { sumOf } from './selection.js';
import { ShopSession } from './shop-session.js';
import type { ShopState } from './shop-state.js';
import { TicketChoice } from './ticket-choice.js';
import './shop.css';

// separate chunks: prices and quantities load first, then the map, then the details once there is a basket
const loadMap = () => import('./house-map.js').then((module) => module.HouseMap);
const loadDetails = () => import('./details-step.js').then((module) => module.DetailsStep);
// the way out of a change: whoever presses for one has it
const loadChange = () => import('./details-step.js').then((module) => module.ChangeDock);
const loadStill = () => import('./still-there.js').then((module) => module.StillThere);

interface StepProps {
  session: ShopSession;
  state: ShopState;
  sale: SaleShape;
}

function Dock({ session, state, sale }: StepProps): JSX.Element {
  const words = useStore(wordsStore);
  const inside = useStore(insideWords());
  const { count, amount } = sumOf(state.selection, sale.ticketTypes);
  const total = count > 0 && formatMoney({ amount, currency: sale.currency }, words.locale);
  const { hold } = state;
  if (hold) return <Lazy load={loadChange} props={{ session, state, sale, hold }} />;
  return (
    <div class={count === 0 ? 'action-dock shop-dock shop-dock-empty' : 'action-dock shop-dock'}>
      <p class="dock-line">
        <span>{count === 0 ? inside.shop.nothing : inside.shop.tickets(count)}</span>
        <strong class="dock-total">{total}</strong>
      </p>
      <button
        type="button"
        class="button button-main"
        disabled={count === 0 || state.busy !== null || sale.state === 'paused' || sale.state === 'closed'}
        onClick={() => void pressHold(session)}
      >
        {state.busy === 'hold' ? inside.shop.holding : inside.shop.hold}
      </button>
    </div>
  );
}

function ChooseStep({ session, state, sale }: StepProps): JSX.Element {
  const inside = useStore(insideWords());
  return (
    <div class={state.plan ? 'shop-choose shop-with-map' : 'shop-choose'}>
      {state.timeUp && (
        <div class="note note-warn" role="alert">
          <Icon name="clock" />
          <div>
            <p class="note-title">{inside.shop.timeUpTitle}</p>
            <p>{inside.shop.timeUpText}</p>
          </div>
        </div>
      )}
      {state.plan && <Lazy load={loadMap} props={{ session, state, sale, plan: state.plan }} />}
      <div class="ticket-choices">
        {sale.ticketTypes.map((type) => (
          <TicketChoice key={type.id} session={session} state={state} type={type} />
        ))}
      </div>
      {state.trouble && <RefusalNote trouble={state.trouble} onRetry={state.retry ?? undefined} />}
      <Dock session={session} state={state} sale={sale} />
    </div>
  );
}

interface Outcome {
  icon: IconName;
  title: string;
  text: string;
  path: string;
  action: string;
}

/** Says that the fan is not in the shop, why, and leads to the right page. */
function Outside({ icon, title, text, path, action }: Outcome): JSX.Element {
  useSaid(`${title}. ${text}`);
  return (
    <div class="statement">
      <span class="statement-icon">
        <Icon name={icon} size={28} />
      </span>
      <h2 class="big-words">{title}</h2>
      <p class="lead stage-text">{text}</p>
      <a class="button button-main statement-action" {...follow(path)}>
        {action}
      </a>
    </div>
  );
}

/** An open order takes precedence: its tickets are held for it, and a second order is refused. */
function useOutcome({ state, sale }: StepProps): Outcome | null {
  const words = useStore(wordsStore);
  const inside = useStore(insideWords());
  const order = openOrderOf(sale.slug);
  const toSale = { path: salePath(sale.slug), action: words.common.backToSale };
  if (sale.show.canceledAt)
    return { icon: 'lock', title: words.saleState.canceled, text: inside.order.reasons.show_canceled, ...toSale };
  if (order) return { icon: 'card', ...inside.shop.openOrder, path: `/orders/${order}`, action: words.thread.pay };
  if (state.admission === 'ended') return { icon: 'clock', ...inside.shop.ended, ...toSale };
  if (state.admission !== 'outside') return null;
  if (sale.state === 'closed') return { icon: 'lock', ...inside.shop.closed, ...toSale };
  if (!placeBox.get(sale.slug)) return { icon: 'people', ...inside.shop.noPlace, ...toSale };
  return { icon: 'people', ...inside.shop.notInside, path: salePath(sale.slug, 'line'), action: inside.shop.toLine };
}

/** Returns this device's order of the sale that awaits payment. */
function openOrderOf(slug: string): string | null {
  const isOpen = ({ value: { slug: of, order } }: { value: KeptOrder }) =>
    of === slug && order?.state === 'pending' && Date.parse(order.expiresAt) > serverClock.now();
  return orderBox.all().find(isOpen)?.key ?? null;
}

function Content(props: StepProps): JSX.Element {
  const { state, session } = props;
  const words = useStore(wordsStore);
  const outcome = useOutcome(props);
  if (outcome) return <Outside {...outcome} />;
  if (state.admission === 'looking') {
    return state.trouble ? <RefusalNote trouble={state.trouble} /> : <p class="muted">{words.common.loading}</p>;
  }
  return state.hold && !state.changing ? (
    <Lazy load={loadDetails} props={{ session, state, hold: state.hold }} />
  ) : (
    <ChooseStep {...props} />
  );
}

function Shop({ sale }: { sale: SaleShape }): JSX.Element {
  const words = useStore(wordsStore);
  const inside = useStore(insideWords());
  useAccent(sale);
  const session = useMemo(() => new ShopSession(sale), [sale.slug]);
  const state = useStore(session.state);
  useEffect(() => {
    void session.start();
    for (const load of [loadMap, loadDetails, loadStill]) load().catch(() => undefined);
    return () => session.stop();
  }, [session]);
  const news = useStore(saleNews(sale.slug));
  const step = state.hold && !state.changing ? 1 : 0;
  const heading = useFocusOn(step);
  useTitle(`${inside.shop.title} · ${sale.show.name}`);
  const ends = state.admissionEndsAt;
  const isInside = state.admission === 'inside';
  return (
    <div class="shop-page">
      <header class="line-head">
        <div>
          <SaleLogo sale={sale} />
          <h1 class="line-show" ref={heading} tabIndex={-1}>
            {sale.show.name}
          </h1>
          <p class="muted small">
            {formatShortDayAndTime(sale.show.startsAt, words.locale, sale.show.timeZone)} · {sale.show.venue}
          </p>
        </div>
        {isInside && !state.hold && ends && (
          <p class="small inside-until">
            <Deadline at={ends} label={inside.shop.insideUntil(formatTimeOfDay(ends, words.locale))} />
          </p>
        )}
      </header>
      {isInside && <Steps at={step} />}
      {isInside && <SaleBanner state={sale.state} notice={news?.notice ?? null} place="shop" />}
      <Content session={session} state={state} sale={sale} />
      {isInside && !state.hold && state.idleUntil && (
        <Lazy
          load={loadStill}
          props={{
            until: state.idleUntil,
            onHere: () => session.pass.stayHere(),
            onOver: () => void session.pass.renew(),
          }}
          quiet
        />
      )}
    </div>
  );
}

export function ShopPage({ slug }: { slug: string }): JSX.Element {
  const { sale, trouble, reload } = useSale(slug, 'close');
  return sale ? <Shop key={slug} sale={sale} /> : <Waiting trouble={trouble} onRetry={reload} />;
}
