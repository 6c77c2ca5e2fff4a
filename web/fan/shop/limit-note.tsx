import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { mostOf } from '../../../src/contract/orders/most-tickets.js';
import type { TicketTypeShape } from '../../../src/contract/sale/sale-shapes.js';
import { useStore } from '../state/store.js';
import { sayNow } from '../ui/announcer.js';
import { insideWords } from '../words/index.js';
import { allChosen, roomFor } from './selection.js';
import type { ShopState } from './shop-session.js';

/** Says which limit the basket has reached: why the next press adds nothing. */
export function LimitNote({
  state: { selection, limits },
  types,
}: {
  state: Pick<ShopState, 'selection' | 'limits'>;
  types: readonly TicketTypeShape[];
}): JSX.Element | null {
  const { shop } = useStore(insideWords());
  const { members, maxPerOrder } = limits;
  const chosen = allChosen(selection);
  const full = chosen > 0 ? types.find((type) => roomFor(selection, type, limits) === 0) : undefined;
  const ofPeople =
    full && (members > 1 ? shop.maximumGroup : shop.maximum)(mostOf(full, { members, maxPerOrder: null }));
  const text = full && maxPerOrder !== null && chosen >= maxPerOrder ? shop.maximumOrder(maxPerOrder) : ofPeople;
  useEffect(() => {
    if (text !== undefined) sayNow(text);
  }, [text]);
  return text === undefined ? null : <p class="muted small choice-limit">{text}</p>;
}
