import type { JSX } from 'preact';
import { formatMoney } from '../../../src/contract/money/money.js';
import type { HoldShape } from '../../../src/contract/orders/order-shapes.js';
import type { SaleShape } from '../../../src/contract/sale/sale-shapes.js';
import { formatTimeOfDay } from '../../shared/format/time.js';
import { useStore } from '../state/store.js';
import { Deadline } from '../ui/deadline.js';
import { insideWords, wordsStore } from '../words/index.js';
import { pressKeep, pressSwap } from './change-presses.js';
import { sumOf } from './selection.js';
import type { ShopSession } from './shop-session.js';
import type { ShopState } from './shop-state.js';

/** The deadline keeps running while the fan changes the basket; canceling the change is always possible. */
export function ChangeDock({
  session,
  state,
  sale,
  hold,
}: {
  session: ShopSession;
  state: ShopState;
  sale: SaleShape;
  hold: HoldShape;
}): JSX.Element {
  const words = useStore(wordsStore);
  const inside = useStore(insideWords());
  const { count, amount } = sumOf(state.selection, sale.ticketTypes);
  const busy = state.busy !== null;
  return (
    <div class="action-dock shop-dock">
      <p class="dock-line">
        <Deadline at={hold.expiresAt} label={inside.shop.heldUntil(formatTimeOfDay(hold.expiresAt, words.locale))} />
        <strong class="dock-total">
          {count > 0 && formatMoney({ amount, currency: sale.currency }, words.locale)}
        </strong>
      </p>
      <div class="dock-buttons">
        <button type="button" class="button button-quiet" disabled={busy} onClick={() => pressKeep(session)}>
          {inside.shop.keepThese}
        </button>
        <button type="button" class="button button-main" disabled={busy} onClick={() => void pressSwap(session)}>
          {busy ? inside.shop.holding : count === 0 ? inside.shop.releaseThese : inside.shop.changeTo}
        </button>
      </div>
    </div>
  );
}
