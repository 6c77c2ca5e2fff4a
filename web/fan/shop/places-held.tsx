import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { HoldShape } from '../../../src/contract/orders/order-shapes.js';
import type { SectionShape } from '../../../src/contract/stock/availability-shapes.js';
import { itemPhrase } from '../../../src/words/seat-phrase.js';
import { api } from '../net/api.js';
import { useStore } from '../state/store.js';
import { insideWords } from '../words/index.js';
import type { ShopSession } from './shop-session.js';
import type { ShopState } from './shop-state.js';

interface PlacesHeldProps {
  session: ShopSession;
  state: ShopState;
  hold: HoldShape;
}

/** Reads sections once: what is held stays what it is, so they need not be kept current as those of the map are. */
function useSections({ session, state }: PlacesHeldProps, keys: readonly string[]): Record<string, SectionShape> {
  const [read, setRead] = useState<Record<string, SectionShape>>({});
  useEffect(() => {
    for (const key of keys.filter((one) => !state.stock.sections[one]))
      void api.section(session.sale.slug, session.pass.text(), key).then((answer) => {
        if (answer.kind === 'ok') setRead((before) => ({ ...before, [key]: answer.data }));
      });
  }, [session, keys.join()]);
  return { ...read, ...state.stock.sections };
}

/** Says which of the held seats are wheelchair places and their companions': prices name seats by number alone. */
export function PlacesHeld(props: PlacesHeldProps): JSX.Element | null {
  const { state, hold } = props;
  const inside = useStore(insideWords());
  const keys = (state.plan?.sections ?? [])
    .filter(({ key, accessible }) => accessible > 0 && hold.items.some(({ seatId }) => seatId?.startsWith(`${key}-`)))
    .map(({ key }) => key);
  const sections = useSections(props, keys);
  const seats = new Map(keys.flatMap((key) => sections[key]?.seats ?? []).map((seat) => [seat.id, seat]));
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
