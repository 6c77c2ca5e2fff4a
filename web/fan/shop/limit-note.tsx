import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { mostOf } from '../../../src/contract/orders/most-tickets.js';
import type { TicketTypeShape } from '../../../src/contract/sale/sale-shapes.js';
import { useStore } from '../state/store.js';
import { sayNow } from '../ui/announce.js';
import { insideWords } from '../words/index.js';
import { allChosen, roomFor } from './selection.js';
import type { ShopState } from './shop-state.js';

/** A press that added nothing, as on a companion seat, which needs room for its wheelchair place too. */
export interface Refused {
  selection: ShopState['selection'];
  type: TicketTypeShape;
}

/** Says which limit the basket has reached: why the next press adds nothing, or why the last one has not. */
export function LimitNote({
  state: { selection, limits },
  types,
  refused = null,
}: {
  state: Pick<ShopState, 'selection' | 'limits'>;
  types: readonly TicketTypeShape[];
  refused?: Refused | null;
}): JSX.Element | null {
  const { shop } = useStore(insideWords());
  const { members, maxPerOrder } = limits;
  const chosen = allChosen(selection);
  const tooMany = refused?.selection === selection ? refused.type : undefined;
  const reached = chosen > 0 ? types.find((type) => roomFor(selection, type, limits) === 0) : undefined;
  const full = reached ?? tooMany;
  // a pair does not fit where there is room for one
  const most = reached ? chosen : chosen + 1;
  const ofPeople =
    full && (members > 1 ? shop.maximumGroup : shop.maximum)(mostOf(full, { members, maxPerOrder: null }));
  const text = full && maxPerOrder !== null && most >= maxPerOrder ? shop.maximumOrder(maxPerOrder) : ofPeople;
  useEffect(() => {
    if (text !== undefined) sayNow(text);
  }, [text, refused]);
  return text === undefined ? null : <p class="muted small choice-limit">{text}</p>;
}
