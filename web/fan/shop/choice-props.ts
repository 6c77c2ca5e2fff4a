import type { TicketTypeShape } from '../../../src/contract/sale/sale-shapes.js';
import type { ShopSession, ShopState } from './shop-session.js';

/** What the choice of one ticket type is drawn from. */
export interface ChoiceProps {
  session: ShopSession;
  state: ShopState;
  type: TicketTypeShape;
}
