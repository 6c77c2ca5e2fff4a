import type { JSX } from 'preact';
import type { HoldShape, SaleShape, TicketTypeShape } from '../../../src/contract/shapes.js';
import { useStore } from '../state/store.js';
import { Stepper } from '../ui/stepper.js';
import { insideWords } from '../words/index.js';
import { stockOf } from './availability-state.js';
import { type Basket, basketItems, basketOf, stepped } from './basket.js';
import type { ShopSession, ShopState } from './shop-session.js';

interface EditorProps {
  session: ShopSession;
  state: ShopState;
  sale: SaleShape;
  hold: HoldShape;
}

/** The fan's own tickets, changed one by one: hers to keep or to give back also when the type is gone for others. */
export function BasketEditor({ session, state, sale, hold }: EditorProps): JSX.Element {
  const inside = useStore(insideWords());
  const basket = basketOf(hold);
  const change = (next: Basket) => {
    if (state.busy === null) void session.swap(basketItems(next));
  };
  const own = (type: TicketTypeShape): number => hold.items.filter((item) => item.ticketTypeId === type.id).length;
  const held = sale.ticketTypes.filter((type) => own(type) > 0);
  const isGone = held.some(({ id }) => stockOf(state.stock, id)?.state === 'gone');
  return (
    <section class="basket-editor" aria-label={inside.shop.basketChange}>
      {held
        .filter(({ id }) => (basket.counts[id] ?? 0) > 0)
        .map((type) => {
          const n = basket.counts[type.id] ?? 0;
          const room = Math.min(type.maxPerFan - own(type), stockOf(state.stock, type.id)?.free ?? 0);
          const set = (by: 1 | -1) =>
            change({ ...basket, counts: { ...basket.counts, [type.id]: stepped(n, by, type) } });
          return (
            <div class="choice-count" key={type.id}>
              <span>{type.name}</span>
              <Stepper
                value={n}
                room={room < type.multiple ? 0 : room}
                lessLabel={inside.shop.fewer(type.name)}
                moreLabel={inside.shop.more(type.name)}
                onChange={(value) => set(value > n ? 1 : -1)}
              />
            </div>
          );
        })}
      {basket.seats.length > 0 && (
        <ul class="chosen-seats">
          {basket.seats.map((seat) => (
            <li key={seat.id}>
              <button
                type="button"
                class="chosen-seat"
                disabled={state.busy !== null}
                onClick={() => change({ ...basket, seats: basket.seats.filter(({ id }) => id !== seat.id) })}
              >
                {seat.label} <span aria-hidden="true">×</span>
                <span class="unseen">{inside.shop.remove}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      {isGone && <p class="muted small">{inside.shop.yoursOnly}</p>}
    </section>
  );
}
