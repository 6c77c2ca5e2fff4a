import { randomBytes } from 'node:crypto';
import type { HoldShape, OrderShape } from '../../src/contract/orders/order-shapes.js';
import { pause } from '../terminal.js';
import type { Api } from './api.js';

/** Duration of each step of a purchase. */
export interface StepTimes {
  hold: number;
  order: number;
  /** From the order to the card form's response. */
  confirm: number;
  /** From the card form's response to the tickets. */
  paid: number;
}
export interface Bought {
  kind: 'bought';
  orderId: string;
  accessToken: string;
  tickets: string[];
  paidMinor: number;
  tookMs: number;
  steps: StepTimes | null;
  endedAtMs: number;
}
export type PurchaseEnd =
  | Bought
  | { kind: 'sold_out' }
  /** Neither paid nor ended when the fan stopped waiting: slow, and judged by the final read. */
  | { kind: 'undecided'; orderId: string; accessToken: string; startedAtMs: number; state: string }
  /** The pass expired while shopping: not an error, but counted. */
  | { kind: 'pass_over' }
  | { kind: 'failed'; why: string };

const key = (): string => randomBytes(16).toString('base64url');
/** Respects the limit of 20 reads in 10 s per order; the page polls about once a second without a socket. */
const POLL_MS = 800;
const PAID_WITHIN_MS = 90_000;
/** Released stock returns within seconds, so a fan who found nothing looks again. */
const LOOKS = 12;
const LOOK_AGAIN_MS = 1_000;

/** Orders lost with Redis before payment: nothing was charged and the page offers a restart, which the fan takes. */
const LOST_WITH_REDIS = new Set(['core_away', 'hold_expired']);

interface Shopper {
  api: Api;
  slug: string;
  ticketTypeId: string;
  pass: string;
  wanted: number;
  did: (what: 'hold' | 'order' | 'ticket') => void;
}

/** Runs a fan's complete purchase over the public API: hold, order, payment, tickets. */
export async function purchase(shopper: Shopper): Promise<PurchaseEnd> {
  const startedAtMs = Date.now();
  const hold = await findTickets(shopper);
  if (hold.kind !== 'held') return hold;
  shopper.did('hold');
  const heldAtMs = Date.now();
  const order = await placeOrder(shopper, hold.hold.id);
  if (order.kind !== 'ordered') return order;
  shopper.did('order');
  const orderedAtMs = Date.now();
  const paid = await payAndWait(shopper.api, order.order, startedAtMs);
  if (paid.kind !== 'paid') return paid;
  shopper.did('ticket');
  const { confirmedAtMs } = paid;
  const steps = {
    hold: heldAtMs - startedAtMs,
    order: orderedAtMs - heldAtMs,
    confirm: confirmedAtMs - orderedAtMs,
    paid: Date.now() - confirmedAtMs,
  };
  const accessToken = order.order.accessToken ?? '';
  const endedAtMs = Date.now();
  return { ...boughtOf(paid.order), accessToken, tookMs: endedAtMs - startedAtMs, steps, endedAtMs };
}

/** Rereads an order at the end: undecided ones are judged then, and paid ones must still be paid. */
export async function lookAgain(
  api: Api,
  end: Extract<PurchaseEnd, { kind: 'undecided' | 'bought' }>,
): Promise<PurchaseEnd> {
  const answer = await api.call<OrderShape>({
    path: `/v1/orders/${end.orderId}`,
    headers: { authorization: `Order ${end.accessToken}` },
  });
  if (answer.data?.state !== 'paid')
    return { kind: 'failed', why: `order is ${answer.data?.state ?? String(answer.problem?.code)} at the last look` };
  if (end.kind === 'bought') return { ...end, ...boughtOf(answer.data) };
  const endedAtMs = Date.now();
  const tookMs = endedAtMs - end.startedAtMs;
  return { ...boughtOf(answer.data), accessToken: end.accessToken, tookMs, steps: null, endedAtMs };
}

const boughtOf = ({ id, tickets, total }: OrderShape) => ({
  kind: 'bought' as const,
  orderId: id,
  tickets: tickets.map((ticket) => ticket.id),
  paidMinor: total.amount,
});

async function findTickets({
  api,
  slug,
  ticketTypeId,
  pass,
  wanted,
}: Shopper): Promise<{ kind: 'held'; hold: HoldShape } | PurchaseEnd> {
  let quantity = wanted;
  for (let look = 1; look <= LOOKS; look++) {
    const answer = await api.call<HoldShape>({
      method: 'POST',
      path: `/v1/sales/${slug}/holds`,
      headers: { authorization: `Bearer ${pass}`, 'idempotency-key': key() },
      body: { items: [{ ticketTypeId, quantity }] },
    });
    if (answer.data) return { kind: 'held', hold: answer.data };
    const code = answer.problem?.code;
    if (code === 'PASS_EXPIRED' || code === 'PASS_REQUIRED' || code === 'PASS_INVALID') return { kind: 'pass_over' };
    if (code !== 'SOLD_OUT' && code !== 'SALE_PAUSED') return { kind: 'failed', why: `hold: ${String(code)}` };
    if (quantity > 1 && code === 'SOLD_OUT') quantity -= 1;
    else await pause(LOOK_AGAIN_MS * (0.5 + Math.random()));
  }
  return { kind: 'sold_out' };
}

async function placeOrder(
  { api, pass }: Shopper,
  holdId: string,
): Promise<{ kind: 'ordered'; order: OrderShape } | PurchaseEnd> {
  const answer = await api.call<OrderShape>({
    method: 'POST',
    path: '/v1/orders',
    headers: { authorization: `Bearer ${pass}`, 'idempotency-key': key() },
    body: { holdId, buyer: { email: `fan-${randomBytes(6).toString('hex')}@example.com`, name: 'Load Fan' } },
  });
  if (answer.data) return { kind: 'ordered', order: answer.data };
  const code = answer.problem?.code;
  // the hold was lost with Redis, or the pass is of an earlier epoch: the fan comes again
  if (code === 'HOLD_EXPIRED' || code === 'NOT_FOUND' || code === 'PASS_EXPIRED' || code === 'PASS_INVALID')
    return { kind: 'pass_over' };
  return { kind: 'failed', why: `order: ${String(code)}` };
}

type Paid = { kind: 'paid'; order: OrderShape; confirmedAtMs: number };

async function payAndWait(api: Api, order: OrderShape, startedAtMs: number): Promise<Paid | PurchaseEnd> {
  const accessToken = order.accessToken ?? '';
  let confirmedAtMs = 0;
  let current = order;
  for (const until = Date.now() + PAID_WITHIN_MS; Date.now() < until; ) {
    if (confirmedAtMs === 0 && current.payment?.confirmUrl) {
      const answer = await api.call<{ status: string }>({
        method: 'POST',
        path: current.payment.confirmUrl,
        body: { paymentMethod: 'pm_card_visa' },
      });
      if (answer.status >= 400) return { kind: 'failed', why: `the card form answered ${answer.status}` };
      confirmedAtMs = Date.now();
    }
    await pause(POLL_MS * (0.75 + Math.random() / 2));
    const answer = await api.call<OrderShape>({
      path: `/v1/orders/${order.id}`,
      headers: { authorization: `Order ${accessToken}` },
    });
    if (!answer.data) return { kind: 'failed', why: `order: ${String(answer.problem?.code)}` };
    current = answer.data;
    if (current.state === 'paid') return { kind: 'paid', order: current, confirmedAtMs };
    if (current.state === 'expired' && LOST_WITH_REDIS.has(current.reason ?? '')) return { kind: 'pass_over' };
    if (current.state !== 'pending' && current.state !== 'authorized')
      return { kind: 'failed', why: `order ended as ${current.state} (${current.reason ?? 'no reason'})` };
  }
  return { kind: 'undecided', orderId: order.id, accessToken, startedAtMs, state: current.state };
}
