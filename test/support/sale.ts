import type { AdmissionShape, JoinShape } from '../../src/contract/line/line-shapes.js';
import type { HoldShape, OrderShape } from '../../src/contract/orders/order-shapes.js';
import type { SaleShape } from '../../src/contract/sale/sale-shapes.js';
import { adminHeaders, call, until } from './system.js';

let slugs = 0;
const iso = (fromNowMs: number): string => new Date(Date.now() + fromNowMs).toISOString();

/** A body of POST /v1/admin/sales: by default opened an hour ago, with one type of 10 standing tickets. */
export function saleBody(change: Record<string, unknown> = {}): Record<string, unknown> {
  slugs += 1;
  return {
    slug: `spec-${process.pid}-${slugs}`,
    name: 'Spec Night',
    currency: 'EUR',
    show: { name: 'Spec Night', venue: 'Arena', startsAt: iso(30 * 86_400_000), timeZone: 'Europe/Berlin' },
    prequeueAt: iso(-7_200_000),
    opensAt: iso(-3_600_000),
    closesAt: null,
    challenge: 'off',
    entry: 'open',
    lanes: [{ key: 'general', label: 'General', weight: 1, access: 'open' }],
    ticketTypes: [{ name: 'Standing', admission: 'general', price: 4500, capacity: 10, maxPerFan: 4 }],
    policy: { cap: 100, perMinute: 6000 },
    ...change,
  };
}

export async function publishedSale(url: string, change: Record<string, unknown> = {}): Promise<SaleShape> {
  const created = await call<SaleShape>(`${url}/v1/admin/sales`, { headers: adminHeaders, body: saleBody(change) });
  if (created.status !== 201) throw new Error(`create: ${JSON.stringify(created.body)}`);
  const publish = { method: 'POST', headers: adminHeaders };
  const published = await until('the publishing', async () => {
    const answer = await call<SaleShape>(`${url}/v1/admin/sales/${created.body.id}/publish`, publish);
    return answer.status === 503 ? null : answer; // the first snapshot did not come in time, on a busy machine
  });
  if (published.status >= 300) throw new Error(`publish: ${JSON.stringify(published.body)}`);
  return (await call<SaleShape>(`${url}/v1/sales/${created.body.slug}`)).body;
}

export async function joinLine(url: string, slug: string, body: { lane?: string } = {}): Promise<JoinShape> {
  const joined = await call<JoinShape>(`${url}/v1/sales/${slug}/places`, { body });
  if (joined.status !== 201) throw new Error(`join: ${JSON.stringify(joined.body)}`);
  return joined.body;
}

/** After a lost Redis nobody is called for 15 s. */
const CALLED_WITHIN_MS = 60_000;

/** Claims repeatedly, like the page, until the place is called. */
export async function claimTurn(url: string, place: JoinShape): Promise<AdmissionShape> {
  const headers = { authorization: `Place ${place.placeToken}` };
  let early = 0;
  const claim = async (): Promise<AdmissionShape | null> => {
    const claimed = await call<AdmissionShape>(`${url}/v1/place/admission`, { headers, body: {} });
    if (claimed.status === 200) return claimed.body;
    // mostly called by the next tick, and 10 claims per 10 s are allowed
    await new Promise((resolve) => setTimeout(resolve, early < 3 ? 250 : 500));
    early += 1;
    return null;
  };
  return await until('the turn', claim, CALLED_WITHIN_MS);
}

export async function admitted(
  url: string,
  slug: string,
  body: { lane?: string } = {},
): Promise<{ place: JoinShape; pass: string }> {
  const place = await joinLine(url, slug, body);
  return { place, pass: (await claimTurn(url, place)).pass };
}

export const passHeaders = (pass: string): Record<string, string> => ({ authorization: `Bearer ${pass}` });

export async function heldTickets(url: string, slug: string, pass: string, items: unknown[]): Promise<HoldShape> {
  const hold = await call<HoldShape>(`${url}/v1/sales/${slug}/holds`, { headers: passHeaders(pass), body: { items } });
  if (hold.status !== 201) throw new Error(`hold: ${JSON.stringify(hold.body)}`);
  return hold.body;
}

export async function ordered(
  url: string,
  pass: string,
  holdId: string,
): Promise<OrderShape & { accessToken: string }> {
  const order = await call<OrderShape>(`${url}/v1/orders`, {
    headers: passHeaders(pass),
    body: { holdId, buyer: { email: 'fan@example.com', name: 'A Fan' } },
  });
  if (order.status !== 201) throw new Error(`order: ${JSON.stringify(order.body)}`);
  return { ...order.body, accessToken: order.body.accessToken ?? '' };
}

export async function readOrder(url: string, order: { id: string; accessToken: string }): Promise<OrderShape> {
  return (
    await call<OrderShape>(`${url}/v1/orders/${order.id}`, { headers: { authorization: `Order ${order.accessToken}` } })
  ).body;
}

/** Confirms at the provider's form and waits for the tickets. */
export async function paid(
  url: string,
  order: OrderShape & { accessToken: string },
  paymentMethod = 'pm_card_visa',
): Promise<OrderShape> {
  const confirmUrl =
    order.payment?.confirmUrl ??
    (await until('the intent', async () => (await readOrder(url, order)).payment?.confirmUrl));
  await call(confirmUrl, { body: { paymentMethod } });
  return await until('the payment', async () => {
    const now = await readOrder(url, order);
    return now.state === 'paid' ? now : null;
  });
}
