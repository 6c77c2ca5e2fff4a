/** The wire shapes shared by server, web and load driver. Times are RFC 3339 UTC with milliseconds; money is minor units. */
export interface Money {
  amount: number;
  currency: string;
}
export interface Range {
  from: number;
  to: number;
}

export type SaleState = 'draft' | 'scheduled' | 'prequeue' | 'on_sale' | 'paused' | 'sold_out' | 'closed';
export type StockState = 'plenty' | 'low' | 'gone';
export type Admission = 'general' | 'reserved';
export type LaneAccess = 'open' | 'code' | 'invite';
export type PlaceState = 'waiting' | 'called' | 'deferred' | 'admitted' | 'expired' | 'left' | 'done';
export type OrderState = 'pending' | 'authorized' | 'paid' | 'expired' | 'canceled' | 'refunded' | 'needs_attention';
export type HoldState = 'active' | 'paying' | 'sold' | 'released' | 'expired';
export type SeatState = 'free' | 'held' | 'sold' | 'withdrawn';

export interface ShowShape {
  name: string;
  venue: string;
  startsAt: string;
  timeZone: string;
}
export interface LaneShape {
  key: string;
  label: string;
  weight: number;
  access: LaneAccess;
}
export interface TicketTypeShape {
  id: string;
  name: string;
  admission: Admission;
  price: Money;
  maxPerFan: number;
  state: StockState;
}
/** GET /v1/sales/{slug} */
export interface SaleShape {
  id: string;
  slug: string;
  name: string;
  state: SaleState;
  currency: string;
  show: ShowShape;
  prequeueAt: string;
  opensAt: string;
  closesAt: string | null;
  lanes: LaneShape[];
  ticketTypes: TicketTypeShape[];
  demo: boolean;
}

export interface LaneSnapshot {
  arrivals: number;
  /** N: how many numbers the draw ordered; null before the draw. */
  drawn: number | null;
  /** S: positions at or below it have been called or passed over. */
  serving: number;
  window: number;
  present: number;
  weight: number;
  perMinute: number;
  measured: Range | null;
  chance: { ahead: number; from: number; to: number }[];
}
export interface DrawShape {
  scheme: 'ropeline-draw-v1';
  commitment: string;
  seed: string | null;
  frozenAt: string | null;
  beaconChain: string | null;
  round: number | null;
  beacon: string | null;
}
/** GET /v1/sales/{slug}/queue, and the socket event `snapshot`: the same for everybody. */
export interface Snapshot {
  version: number;
  at: string;
  saleId: string;
  state: SaleState;
  prequeueAt: string;
  opensAt: string;
  closesAt: string | null;
  lanes: Record<string, LaneSnapshot>;
  draw: DrawShape;
  stock: { ticketTypeId: string; price: Money; state: StockState }[];
  notice: { text: string; at: string } | null;
  pollAfterMs: number;
  stale: boolean;
}

export interface JoinShape {
  placeToken: string;
  number: number;
  lane: string;
  joinedAt: string;
}
/** GET /v1/place and the socket event `place`. */
export interface PlaceShape {
  state: PlaceState;
  number: number;
  lane: string;
  position: number | null;
  ahead: number | null;
  wait: Range | null;
  chance: Range | null;
  /** While called: claim before this; the place is kept until then all the same. */
  claimBefore: string | null;
  placeKeptUntil: string | null;
  deferredUntil: string | null;
  stale: boolean;
}
export interface AdmissionShape {
  pass: string;
  expiresAt: string;
  admissionEndsAt: string;
}

export interface AvailabilityShape {
  version: number;
  ticketTypes: {
    ticketTypeId: string;
    state: StockState;
    free?: number;
    sections?: { key: string; label: string; state: StockState; free?: number }[];
  }[];
}
export interface SeatShape {
  id: string;
  row: string;
  label: string;
  ticketTypeId: string;
  state: SeatState;
  x: number;
  y: number;
}
export interface SectionShape {
  version: number;
  section: string;
  label: string;
  seats: SeatShape[];
}

export interface HoldItemShape {
  ticketTypeId: string;
  seatId: string | null;
  label: string;
  price: Money;
}
export interface HoldShape {
  id: string;
  state: HoldState;
  items: HoldItemShape[];
  total: Money;
  expiresAt: string;
  extendable: boolean;
  relaxed: string | null;
  orderId: string | null;
}
export interface OrderLineShape {
  kind: 'ticket' | 'fee';
  label: string;
  amount: number;
}
export interface PaymentShape {
  provider: 'stripe';
  intentId: string;
  clientSecret: string;
  publishableKey: string;
  confirmUrl: string | null;
}
export interface TicketShape {
  id: string;
  label: string;
  ticketTypeId: string;
  seatId: string | null;
  barcode: string;
}
export interface OrderShape {
  id: string;
  state: OrderState;
  saleId: string;
  lines: OrderLineShape[];
  total: Money;
  refunded: Money;
  expiresAt: string;
  payment: PaymentShape | null;
  tickets: TicketShape[];
  accessToken?: string;
  reason: string | null;
  buyer?: { email: string; name: string };
  show: ShowShape;
}

/** GET /v1/admin/sales/{id}/live and the socket event `live`. */
export interface LiveShape {
  at: string;
  state: SaleState;
  lanes: Record<string, { arrivals: number; waiting: number; present: number; serving: number; called: number }>;
  connected: number;
  active: number;
  admittedPerMinute: number;
  target: { cap: number; perMinute: number };
  reason: string;
  stock: {
    ticketTypeId: string;
    name: string;
    capacity: number;
    free: number;
    held: number;
    sold: number;
    withdrawn: number;
  }[];
  orders: { pending: number; authorized: number; paid: number; attention: number };
  revenue: Money;
  payments: { state: 'healthy' | 'degraded' | 'down' | 'unknown'; successRate: number | null; p95Ms: number | null };
  conservation: { ok: boolean; checkedAt: string | null };
  nodes: { id: string; connected: number; roles: string[]; at: string }[];
}
