import type { JSX } from 'preact';
import { useStore } from '../state/store.js';
import { insideWords } from '../words/index.js';
import { withoutSeat } from './selection.js';
import type { ShopSession } from './shop-session.js';
import type { ShopState } from './shop-state.js';

/** Lists seats chosen by hand, each with a button to remove it. */
export function ChosenSeats({ session, state }: { session: ShopSession; state: ShopState }): JSX.Element | null {
  const inside = useStore(insideWords());
  const { seats } = state.selection;
  if (seats.length === 0) return null;
  return (
    <ul class="chosen-seats" aria-label={inside.shop.chosen}>
      {seats.map((seat) => (
        <li key={seat.id}>
          <button
            type="button"
            class="chosen-seat"
            onClick={() => session.choose(withoutSeat(state.selection, seat.id))}
          >
            {seat.label} <span aria-hidden="true">×</span>
            <span class="unseen">{inside.shop.remove}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
