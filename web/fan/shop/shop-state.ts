import type { BasketLimits } from '../../../src/contract/orders/most-tickets.js';
import type { HoldShape } from '../../../src/contract/orders/order-shapes.js';
import type { SaleShape } from '../../../src/contract/sale/sale-shapes.js';
import type { HousePlan } from '../../../src/contract/stock/seat-map-shapes.js';
import type { Trouble } from '../ui/refusal.js';
import { emptyStock, type Stock } from './availability-state.js';
import { emptySelection, type Selection } from './selection.js';

export interface ShopState {
  /** looking: no answer yet · inside · outside: not this fan's turn · ended: the admission is over. */
  admission: 'looking' | 'inside' | 'outside' | 'ended';
  admissionEndsAt: string | null;
  /** Without a hold, the slot passes on at this time unless the fan shows activity before. */
  idleUntil: string | null;
  stock: Stock;
  /** The house in outline; null while loading, and for sales without seats. */
  plan: HousePlan | null;
  selection: Selection;
  limits: BasketLimits;
  hold: HoldShape | null;
  /** The basket is being changed; it stays held until the change is committed. */
  changing: boolean;
  /** The hold expired while the fan was on the page. */
  timeUp: boolean;
  busy: 'hold' | 'release' | 'extend' | 'order' | null;
  trouble: Trouble | null;
  /** Repeats the press that failed. */
  retry: (() => void) | null;
}

export const firstShopState = ({ maxPerOrder }: SaleShape): ShopState => ({
  admission: 'looking',
  admissionEndsAt: null,
  idleUntil: null,
  stock: emptyStock,
  plan: null,
  selection: emptySelection,
  limits: { members: 1, maxPerOrder },
  hold: null,
  changing: false,
  timeUp: false,
  busy: null,
  trouble: null,
  retry: null,
});
