import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { HoldShape } from '../../../src/contract/orders/order-shapes.js';
import { itemPhrase } from '../../../src/words/seat-phrase.js';
import { useStore } from '../state/store.js';
import { insideWords } from '../words/index.js';
import type { ShopSession } from './shop-session.js';
import type { ShopState } from './shop-state.js';

interface PlacesHeldProps {
  session: ShopSession;
  state: ShopState;
  hold: HoldShape;
}

/** Says which of the held seats are wheelchair places and their companions': prices name seats by number alone. */
export function PlacesHeld({ session, state, hold }: PlacesHeldProps): JSX.Element | null {
  const inside = useStore(insideWords());
  const keys = (state.plan?.sections ?? [])
    .filter(({ key, accessible }) => accessible > 0 && hold.items.some(({ seatId }) => seatId?.startsWith(`${key}-`)))
    .map(({ key }) => key);
  useEffect(() => session.stock.need(keys), [session, keys.join()]);
  const seats = new Map(keys.flatMap((key) => state.stock.sections[key]?.seats ?? []).map((seat) => [seat.id, seat]));
  const places = hold.items.flatMap(({ seatId, label }) => {
    const seat = seats.get(seatId ?? '');
    return seat?.accessible || seat?.companionOf ? [{ label, seat }] : [];
  });
  if (places.length === 0) return null;
  return (
    <ul class="places-held muted small">
      {places.map(({ label, seat }) => (
        <li key={seat.id}>
          <bdi aria-hidden="true">{seat.accessible ? '♿\uFE0E' : '\u200E+1'}</bdi> {itemPhrase(label, inside)}:{' '}
          {seat.accessible ? inside.shop.wheelchair : inside.shop.companion}
        </li>
      ))}
    </ul>
  );
}
