import type { TicketTypeShape } from '../../../src/contract/sale/sale-shapes.js';
import type { ShopSession } from './shop-session.js';
import type { ShopState } from './shop-state.js';

/** What the choice of one ticket type is drawn from. */
export interface ChoiceProps {
  session: ShopSession;
  state: ShopState;
  type: TicketTypeShape;
}
