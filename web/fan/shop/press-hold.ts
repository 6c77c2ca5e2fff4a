import { api } from '../net/api.js';
import { holdItems } from './selection.js';
import type { ShopSession } from './shop-session.js';

/** Holds what the fan has chosen. */
export async function pressHold(session: ShopSession): Promise<void> {
  const { state, sale, pass } = session;
  const items = holdItems(state.get().selection, sale.ticketTypes);
  state.patch({ busy: 'hold', trouble: null, timeUp: false });
  const answer = await session.key.send(items, (key) => api.hold(sale.slug, pass.text(), items, key));
  state.patch({ busy: null });
  if (answer.kind === 'ok') return session.hold.hear(answer.data);
  await session.refused(answer, () => void pressHold(session));
  void session.reread();
}
