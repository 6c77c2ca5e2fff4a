import { api } from '../net/api.js';
import { sectionsOf } from './availability-state.js';
import { selectionOfHold } from './held-selection.js';
import { emptySelection, holdItems } from './selection.js';
import type { ShopSession } from './shop-session.js';

/** Starts changing the basket; the current hold stays. */
export function pressChange({ state, sale, stock }: ShopSession): void {
  const { hold } = state.get();
  if (!hold) return;
  state.patch({ changing: true, trouble: null, selection: selectionOfHold(hold, sale.ticketTypes) });
  stock.show();
  // only its seats tell whether what is held is a wheelchair place
  const keys = sale.ticketTypes.flatMap(({ id }) => sectionsOf(state.get().stock, id).map(({ key }) => key));
  stock.need(keys.filter((key) => hold.items.some(({ seatId }) => seatId?.startsWith(`${key}-`))));
}

/** Discards the change and keeps the basket as it was. */
export function pressKeep({ state, stock }: ShopSession): void {
  state.patch({ changing: false, trouble: null, selection: emptySelection });
  stock.show();
}

/** Replaces the hold atomically: on refusal the fan keeps the current one. */
export async function pressSwap(session: ShopSession): Promise<void> {
  const { state, sale, pass } = session;
  const { hold, selection } = state.get();
  const items = holdItems(selection, sale.ticketTypes);
  if (!hold) return;
  if (items.length === 0) return await release(session);
  state.patch({ busy: 'hold', trouble: null });
  const answer = await api.swap(hold.id, pass.text(), items);
  state.patch({ busy: null });
  if (answer.kind === 'ok') session.hold.hear(answer.data);
  else await session.refused(answer, () => void pressSwap(session));
  void session.reread();
}

async function release(session: ShopSession): Promise<void> {
  const { state, pass } = session;
  const { hold } = state.get();
  if (!hold) return;
  state.patch({ busy: 'release', trouble: null });
  const answer = await api.release(hold.id, pass.text());
  state.patch({ busy: null });
  if (answer.kind === 'ok' || (answer.kind === 'refused' && answer.problem.code === 'NOT_FOUND'))
    session.hold.drop(false);
  else await session.refused(answer, () => void release(session));
  void session.reread();
}
