// What the API check needs to get past 404 and 401: one of everything that has an address of its own.
import { callerOf, OWNER, signedIn, tokenOf, until } from './api-caller.mjs';
import { teamSide } from './api-team.mjs';

/** A PNG of one pixel. */
const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==';

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

const joined = async (url, slug) => await callerOf(url)('POST', `/v1/sales/${slug}/places`, {});

/** A fan who may shop: place token, pass and what was held with it. */
async function shopper(url, slug) {
  const { placeToken } = await joined(url, slug);
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

async function partnerSide(url, owner, admin, sale, receiver) {
  const partner = await owner('POST', '/v1/admin/partners', { name: 'Fan Club', email: 'club@check.example' });
  const { id: spare } = await owner('POST', '/v1/admin/partners', { name: 'Former', email: 'former@check.example' });
  const keyOf = async (name) =>
    await owner('POST', '/v1/admin/api-keys', { name, partnerId: partner.id, scopes: SCOPES, expiresAt: null });
  const [key, spareKey] = [await keyOf('Check'), await keyOf('Spare')];
  const invited = async (name) =>
    await owner('POST', `/v1/admin/partners/${partner.id}/members`, { email: `${name}@check.example` });
  const [member, spareMember] = [await invited('ann'), await invited('bob')];
  const links = [tokenOf((await invited('eve')).link), tokenOf(member.link)];
  const allocations = [{ ticketTypeId: sale.standing, quantity: 100 }, { seatIds: ['A-1-1', 'A-1-2'] }];
  const channel = { key: 'club', label: 'Fan club', partnerId: partner.id, allocations };
  await admin('PUT', `/v1/admin/sales/${sale.id}/channels`, [channel]);
  const call = callerOf(url, { authorization: `Bearer ${key.key}` });
  const ofPartner = async (name) => await call('POST', '/v1/partner/webhook-endpoints', { url: `${receiver}/${name}` });
  const ofHouse = async (name) => await admin('POST', '/v1/admin/webhook-endpoints', { url: `${receiver}/${name}` });
  const [endpoint, spareEndpoint] = [await ofPartner('club'), await ofPartner('spare')];
  const [house, spareHouse] = [await ofHouse('house'), await ofHouse('spare')];
  // answers 410, which is an item for a person
  await ofHouse('gone');
  const all = { key, spareKey, member, spareMember, links, endpoint, spareEndpoint, house, spareHouse };
  return { id: partner.id, spare, ...all };
}

/** Sells from the allocation, which both endpoints are told. */
async function partnerSales(url, admin, { key, endpoint, house }, sale) {
  const call = callerOf(url, { authorization: `Bearer ${key.key}` });
  const items = [{ ticketTypeId: sale.standing, quantity: 1 }];
  const held = async () => await call('POST', '/v1/partner/holds', { saleId: sale.id, items });
  const [hold, spareHold, sold] = [await held(), await held(), await held()];
  const payment = { reference: 'CHECK-1' };
  const order = await call('POST', '/v1/partner/orders', { holdId: sold.id, buyer: BUYER, payment });
  const told = async (by, path) =>
    await until('a message', async () => {
      const { messages } = await by('GET', `${path}/messages`);
      return messages.length > 0 && messages;
    });
  const messages = await told(call, `/v1/partner/webhook-endpoints/${endpoint.id}`);
  const houseMessages = await told(admin, `/v1/admin/webhook-endpoints/${house.id}`);
  return { hold, spareHold, order, messages, houseMessages };
}

async function fanSide(url, { slug, standing }) {
  // whoever has paid shops no more
  const [fan, leaver, redeemer, releaser, buyer, giver, waiting] = await Promise.all(
    Array.from({ length: 7 }, () => shopper(url, slug)),
  );
  const [quitter, mover, ...idle] = await Promise.all(Array.from({ length: 5 }, () => joined(url, slug)));
  const handoff = await callerOf(url, { authorization: `Place ${mover.placeToken}` })('POST', '/v1/place/handoff');
  const hold = await heldBy(fan, slug, standing);
  const left = await heldBy(releaser, slug, standing);
  const order = await paidBy(url, buyer, slug, standing);
  const given = await paidBy(url, giver, slug, standing);
  const pending = await orderedBy(waiting, slug, standing);
  return { fan, leaver, redeemer, releaser, quitter, idle, handoff, hold, left, order, given, pending };
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
  const passKeys = (await owner('GET', '/v1/admin/pass-keys')).keys.map(({ kid }) => kid);
  const attention = await until('an item for a person', async () => {
    const { items } = await admin('GET', '/v1/admin/attention');
    return items.length > 0 && items.map(({ id }) => id);
  });
  return { picture, codes, promo, seatMap, passKeys, attention };
}

/** Makes one of everything at a fresh demo, with ids and credentials by name. */
export async function makeFixture(url, adminKey, receiver) {
  const admin = callerOf(url, { authorization: `Bearer ${adminKey}` });
  const owner = callerOf(url, await signedIn(url, OWNER));
  const made = [];
  for (const name of ['open', 'draft', 'other', 'spare', 'first', 'second', 'third'])
    made.push(await admin('POST', '/v1/admin/sales', saleBody(`check-${name}`)));
  const [open, draft, other, spare, ...asked] = made.map(({ id }) => id);
  const [standing, seated] = made[0].ticketTypes.map(({ id }) => id);
  const sale = { id: open, slug: made[0].slug, standing, seated, draft, other, spare };
  const channel = await partnerSide(url, owner, admin, sale, receiver);
  for (const id of [open, other, ...asked]) await admin('POST', `/v1/admin/sales/${id}/publish`);
  const partner = { ...channel, ...(await partnerSales(url, admin, channel, sale)) };
  const fan = await fanSide(url, sale);
  await admin('POST', `/v1/admin/orders/${fan.order.id}/refund`, { amount: 500 });
  const staff = await staffSide(admin, owner, sale);
  return { adminKey, receiver, sale, partner, fan, staff, people: await teamSide(url, owner, asked) };
}
