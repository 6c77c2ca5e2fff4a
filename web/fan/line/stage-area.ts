import type { SaleShape } from '../../../src/contract/sale/sale-shapes.js';
import type { LineSession } from './line-session.js';
import type { LineSessionState } from './line-state.js';
import type { LineView } from './line-view.js';

/** What the parts of the waiting room are given. */
export interface StageArea {
  session: LineSession;
  state: LineSessionState;
  view: LineView;
  sale: SaleShape;
}
