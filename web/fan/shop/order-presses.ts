import { api } from '../net/api.js';
import { holdBox, orderBox } from '../state/boxes.js';
import { wordsStore } from '../words/index.js';
import type { ShopSession } from './shop-session.js';

export async function pressExtend(session: ShopSession): Promise<void> {
  const { state, pass } = session;
  const { hold } = state.get();
  if (!hold) return;
  state.patch({ busy: 'extend', trouble: null });
  const answer = await api.extend(hold.id, pass.text());
  state.patch({ busy: null });
  if (answer.kind === 'ok') session.hold.hear(answer.data);
  else await session.refused(answer, () => void pressExtend(session));
}

/**
 * Turns the hold into an order and stores its access token here. `retry` presses again, with what the fan has typed by then.
 * @returns the order's id; null on failure
 */
export async function pressOrder(
  session: ShopSession,
  buyer: { email: string; name: string },
  promoCode: string | null,
  retry: () => void,
): Promise<string | null> {
  const { state, sale, pass } = session;
  const { hold } = state.get();
  if (!hold) return null;
  const wanted = {
    holdId: hold.id,
    buyer,
    language: wordsStore.get().code,
    ...(promoCode === null ? {} : { promoCode }),
  };
  state.patch({ busy: 'order', trouble: null });
  const answer = await session.key.send(wanted, (key) => api.order(wanted, pass.text(), key));
  state.patch({ busy: null });
  if (answer.kind !== 'ok') {
    await session.refused(answer, retry);
    return null;
  }
  const { accessToken = '', ...order } = answer.data;
  // the order owns the basket until it is paid or canceled
  orderBox.set(order.id, { accessToken, slug: sale.slug, order, hold });
  holdBox.clear(sale.slug);
  return order.id;
}
