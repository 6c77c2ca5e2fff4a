import type { ComponentType, JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { formatMoney } from '../../../src/contract/money/money.js';
import type { OrderShape } from '../../../src/contract/orders/order-shapes.js';
import { lostTickets, openRefunds, paidStanding } from '../../../src/contract/orders/order-standing.js';
import type { SaleChangeShape } from '../../../src/contract/sale/sale-change-shapes.js';
import { afterSaleWords } from '../../../src/words/after-sale.js';
import { formatDayAndTime } from '../../shared/format/time.js';
import { useStore } from '../state/store.js';
import { Icon } from '../ui/icons.js';
import { wordsStore } from '../words/index.js';
import type { Phrase } from './order-phrase.js';
import { isHeld, type OrderSession } from './order-session.js';

const useWords = () => afterSaleWords(useStore(wordsStore).code);

/** Heads an order that has no tickets left: a paid one, or one whose money could not be given back. */
export function BareHead({
  order,
  Head,
  isNews,
}: {
  order: OrderShape;
  /** Its tickets were on this page until now. */
  isNews: boolean;
  /** Given by the page, whose chunk has it. */
  Head: ComponentType<{ order: OrderShape; phrase: Phrase & { isOff: boolean } }>;
}): JSX.Element {
  const words = useWords();
  useEffect(() => {
    // what had the focus may be gone with the last ticket
    if (isNews && document.activeElement === document.body) document.querySelector<HTMLElement>('main h1')?.focus();
  }, []);
  const isPaid = order.state === 'paid';
  const isGiven = isPaid && paidStanding(order) === 'given';
  // where the money is, the note below says
  const taken = isPaid ? words.taken : { ...words.taken, text: '' };
  return <Head order={order} phrase={{ ...(isGiven ? words.given : taken), isOff: !isGiven }} />;
}

/** How long a bank may take before another way to pay is offered; both are one payment, so nobody pays twice. */
const bankMs = 60_000;

/** Offers the form again to a fan whose bank was said to be deciding, as it may have refused since. */
export function PayOtherwise({ session }: { session: OrderSession }): JSX.Element | null {
  const words = useWords();
  const [isLate, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), bankMs);
    return () => clearTimeout(timer);
  }, []);
  const press = () => {
    session.payOtherwise();
    // the button is gone with the press
    document.querySelector<HTMLElement>('main h1')?.focus();
  };
  return isLate ? (
    <button type="button" class="button" onClick={press}>
      {words.payOtherwise}
    </button>
  ) : null;
}

/** Tells of money that is yet to arrive, or did not, and of tickets that are valid no more. */
export function MoneyNote({ order }: { order: OrderShape }): JSX.Element {
  const { locale } = useStore(wordsStore);
  const words = useWords();
  const { onWay, stuck } = openRefunds(order);
  const lost = order.state === 'paid' ? lostTickets(order) : 0;
  return (
    <>
      {onWay && <p class="note-line">{words.refundOnWay(formatMoney(onWay, locale))}</p>}
      {stuck && <p class="note-line">{words.refundStuck(formatMoney(stuck, locale))}</p>}
      {lost > 0 && <p>{words.lost(lost)}</p>}
    </>
  );
}

export function DisputeNote(): JSX.Element {
  const words = useWords();
  return (
    <div class="note note-warn">
      <Icon name="warn" />
      <p>{words.disputed}</p>
    </div>
  );
}

/** Says what the promoter has changed about the show since the order, as when it was postponed. */
export function ChangesNote({
  order: { id, show },
  changes,
}: {
  order: OrderShape;
  changes: readonly SaleChangeShape[];
}): JSX.Element {
  const { locale, sale, direction } = useStore(wordsStore);
  const words = useWords();
  const valueOf = (what: string, value: string | null) =>
    what === 'startsAt' && value !== null ? formatDayAndTime(value, locale, show.timeZone) : value;
  return (
    <div class="note note-warn" role="status">
      <Icon name="calendar" />
      <div>
        <p class="note-title">{isHeld(id) ? words.changedSinceHeld : words.changedSince}</p>
        {changes.map(({ what, at, before, after }) => (
          <p key={`${at} ${what}`}>
            {sale.changed[what]}: <del>{valueOf(what, before)}</del>{' '}
            <span aria-hidden="true">{direction === 'rtl' ? '←' : '→'}</span> <ins>{valueOf(what, after)}</ins>
          </p>
        ))}
      </div>
    </div>
  );
}
