import { formatMoney } from '../../../src/contract/money/money.js';
import { isEndReason } from '../../../src/contract/orders/order-reasons.js';
import type { OrderShape } from '../../../src/contract/orders/order-shapes.js';
import type { Words } from '../../../src/words/en.js';
import type { InsideWords } from '../../../src/words/en.inside.js';
import type { ReturnWord } from '../state/order-link.js';

export interface OrderReading {
  words: Words;
  inside: InsideWords;
  /** What the payment page has just said. */
  returned: ReturnWord;
  /** A single ticket, opened by a holder who did not buy it. */
  isHeld: boolean;
  /** Another browser of the same place has made the order. */
  isFromElsewhere: boolean;
}

export interface Phrase {
  title: string;
  text: string;
}

/** Says how an order stands, unless it has no tickets left. `isOff`: its tickets admit nobody, or not for now. */
export function orderPhrase(order: OrderShape, reading: OrderReading): Phrase & { isOff: boolean } {
  const { words, inside, isHeld } = reading;
  const { reasons, held } = inside.order;
  // money that was taken goes back; other ends have their own reasons
  const isCanceled = order.show.canceledAt !== undefined && (order.state === 'paid' || order.state === 'refunded');
  const { tickets } = order;
  // what keeps them from the door, the note below says
  if (order.state === 'paid' && !isCanceled && tickets.length > 0 && tickets.every((ticket) => ticket.held))
    return { title: (isHeld ? held : inside.order.states).paid.title, text: '', isOff: true };
  if (isHeld && (order.state === 'paid' || order.state === 'canceled'))
    return { ...held[isCanceled ? 'canceled' : order.state], isOff: isCanceled };
  if (isCanceled) return { title: words.saleState.canceled, text: reasons.show_canceled, isOff: true };
  if (order.state === 'paid') {
    const { states, elsewhere } = inside.order;
    return { ...states.paid, ...(reading.isFromElsewhere && { text: elsewhere }), isOff: false };
  }
  return { ...openPhrase(order, reading), isOff: false };
}

function openPhrase(order: OrderShape, { words, inside, returned }: OrderReading): Phrase {
  const { states, reasons } = inside.order;
  const { state, reason } = order;
  if (state === 'pending' && returned === 'succeeded') return states.authorized;
  if (state === 'pending' && returned === 'processing') return { title: inside.pay.title, text: inside.pay.processing };
  if (state === 'pending')
    return { title: inside.pay.pay(formatMoney(order.total, words.locale)), text: states.pending.text };
  const hasEnded = state === 'canceled' || state === 'expired';
  return hasEnded && isEndReason(reason) ? { title: states[state].title, text: reasons[reason] } : states[state];
}
