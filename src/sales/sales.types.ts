import type { Notice } from '../contract/notice-shapes.js';
import type { FeeTerms, TaxTerms } from '../contract/pricing.js';
import type { Admission, LaneAccess, SaleState, ShowShape, StockState } from '../contract/shapes.js';
import type { SellerShape } from '../contract/seller-shapes.js';
import type { SalePolicyShape } from '../contract/staff-shapes.js';
import type { ChallengeMode, EntryMode, IdentityKeys } from '../queue/queue.types.js';
import type { PausableState } from './life/sale.state.js';

export interface LaneSetting {
  key: string;
  label: string;
  weight: number;
  access: LaneAccess;
}

export type SalePolicy = SalePolicyShape;

export type LimitKind = 'place' | 'identity' | 'email' | 'card';

/** What one person is: everything named here counts, each by itself. */
export interface SaleLimits {
  by: LimitKind[];
  across: 'sale' | 'tour';
  /** Sales that name the same tour count together; null within a sale. */
  tour: string | null;
}

export interface TicketTypeView {
  id: string;
  name: string;
  admission: Admission;
  priceMinor: number;
  fee: FeeTerms | null;
  tax: TaxTerms | null;
  maxPerFan: number;
  /** One hold takes at least so many, and a multiple of. */
  min: number;
  multiple: number;
  /** The pool of the public channel. */
  poolId: string;
  sections: string[];
  /** How plentiful partners were last told it is; the figures of this moment are in the snapshot. */
  toldStock: StockState;
}

/** A sale as the other rooms see it: at most a second old, the same object for all readers of a node. Never change it. */
export interface SaleView {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly state: SaleState;
  readonly pausedFrom: PausableState | null;
  readonly currency: string;
  readonly show: ShowShape;
  /** RFC 3339, as all times on the wire. */
  readonly prequeueAt: string;
  readonly opensAt: string;
  readonly closesAt: string | null;
  readonly challenge: ChallengeMode;
  readonly entry: EntryMode;
  readonly identityKeys: IdentityKeys | null;
  /** The order of the draw needs the public beacon's randomness, too. */
  readonly beacon: boolean;
  /** Nobody new gets a place for now. */
  readonly joinsFrozen: boolean;
  readonly listed: boolean;
  readonly seller: SellerShape | null;
  readonly lanes: readonly LaneSetting[];
  readonly policy: SalePolicy;
  readonly policyVersion: number;
  readonly limits: SaleLimits;
  readonly notice: Notice | null;
  readonly createdAt: string;
  readonly publishedAt: string | null;
  readonly ticketTypes: readonly TicketTypeView[];
}

/** A sale's stock in one ticket type, from both stores: what Redis counts, and what Postgres says is sold. */
export interface StockFigure {
  ticketTypeId: string;
  capacity: number;
  free: number;
  /** In somebody's hands, being paid for, or lapsed and not offered again yet. */
  held: number;
  sold: number;
  withdrawn: number;
}

/** A page of sales for their promoter. */
export interface SalesPage {
  /** Part of a name, an address or a venue, taken literally. */
  search: string | null;
  state: SaleState | null;
  /** The last sale of the page before. */
  after: string | null;
  limit: number;
}

/** What a notice may say besides its text. */
export type NoticeMore = Pick<Notice, 'texts' | 'to'>;
