import type { PlaceMailShape } from '../../../src/contract/line/place-mail-shapes.js';
import type { SaleChangesShape } from '../../../src/contract/sale/sale-change-shapes.js';
import type { StepUpAskedShape } from '../../../src/contract/line/step-up.js';
import type { ChallengeShape, IdentityAskedShape, IdentityShape } from '../../../src/contract/line/entry-shapes.js';
import type { OwnHoldsShape } from '../../../src/contract/stock/hold-shapes.js';
import type { HousePlan } from '../../../src/contract/stock/seat-map-shapes.js';
import type { Problem } from '../../../src/contract/errors.js';
import type {
  ExtraTimeShape,
  GroupShape,
  HandoffShape,
  MovedPlaceShape,
  ReceiptShape,
} from '../../../src/contract/line/place-shapes.js';
import type { PushKeyShape, PushShape } from '../../../src/contract/line/push-shapes.js';
import type { AdmissionShape, JoinShape, PlaceShape, Snapshot } from '../../../src/contract/line/line-shapes.js';
import type { AvailabilityShape, SectionShape } from '../../../src/contract/stock/availability-shapes.js';
import type { HoldShape, OrderShape } from '../../../src/contract/orders/order-shapes.js';
import type { SaleShape } from '../../../src/contract/sale/sale-shapes.js';
import type { TransferShape } from '../../../src/contract/orders/transfer-shapes.js';
import { serverClock } from '../state/server-clock.js';

/** Outcome of a call: ok, refused with a coded problem, or away (no answer; whether the server acted is unknown). */
export type Answer<T> = { kind: 'ok'; data: T } | { kind: 'refused'; problem: Problem } | { kind: 'away' };

interface Call {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  body?: unknown;
  authorization?: string;
  idempotencyKey?: string;
  timeoutMs?: number;
}

const defaultTimeoutMs = 8_000;
/** Creating an order waits for the payment provider; the server itself times out after three seconds. */
const orderTimeoutMs = 15_000;

function isProblem(value: unknown): value is Problem {
  return typeof value === 'object' && value !== null && 'code' in value && 'title' in value;
}

function problemOf(response: Response, body: unknown): Problem {
  const retryAfter = Number(response.headers.get('retry-after'));
  const wait = Number.isFinite(retryAfter) && retryAfter > 0 ? { retryAfterMs: retryAfter * 1000 } : {};
  if (isProblem(body)) return { ...wait, ...body };
  const code = response.status === 404 ? 'NOT_FOUND' : response.status === 429 ? 'RATE_LIMITED' : 'INTERNAL';
  const title = response.statusText;
  return { type: 'about:blank', title, status: response.status, code, detail: title, ...wait };
}

export async function call<T>(path: string, options: Call = {}): Promise<Answer<T>> {
  const headers: Record<string, string> = { accept: 'application/json' };
  if (options.authorization) headers.authorization = options.authorization;
  if (options.idempotencyKey) headers['idempotency-key'] = options.idempotencyKey;
  if (options.body !== undefined) headers['content-type'] = 'application/json';
  try {
    const response = await fetch(path, {
      method: options.method ?? 'GET',
      headers,
      signal: AbortSignal.timeout(options.timeoutMs ?? defaultTimeoutMs),
      ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
    });
    // a snapshot may be hours old while its sale is asleep; the Date header is always fresh
    serverClock.hear(response.headers.get('date') ?? '');
    const text = await response.text();
    const body: unknown = text === '' ? null : JSON.parse(text);
    if (response.ok) return { kind: 'ok', data: body as T };
    // a 502 or 504 comes from a gateway, not from the application: treated as no answer
    if (!isProblem(body) && response.status >= 502) return { kind: 'away' };
    return { kind: 'refused', problem: problemOf(response, body) };
  } catch {
    return { kind: 'away' };
  }
}

/** Returns 16–128 characters of `[A-Za-z0-9_-]`: one key per intended action. */
export function newIdempotencyKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

const sale = (slug: string) => `/v1/sales/${encodeURIComponent(slug)}`;
const order = (id: string) => `/v1/orders/${encodeURIComponent(id)}`;
const hold = (id: string) => `/v1/holds/${encodeURIComponent(id)}`;
const asPlace = (token: string) => `Place ${token}`;
const asPass = (pass: string) => `Bearer ${pass}`;
const asOrder = (token: string) => `Order ${token}`;

/**
 * An empty token means that the order's cookie authenticates. A token with a space is a pass with its scheme, for orders
 * that another browser of the place has made.
 */
const byToken = (token: string) =>
  token === '' ? {} : { authorization: token.includes(' ') ? token : asOrder(token) };

export interface HoldRequestItem {
  ticketTypeId?: string;
  quantity?: number;
  bestAvailable?: { section?: string; accessible?: { wheelchairs: number; companions: number } };
  seatIds?: string[];
}

export const api = {
  sale: (slug: string) => call<SaleShape>(sale(slug)),
  saleChanges: (slug: string) => call<SaleChangesShape>(`${sale(slug)}/changes`),
  seatMap: (slug: string) => call<HousePlan>(`${sale(slug)}/seat-map`),
  snapshot: (slug: string, timeoutMs = defaultTimeoutMs) => call<Snapshot>(`${sale(slug)}/queue`, { timeoutMs }),
  challenge: (slug: string) => call<ChallengeShape>(`${sale(slug)}/challenge`),
  askIdentity: (slug: string, body: { email: string; challenge?: string }) =>
    call<IdentityAskedShape>(`${sale(slug)}/identity`, { method: 'POST', body }),
  confirmIdentity: (slug: string, body: { email: string; code: string }) =>
    call<IdentityShape>(`${sale(slug)}/identity/confirm`, { method: 'POST', body }),
  join: (
    slug: string,
    body: {
      lane?: string;
      accessCode?: string;
      challenge?: string;
      identity?: string;
      groupCode?: string;
      onlyPresent?: true;
    },
    idempotencyKey: string,
  ) => call<JoinShape>(`${sale(slug)}/places`, { method: 'POST', body, idempotencyKey }),
  place: (token: string) => call<PlaceShape>('/v1/place', { authorization: asPlace(token) }),
  /** @param unattended no user input since the last call: renews the pass without extending the idle deadline */
  claim: (token: string, pass?: string, unattended = false) =>
    call<AdmissionShape>('/v1/place/admission', {
      method: 'POST',
      body: { ...(pass ? { pass } : {}), ...(unattended ? { unattended } : {}) },
      authorization: asPlace(token),
    }),
  defer: (token: string, minutes: number, idempotencyKey: string) =>
    call<PlaceShape & { placeToken: string }>('/v1/place/defer', {
      method: 'POST',
      body: { minutes },
      authorization: asPlace(token),
      idempotencyKey,
    }),
  handoff: (token: string) =>
    call<HandoffShape>('/v1/place/handoff', { method: 'POST', authorization: asPlace(token) }),
  takeHandoff: (code: string, identity: string | null) =>
    call<MovedPlaceShape>(`/v1/handoffs/${encodeURIComponent(code)}`, {
      method: 'POST',
      body: identity === null ? {} : { identity },
    }),
  group: (token: string) => call<GroupShape>('/v1/place/group', { method: 'POST', authorization: asPlace(token) }),
  extraTime: (token: string) =>
    call<ExtraTimeShape>('/v1/place/extra-time', { method: 'POST', authorization: asPlace(token) }),
  receipt: (token: string) => call<ReceiptShape>('/v1/place/receipt', { authorization: asPlace(token) }),
  pushKey: () => call<PushKeyShape>('/v1/push-key'),
  wake: (
    token: string,
    body: { endpoint: string; p256dh: string; auth: string; language: string; show: string; slug: string },
  ) => call<PushShape>('/v1/place/push', { method: 'PUT', body, authorization: asPlace(token) }),
  mailMe: (token: string, body: { email: string; language: string }) =>
    call<PlaceMailShape>('/v1/place/email', { method: 'PUT', body, authorization: asPlace(token) }),
  askStepUp: (token: string, email: string) =>
    call<StepUpAskedShape>('/v1/place/step-up', { method: 'POST', body: { email }, authorization: asPlace(token) }),
  confirmStepUp: (token: string, body: { email: string; code: string }) =>
    call<null>('/v1/place/step-up/confirm', { method: 'POST', body, authorization: asPlace(token) }),
  leave: (token: string) => call<null>('/v1/place', { method: 'DELETE', authorization: asPlace(token) }),

  availability: (slug: string, pass: string) =>
    call<AvailabilityShape>(`${sale(slug)}/availability`, { authorization: asPass(pass) }),
  section: (slug: string, pass: string, section: string) =>
    call<SectionShape>(`${sale(slug)}/availability?section=${encodeURIComponent(section)}`, {
      authorization: asPass(pass),
    }),
  hold: (slug: string, pass: string, items: HoldRequestItem[], idempotencyKey: string) =>
    call<HoldShape>(`${sale(slug)}/holds`, {
      method: 'POST',
      body: { items },
      authorization: asPass(pass),
      idempotencyKey,
    }),
  swap: (id: string, pass: string, items: HoldRequestItem[]) =>
    call<HoldShape>(hold(id), { method: 'PATCH', body: { items }, authorization: asPass(pass) }),
  readHold: (id: string, pass: string) => call<HoldShape>(hold(id), { authorization: asPass(pass) }),
  ownHolds: (pass: string) => call<OwnHoldsShape>('/v1/holds', { authorization: asPass(pass) }),
  release: (id: string, pass: string) => call<null>(hold(id), { method: 'DELETE', authorization: asPass(pass) }),
  extend: (id: string, pass: string) =>
    call<HoldShape>(`${hold(id)}/extend`, { method: 'POST', authorization: asPass(pass) }),
  finish: (pass: string) => call<null>('/v1/passes/current', { method: 'DELETE', authorization: asPass(pass) }),

  order: (
    body: {
      holdId: string;
      buyer: { email: string; name: string };
      language: string;
      promoCode?: string;
    },
    pass: string,
    idempotencyKey: string,
  ) =>
    call<OrderShape>('/v1/orders', {
      method: 'POST',
      body,
      authorization: asPass(pass),
      idempotencyKey,
      timeoutMs: orderTimeoutMs,
    }),
  /** Exchanges the token for an HttpOnly cookie; calls below pass an empty token from then on. */
  keepAccess: (id: string, accessToken: string) =>
    call<null>(`${order(id)}/access`, { method: 'POST', authorization: asOrder(accessToken) }),
  orderLink: (id: string, accessToken: string) =>
    call<{ url: string }>(`${order(id)}/link`, { method: 'POST', ...byToken(accessToken) }),
  transfer: (
    id: string,
    ticketId: string,
    body: { email: string; name: string; language?: string },
    accessToken: string,
    idempotencyKey: string,
  ) =>
    call<TransferShape>(`${order(id)}/tickets/${encodeURIComponent(ticketId)}/transfer`, {
      ...{ method: 'POST', body, idempotencyKey },
      ...byToken(accessToken),
    }),
  readOrder: (id: string, accessToken: string) => call<OrderShape>(order(id), byToken(accessToken)),
  cancelOrder: (id: string, accessToken: string) =>
    call<OrderShape | null>(order(id), { method: 'DELETE', ...byToken(accessToken) }),
};
