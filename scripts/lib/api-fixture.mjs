// What the API check needs to get past 404 and 401: one of everything that has an address of its own.
import { randomUUID } from 'node:crypto';

/** A PNG of one pixel. */
const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==';

export const OWNER = { email: 'owner@check.example', password: 'a long enough password' };
const TURN_WITHIN_MS = 60_000;
const LOOK_EVERY_MS = 500;
const SCOPES = [
  'sales:read',
  'events:read',
  'orders:read',
  'orders:write',
  'holds:write',
  'endpoints:read',
  'endpoints:write',
  'log:read',
];
const BUYER = { email: 'fan@check.example', name: 'A Fan' };

const iso = (minutes) => new Date(Date.now() + minutes * 60_000).toISOString();

/** Repeats until there is a result: turns, payments and deliveries take a moment. */
async function until(what, attempt) {
  for (const end = Date.now() + TURN_WITHIN_MS; Date.now() < end; ) {
    const result = await attempt();
    if (result) return result;
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
  throw new Error(`the fixture waited in vain for ${what}`);
}

/** Calls the node with these headers; throws if it refuses, unless refusals are expected. */
const callerOf =
  (url, common = {}) =>
  async (method, path, body, { refused = false } = {}) => {
    const headers = { 'idempotency-key': randomUUID(), ...(body && { 'content-type': 'application/json' }), ...common };
    const answer = await fetch(path.startsWith('http') ? path : `${url}${path}`, {
      ...{ method, headers, redirect: 'manual' },
      body: body && JSON.stringify(body),
    });
    const text = await answer.text();
    const isJson = answer.headers.get('content-type')?.includes('json');
    if (answer.status >= 400 && !refused) throw new Error(`${method} ${path}: ${answer.status} ${text.slice(0, 400)}`);
    return { status: answer.status, headers: answer.headers, ...(isJson && text ? JSON.parse(text) : {}) };
  };

function saleBody(slug, change = {}) {
  return {
    ...{ slug, name: 'Check Night', currency: 'EUR', challenge: 'off' },
    show: { name: 'Check Night', venue: 'Arena', startsAt: iso(43_200), timeZone: 'Europe/Berlin' },
    ...{ prequeueAt: iso(-20), opensAt: iso(-10), policy: { cap: 200, perMinute: 6000 } },
    lanes: [
      { key: 'general', label: 'General', weight: 1, access: 'open' },
      { key: 'fanclub', label: 'Fan club', weight: 1, access: 'code' },
    ],
    seatMap: { sections: [{ key: 'A', label: 'Stalls', rows: [{ label: '1', seats: 20 }] }] },
    ticketTypes: [
      { name: 'Standing', admission: 'general', price: 4500, capacity: 500, maxPerFan: 8 },
      { name: 'Seated', admission: 'reserved', price: 6500, sections: ['A'], maxPerFan: 8 },
    ],
    ...change,
  };
}

/** A fan who may shop: place token, pass and what was held with it. */
async function shopper(url, slug) {
  const call = callerOf(url);
  const { placeToken } = await call('POST', `/v1/sales/${slug}/places`, {});
  const asPlace = callerOf(url, { authorization: `Place ${placeToken}` });
  const { pass } = await until('a turn', async () => {
    const answer = await asPlace('POST', '/v1/place/admission', {}, { refused: true });
    return answer.status === 200 && answer;
  });
  return { placeToken, pass, call: callerOf(url, { authorization: `Bearer ${pass}` }) };
}

async function heldBy(fan, slug, ticketTypeId, quantity = 1) {
  return await fan.call('POST', `/v1/sales/${slug}/holds`, { items: [{ ticketTypeId, quantity }] });
}

async function orderedBy(fan, slug, ticketTypeId) {
  const hold = await heldBy(fan, slug, ticketTypeId);
  return await fan.call('POST', '/v1/orders', { holdId: hold.id, buyer: BUYER });
}

/** Pays at the simulator's form, which takes no headers of ours. */
async function paidBy(url, fan, slug, ticketTypeId) {
  const { id, accessToken } = await orderedBy(fan, slug, ticketTypeId);
  const asBuyer = callerOf(url, { authorization: `Order ${accessToken}` });
  const read = async () => await asBuyer('GET', `/v1/orders/${id}`);
  const address = await until('a payment', async () => (await read()).payment?.confirmUrl);
  const form = { method: 'POST', headers: { 'content-type': 'application/json' } };
  await fetch(address, { ...form, body: JSON.stringify({ paymentMethod: 'pm_card_visa' }) });
  const order = await until('tickets', async () => {
    const now = await read();
    return now.state === 'paid' && now;
  });
  return { ...order, accessToken };
}

/** Signs in as the owner; the panel's doors for people want the cookie, the origin and the form's token. */
async function ownerSession(url) {
  const { headers, csrfToken } = await callerOf(url)('POST', '/v1/admin/sessions', OWNER);
  const cookie = headers.get('set-cookie').split(';')[0];
  return { cookie, origin: url, 'x-csrf-token': csrfToken };
}

async function partnerSide(url, owner, admin, sale) {
  const partner = await owner('POST', '/v1/admin/partners', { name: 'Fan Club', email: 'club@check.example' });
  const keyOf = async (name) =>
    await owner('POST', '/v1/admin/api-keys', { name, partnerId: partner.id, scopes: SCOPES, expiresAt: null });
  const [key, spareKey] = [await keyOf('Check'), await keyOf('Spare')];
  const member = await owner('POST', `/v1/admin/partners/${partner.id}/members`, { email: 'ann@check.example' });
  const allocations = [{ ticketTypeId: sale.standing, quantity: 100 }, { seatIds: ['A-1-1', 'A-1-2'] }];
  const channel = { key: 'club', label: 'Fan club', partnerId: partner.id, allocations };
  await admin('PUT', `/v1/admin/sales/${sale.id}/channels`, [channel]);
  const call = callerOf(url, { authorization: `Bearer ${key.key}` });
  const endpoint = await call('POST', '/v1/partner/webhook-endpoints', { url: 'https://hooks.example/check' });
  const house = await admin('POST', '/v1/admin/webhook-endpoints', { url: 'https://hooks.example/house' });
  return { id: partner.id, key, spareKey, member, endpoint, house };
}

/** Sells from the allocation, which both endpoints are told. */
async function partnerSales(url, { key, endpoint }, sale) {
  const call = callerOf(url, { authorization: `Bearer ${key.key}` });
  const items = [{ ticketTypeId: sale.standing, quantity: 1 }];
  const held = async () => await call('POST', '/v1/partner/holds', { saleId: sale.id, items });
  const [hold, spareHold, sold] = [await held(), await held(), await held()];
  const payment = { reference: 'CHECK-1' };
  const order = await call('POST', '/v1/partner/orders', { holdId: sold.id, buyer: BUYER, payment });
  const messages = await until('a message', async () => {
    const page = await call('GET', `/v1/partner/webhook-endpoints/${endpoint.id}/messages`);
    return page.messages.length > 0 && page.messages;
  });
  return { hold, spareHold, order, messages };
}

async function fanSide(url, sale) {
  // whoever has paid shops no more
  const [fan, leaver, buyer, waiting] = await Promise.all([1, 2, 3, 4].map(() => shopper(url, sale.slug)));
  const hold = await heldBy(fan, sale.slug, sale.standing);
  const left = await heldBy(leaver, sale.slug, sale.standing);
  const order = await paidBy(url, buyer, sale.slug, sale.standing);
  const pending = await orderedBy(waiting, sale.slug, sale.standing);
  return { fan, leaver, hold, left, order, pending };
}

async function staffSide(admin, owner, sale) {
  const picture = await admin('POST', '/v1/admin/pictures', { data: PIXEL });
  const codes = await admin('POST', `/v1/admin/sales/${sale.id}/access-codes`, { lane: 'fanclub', generate: 5 });
  const promo = await admin('POST', '/v1/admin/promo-codes', {
    ...{ saleId: sale.id, code: 'EARLY' },
    ...{ percent: 10, maxUses: 100 },
  });
  const map = {
    name: 'Check Hall',
    seatMap: { sections: [{ key: 'A', label: 'Stalls', rows: [{ label: '1', seats: 4 }] }] },
  };
  const seatMap = await admin('POST', '/v1/admin/seat-maps', map);
  await owner('POST', '/v1/admin/team', { email: 'new@check.example', role: 'viewer' });
  const { members, invitations } = await owner('GET', '/v1/admin/team');
  return { picture, codes, promo, seatMap, members, invitations };
}

/** Makes one of everything at a fresh demo, with ids and credentials by name. */
export async function makeFixture(url, adminKey) {
  const admin = callerOf(url, { authorization: `Bearer ${adminKey}` });
  const session = await ownerSession(url);
  const owner = callerOf(url, session);
  const [open, draft, other] = await Promise.all(
    ['open', 'draft', 'other'].map((name) => admin('POST', '/v1/admin/sales', saleBody(`check-${name}`))),
  );
  const [standing, seated] = open.ticketTypes.map(({ id }) => id);
  const sale = { id: open.id, slug: open.slug, standing, seated, draft: draft.id, other: other.id };
  const made = await partnerSide(url, owner, admin, sale);
  for (const { id } of [open, other]) await admin('POST', `/v1/admin/sales/${id}/publish`);
  const partner = { ...made, ...(await partnerSales(url, made, sale)) };
  const fan = await fanSide(url, sale);
  await admin('POST', `/v1/admin/orders/${fan.order.id}/refund`, { amount: 500 });
  return { adminKey, session, sale, partner, fan, staff: await staffSide(admin, owner, sale) };
}
