import type { Admission, LaneShape, OrderState, SaleState, ShowShape } from './shapes.js';

/** The wire shapes of `/v1/admin`, which the panel and promoters' own programs read. */
export type StaffRoleName = 'owner' | 'manager' | 'finance' | 'viewer';

/** POST /v1/admin/sessions and GET /v1/admin/sessions/current. */
export interface StaffSessionShape {
  member: { id: string; email: string; name: string; role: StaffRoleName };
  /** Goes into `x-csrf-token` of every call that changes something by cookie. */
  csrfToken: string;
}

/** How fast people are let in and how long each step may take; the promoter changes it while the sale runs. */
export interface SalePolicyShape {
  /** Admissions, called ones included, at the same time. */
  cap: number;
  perMinute: number;
  graceSeconds: number;
  claimMinutes: number;
  shopMinutes: number;
  holdMinutes: number;
  payMinutes: number;
  idleMinutes: number;
  ramp: null;
}

export interface StaffTicketTypeShape {
  id: string;
  name: string;
  admission: Admission;
  /** Minor units of the sale's currency, as in the body that made the sale. */
  price: number;
  maxPerFan: number;
  sections: string[];
  capacity: number;
  sold: number;
  withdrawn: number;
}

/** A sale as its promoter sees it, drafts included. */
export interface StaffSaleShape {
  id: string;
  slug: string;
  name: string;
  state: SaleState;
  /** Where `resume` goes back to; null unless paused. */
  pausedFrom: SaleState | null;
  currency: string;
  show: ShowShape;
  prequeueAt: string;
  opensAt: string;
  closesAt: string | null;
  challenge: 'off' | 'auto' | 'on';
  entry: 'open';
  listed: boolean;
  lanes: LaneShape[];
  ticketTypes: StaffTicketTypeShape[];
  policy: SalePolicyShape;
  policyVersion: number;
  limits: { by: string[]; across: string };
  notice: { text: string; at: string } | null;
  createdAt: string;
  publishedAt: string | null;
}

/** GET and PUT /v1/admin/sales/{id}/policy. */
export interface SalePolicyAnswer {
  policy: SalePolicyShape;
  version: number;
  lanes: { key: string; weight: number }[];
}

/** One line of GET /v1/admin/orders. */
export interface StaffOrderShape {
  id: string;
  saleId: string;
  saleName: string;
  state: OrderState;
  reason: string | null;
  buyer: { email: string; name: string };
  items: string[];
  totalMinor: number;
  refundedMinor: number;
  currency: string;
  createdAt: string;
  paidAt: string | null;
}
export interface StaffOrdersPage {
  orders: StaffOrderShape[];
  /** Give it as `before` for the page that follows; null on the last one. */
  next: string | null;
}

/** One line of GET /v1/admin/attention: something that a person must look at. */
export interface AttentionShape {
  id: string;
  orderId: string | null;
  saleId: string | null;
  kind: string;
  nextStep: string;
  detail: unknown;
  createdAt: string;
}

export interface EndpointShape {
  id: string;
  url: string;
  /** Empty: all. */
  types: string[];
  state: string;
  failingSince: string | null;
  createdAt: string;
  /** Only in the answer that made it. */
  secret?: string;
}
export interface MessageShape {
  messageId: string;
  type: string;
  sequence: number;
  state: string;
  tries: number;
  nextAt: string;
  doneAt: string | null;
}
export interface AttemptShape {
  at: string;
  status: number | null;
  note: string;
  tookMs: number;
}

export interface AuditEntryShape {
  at: string;
  actor: string;
  action: string;
  subject: string;
  data: unknown;
}

/** POST /v1/admin/socket-tickets. */
export interface SocketTicketShape {
  ticket: string;
  expiresAt: string;
}
