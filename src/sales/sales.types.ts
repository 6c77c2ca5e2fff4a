import type { Notice } from '../contract/sale/notice-shapes.js';
import type { FeeTerms, TaxTerms } from '../contract/money/pricing.js';
import type { Admission, LaneAccess, SaleState, ShowShape, StockState } from '../contract/sale/sale-shapes.js';
import type { BrandingShape } from '../contract/sale/branding-shapes.js';
import type { SellerShape } from '../contract/sale/seller-shapes.js';
import type { SalePolicyShape } from '../contract/staff/staff-shapes.js';
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

/** Identities by which purchases of one person are limited; each is counted separately. */
export interface SaleLimits {
  by: LimitKind[];
  across: 'sale' | 'tour';
  /** Sales with the same tour count together; null for limits within a sale. */
  tour: string | null;
  /** Maximum tickets of one order, of all types together; null for no limit of its own. */
  perOrder: number | null;
}

export interface TicketTypeView {
  id: string;
  name: string;
  admission: Admission;
  priceMinor: number;
  fee: FeeTerms | null;
  tax: TaxTerms | null;
  maxPerFan: number;
  /** Smallest quantity per hold; `multiple`: the quantity must be a multiple of it. */
  min: number;
  multiple: number;
  /** The pool of the public channel. */
  poolId: string;
  sections: string[];
  /** Stock state last reported to partners; the current figures are in the snapshot. */
  toldStock: StockState;
}

/** A sale as seen by other rooms: at most one second stale, shared by all readers of a node. Must not be mutated. */
export interface SaleView {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly state: SaleState;
  readonly pausedFrom: PausableState | null;
  readonly currency: string;
  readonly show: ShowShape;
  /** RFC 3339, like all times on the wire. */
  readonly prequeueAt: string;
  readonly opensAt: string;
  readonly closesAt: string | null;
  readonly challenge: ChallengeMode;
  readonly entry: EntryMode;
  readonly identityKeys: IdentityKeys | null;
  /** The order of the draw also depends on a public randomness beacon. */
  readonly beacon: boolean;
  /** New joins are refused. */
  readonly joinsFrozen: boolean;
  readonly listed: boolean;
  readonly transferable: boolean;
  readonly seller: SellerShape | null;
  readonly branding: BrandingShape | null;
  readonly lanes: readonly LaneSetting[];
  readonly policy: SalePolicy;
  readonly policyVersion: number;
  readonly limits: SaleLimits;
  readonly notice: Notice | null;
  readonly createdAt: string;
  readonly publishedAt: string | null;
  readonly ticketTypes: readonly TicketTypeView[];
}

/** Stock of one ticket type, merged from both stores: counts from Redis, sales from Postgres. */
export interface StockFigure {
  ticketTypeId: string;
  capacity: number;
  free: number;
  /** Held, being paid for, or lapsed and not yet re-offered. */
  held: number;
  sold: number;
  withdrawn: number;
}

/** A page of sales for their promoter. */
export interface SalesPage {
  /** Literal substring of a name, slug or venue. */
  search: string | null;
  state: SaleState | null;
  /** Id of the last sale on the previous page. */
  after: string | null;
  limit: number;
}

/** Optional parts of a notice besides its text. */
export type NoticeMore = Pick<Notice, 'texts' | 'to'>;
