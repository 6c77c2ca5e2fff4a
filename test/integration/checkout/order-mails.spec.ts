import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Redis } from 'ioredis';
import { MAX_TRIES } from '../../../src/tickets/mail/retry.rules.js';
import type { OrderShape } from '../../../src/contract/orders/order-shapes.js';
import type { StaffOrderDetail } from '../../../src/contract/staff/staff-shapes.js';
import type { TransferShape } from '../../../src/contract/orders/transfer-shapes.js';
import type { BuyerErasure, BuyerExport, ScanAnswer } from '../../../src/contract/orders/ticket-shapes.js';
import type { SaleChangesShape } from '../../../src/contract/sale/sale-change-shapes.js';
import type { SaleView } from '../../../src/sales/sales.types.js';
import { OrdersRepository } from '../../../src/checkout/orders/orders.repository.js';
import { TransfersRepository } from '../../../src/tickets/transfer/transfers.repository.js';
import { RedisService } from '../../../src/platform/redis/redis.service.js';
import { Mailer, type OutgoingMail } from '../../../src/platform/mail/mailer.service.js';
import { TEST_ADMIN_KEY } from '../../support/app.js';
import { sharedRedisUrl } from '../../support/services.js';
import { Shop } from './shop.js';

const auth = `Bearer ${TEST_ADMIN_KEY}`;

describe('a buyer', () => {
  let shop: Shop;
  let sale: SaleView;
  const sent: OutgoingMail[] = [];
  let isDown = false;
  beforeAll(async () => {
    shop = await Shop.open(await sharedRedisUrl());
    shop.app.get(Mailer).send = (mail) => {
      if (isDown) return Promise.reject(new Error('connect ECONNREFUSED'));
      sent.push(mail);
      return Promise.resolve();
    };
    sale = await shop.sale('mails', 30);
  }, 60_000);
  afterAll(() => shop.close());

  const standing = () => [{ ticketTypeId: sale.ticketTypes[0]?.id ?? '', quantity: 1 }];
  const buy = async (): Promise<OrderShape> => await (await shop.fan('mails')).buy(standing());
  const mailsOf = async (orderId: string, count: number): Promise<OutgoingMail[]> =>
    await shop.until(
      () => Promise.resolve(sent.filter(({ text }) => text.includes(orderId))),
      (mails) => mails.length >= count,
    );
  const scan = async (barcode = '') =>
    (await shop.call<ScanAnswer>('POST', '/v1/admin/scans', { body: { barcode, gate: 'north' }, auth })).body;

  it('is mailed the link to the tickets when the order is paid, and the sum when it is refunded', async () => {
    const order = await buy();
    const [mail] = await mailsOf(order.id, 1);
    expect(mail?.to).toEqual({ name: 'Fan', address: 'fan@example.com' });
    expect(mail?.text).toContain(`/orders/${order.id}#${order.accessToken ?? ''}`);
    expect(await shop.call('POST', `/v1/admin/orders/${order.id}/refund`, { body: {}, auth })).toMatchObject({
      status: 202,
    });
    const mails = await mailsOf(order.id, 2);
    expect(mails[1]?.subject).toContain('refund');
    expect(mails[1]?.text).toContain('€45.00');
  });

  it('can be sent the tickets again, and new ones that make the older void', async () => {
    const order = await buy();
    await mailsOf(order.id, 1);
    const path = `/v1/admin/orders/${order.id}/resend`;
    expect(await shop.call('POST', path, { body: {}, auth })).toMatchObject({ status: 202, body: { state: 'queued' } });
    const [, again] = await mailsOf(order.id, 2);
    expect(again?.text).toContain(order.accessToken ?? '');
    await shop.call('POST', path, { body: { newBarcodes: true }, auth });
    const [, , renewed] = await mailsOf(order.id, 3);
    expect(renewed?.text).not.toContain(order.accessToken ?? '');
    expect((await scan(order.tickets[0]?.barcode)).result).toBe('void');
    const token = renewed?.text.match(/#([\w-]+)/)?.[1] ?? '';
    const read = await shop.call<OrderShape>('GET', `/v1/orders/${order.id}`, { auth: `Order ${token}` });
    expect((await scan(read.body.tickets[0]?.barcode)).result).toBe('admitted');
    expect(await scan(read.body.tickets[0]?.barcode)).toMatchObject({ result: 'already', first: { gate: 'north' } });
    expect((await shop.call('POST', '/v1/admin/orders/ord_none/resend', { body: {}, auth })).status).toBe(404);
  });

  const friend = { email: 'friend@example.com', name: 'A Friend' };
  const codeOf = ({ status, body }: { status: number; body: unknown }) => [status, (body as { code?: string }).code];
  const give = (order: { id: string }, ticketId: string, token: string, to: object = friend, key?: string) =>
    shop.call<TransferShape>('POST', `/v1/orders/${order.id}/tickets/${ticketId}/transfer`, {
      ...{ body: to, auth: `Order ${token}` },
      ...(key === undefined ? {} : { key }),
    });
  const read = (id: string, token: string) =>
    shop.call<OrderShape>('GET', `/v1/orders/${id}`, { auth: `Order ${token}` });
  const tokenIn = (mail: OutgoingMail | undefined): string => /#([\w-]+)/.exec(mail?.text ?? '')?.[1] ?? '';
  const here = 'transfer-key-0123456789';

  it('passes a ticket on to a friend: a link of its own, a new code, and the older one is refused at the door', async () => {
    const items = [{ ticketTypeId: sale.ticketTypes[0]?.id ?? '', quantity: 3 }];
    const order = await (await shop.fan('mails')).buy(items);
    const [kept, given, refunded] = order.tickets;
    const token = order.accessToken ?? '';
    const ticketIds = [refunded?.id];
    await shop.call('POST', `/v1/admin/orders/${order.id}/refund`, { body: { ticketIds }, auth });
    await shop.until(
      () => read(order.id, token),
      ({ body }) => body.tickets.length === 2,
    );
    expect(codeOf(await give(order, refunded?.id ?? '', token))).toEqual([409, 'TICKET_NOT_TRANSFERABLE']);

    const id = given?.id ?? '';
    const first = await give(order, id, token, friend, here);
    expect(first).toMatchObject({ status: 200, body: { ticketId: id, to: friend } });
    expect((await give(order, id, token, friend, here)).body).toEqual(first.body);
    expect((await give(order, id, token)).body).toEqual(first.body);
    expect(codeOf(await give(order, id, token, { ...friend, name: 'Else' }, here))).toEqual([
      422,
      'IDEMPOTENCY_MISMATCH',
    ]);
    expect(codeOf(await give(order, id, token, { ...friend, name: 'Else' }))).toEqual([409, 'TICKET_NOT_TRANSFERABLE']);
    expect(codeOf(await give(order, kept?.id ?? '', token, { ...friend, name: '4242 4242 4242 4242' }))[0]).toBe(400);
    expect((await give(order, id, 'another-token-entirely')).status).toBe(404);

    const buyers = await read(order.id, token);
    expect(buyers.body.tickets.map((ticket) => ticket.id)).toEqual([kept?.id]);
    expect(buyers.body.transferred).toMatchObject([{ ticketId: id, to: friend }]);
    const [mail, ...more] = await mailsOf(`/orders/${id}#`, 1);
    expect([mail?.to.address, more]).toEqual([friend.email, []]);
    const theirs = await read(id, tokenIn(mail));
    expect(theirs.body).toMatchObject({ id, state: 'paid', lines: [], buyer: friend, total: { amount: 0 } });
    expect(JSON.stringify(theirs.body)).not.toMatch(new RegExp(`${order.id}|fan@example|4500`));
    expect((await scan(given?.barcode)).result).toBe('void');

    const paper = (path: string) =>
      fetch(`${shop.url}/v1/orders/${id}/${path}`, { headers: { authorization: `Order ${tokenIn(mail)}` } });
    expect([(await paper('tickets.pdf')).status, (await paper('calendar.ics')).status]).toEqual([200, 200]);
    expect(codeOf(await give({ id: order.id }, id, tokenIn(mail)))[0]).toBe(404);
    const other = { email: 'other@example.com', name: 'Another' };
    expect((await give({ id }, id, tokenIn(mail), other)).body).toMatchObject({ to: other });
    expect((await give({ id }, id, tokenIn(mail), other)).status).toBe(200);
    expect((await read(id, tokenIn(mail))).status).toBe(404);
    expect((await read(order.id, token)).body.transferred).toMatchObject([{ to: null }]);
    const last = (await mailsOf(`/orders/${id}#`, 2)).find(({ to }) => to.address === other.email);
    const held = await read(id, tokenIn(last));
    expect((await scan(held.body.tickets[0]?.barcode)).result).toBe('admitted');
    expect(codeOf(await give({ id }, id, tokenIn(last)))).toEqual([409, 'TICKET_NOT_TRANSFERABLE']);
  });

  it('has a ticket back that somebody else transferred, and its holder is told when it becomes void', async () => {
    const order = await buy();
    const id = order.tickets[0]?.id ?? '';
    const stranger = { email: 'stranger@example.com', name: 'A Stranger' };
    await give(order, id, order.accessToken ?? '', stranger);
    const [mail] = await mailsOf(`/orders/${id}#`, 1);
    const told = await shop.until(
      () => Promise.resolve(sent.filter(({ text }) => text.includes(order.id))),
      (mails) => mails.some(({ text }) => text.includes('A Stranger')),
    );
    expect(told.at(-1)?.to.address).toBe('fan@example.com');
    await shop.call('POST', `/v1/admin/orders/${order.id}/resend`, {
      body: { newBarcodes: true, takeBack: true },
      auth,
    });
    expect((await read(id, tokenIn(mail))).status).toBe(404);
    expect((await read(order.id, order.accessToken ?? '')).status).toBe(404);
    const again = (await mailsOf(order.id, 3)).at(-1);
    const buyers = await read(order.id, tokenIn(again));
    expect(buyers.body.tickets.map((ticket) => ticket.id)).toEqual([id]);

    await give(order, id, tokenIn(again));
    const [, theirs] = await mailsOf(`/orders/${id}#`, 2);
    await shop.call('POST', `/v1/admin/orders/${order.id}/refund`, { body: {}, auth });
    const [, , gone] = await mailsOf(`/orders/${id}#`, 3);
    expect([gone?.to.address, gone?.subject]).toEqual([friend.email, expect.stringContaining('no longer valid')]);
    expect((await read(id, tokenIn(theirs))).body).toMatchObject({
      state: 'canceled',
      reason: 'ticket_void',
      tickets: [],
    });
    const body = { email: friend.email };
    const kept = await shop.call<BuyerExport>('POST', '/v1/admin/privacy/exports', { body, auth });
    expect(kept.body.heldTickets).toMatchObject([{ id, name: friend.name }]);
    expect((await shop.call<BuyerErasure>('POST', '/v1/admin/privacy/erasures', { body, auth })).body.tickets).toBe(1);
  });

  it('transfers nothing by a link that is renewed meanwhile, nor to a name that holds a web address', async () => {
    const order = await buy();
    const [id, token] = [order.tickets[0]?.id ?? '', order.accessToken ?? ''];
    expect(codeOf(await give(order, id, token, { ...friend, name: 'Win at evil.com' }))).toEqual([
      400,
      'VALIDATION_FAILED',
    ]);
    const tickets = shop.app.get(TransfersRepository, { strict: false });
    const read = tickets.byId.bind(tickets);
    let looks = 0;
    tickets.byId = async (ticketId) => {
      const ticket = await read(ticketId);
      looks += 1;
      if (looks === 2) await shop.app.get(OrdersRepository, { strict: false }).renewAccess(order.id);
      return ticket;
    };
    expect((await give(order, id, token)).status).toBe(404);
    tickets.byId = read;
    expect(await read(id)).toMatchObject({ holder: null, serial: 1 });
  });

  it('cannot transfer tickets of a sale that forbids it, and the page of the order knows', async () => {
    const order = await buy();
    expect(order.transferable).toBe(true);
    const forbid = (transferable: boolean) =>
      shop.call('PATCH', `/v1/admin/sales/${sale.id}`, { body: { transferable }, auth });
    expect(await forbid(false)).toMatchObject({ status: 200, body: { transferable: false } });
    const [id, token] = [order.tickets[0]?.id ?? '', order.accessToken ?? ''];
    expect(codeOf(await give(order, id, token))).toEqual([409, 'TRANSFERS_OFF']);
    const page = await shop.call<OrderShape>('GET', `/v1/orders/${order.id}`, { auth: `Order ${token}` });
    expect(page.body.transferable).toBe(false);
    const { body } = await shop.call<SaleChangesShape>('GET', '/v1/sales/mails/changes', {});
    expect(body.changes).toMatchObject([{ what: 'transferable', before: 'true', after: 'false' }]);
    await forbid(true);
    expect((await give(order, id, token)).status).toBe(200);
  });

  it('is served while no mail server answers; the mail is tried again, and after the last try staff are told', async () => {
    isDown = true;
    const order = await buy();
    await shop.until(
      () => shop.number(`SELECT max(tries) AS n FROM mail WHERE order_id = $1`, [order.id]),
      (tries) => tries >= 1,
    );
    await shop.until(
      async () => {
        // again and again: the first try, if it is still under way, puts the next one off when it fails
        await shop.rows(
          `UPDATE mail SET tries = ${MAX_TRIES - 1}, next_at = now() WHERE order_id = $1 AND tries < ${MAX_TRIES}`,
          [order.id],
        );
        return await shop.number(
          `SELECT count(*) AS n FROM attention WHERE order_id = $1 AND kind = 'mail_undeliverable'`,
          [order.id],
        );
      },
      (items) => items === 1,
    );
    isDown = false;
  });

  it('is told by nothing when the row is not written with the order (negative control)', async () => {
    await shop.rows('ALTER TABLE outbox DISABLE TRIGGER outbox_mails');
    const order = await buy();
    await shop.rows('ALTER TABLE outbox ENABLE TRIGGER outbox_mails');
    expect(await shop.number(`SELECT count(*) AS n FROM mail WHERE order_id = $1`, [order.id])).toBe(0);
  });

  it('may not put a card number where a name belongs', async () => {
    const fan = await shop.fan('mails');
    const held = await fan.hold(standing());
    const buyer = { email: 'fan@example.com', name: '4242 4242 4242 4242' };
    const answer = await shop.call('POST', '/v1/orders', {
      body: { holdId: held.body.id, buyer },
      auth: `Bearer ${fan.pass}`,
    });
    expect(answer).toMatchObject({
      status: 400,
      body: { code: 'VALIDATION_FAILED', errors: [{ field: 'buyer.name' }] },
    });
    expect(JSON.stringify(answer.body)).not.toContain('4242');
    expect(await shop.number(`SELECT count(*) AS n FROM orders WHERE buyer_name LIKE '%4242%'`)).toBe(0);
  });

  it('is told what is kept, and forgotten where the order has ended', async () => {
    const fan = await shop.fan('mails');
    const order = await fan.buy(standing());
    const body = { email: 'FAN@example.com' };
    const note = { body: { text: 'Mr Fan called twice.' }, auth };
    expect((await shop.call('POST', `/v1/admin/orders/${order.id}/notes`, note)).status).toBe(201);
    const exported = await shop.call<BuyerExport>('POST', '/v1/admin/privacy/exports', { body, auth });
    const own = exported.body.orders.find(({ id }) => id === order.id);
    expect(own).toMatchObject({
      buyer: { email: 'fan@example.com' },
      totalMinor: 4_500,
      tickets: [{ admittedAt: null }],
      notes: ['Mr Fan called twice.'],
    });
    const erased = await shop.call<BuyerErasure>('POST', '/v1/admin/privacy/erasures', { body, auth });
    expect(erased.body.erased).toBeGreaterThanOrEqual(1);
    const [row] = await shop.rows(`SELECT buyer_email, buyer_name, total_minor::int FROM orders WHERE id = $1`, [
      order.id,
    ]);
    expect(row).toEqual({ buyer_email: 'erased@erased.invalid', buyer_name: '–', total_minor: 4_500 });
    const { notes } = (await shop.call<StaffOrderDetail>('GET', `/v1/admin/orders/${order.id}`, { auth })).body;
    expect(notes.map(({ text }) => text)).toEqual([null]);
    expect(JSON.stringify(await shop.rows('SELECT * FROM audit_entry'))).not.toMatch(/fan@example.com|called twice/i);
    expect((await shop.call('POST', '/v1/admin/privacy/exports', { body })).status).toBe(401);
  });

  it('are nowhere in a dump of the stores once they were erased, neither name nor address nor what was written', async () => {
    const who = { email: 'Vera.Unmistakable@example.com', name: 'Vera Unmistakable' };
    const fan = await shop.fan('mails');
    const held = await fan.hold(standing());
    const asked = { body: { holdId: held.body.id, buyer: who }, auth: `Bearer ${fan.pass}` };
    const placed = await shop.call<OrderShape>('POST', '/v1/orders', asked);
    await fan.confirm(placed.body);
    const { body: paid } = await shop.until(
      () => fan.read(placed.body),
      ({ body }) => body.state === 'paid',
    );
    await mailsOf(`/orders/${paid.id}#`, 1);
    const [ticket] = paid.tickets;
    const holder = { email: 'otto.unmistakable@example.com', name: 'Otto Unmistakable' };
    expect((await give(paid, ticket?.id ?? '', placed.body.accessToken ?? '', holder)).status).toBeLessThan(300);
    const note = { body: { text: 'Unmistakable voice on the phone.' }, auth };
    expect((await shop.call('POST', `/v1/admin/orders/${paid.id}/notes`, note)).status).toBe(201);

    const before = await storesWith(/unmistakable/i);
    expect(before).toEqual(expect.arrayContaining(['orders', 'ticket', 'order_note']));
    for (const { email } of [who, holder])
      expect((await shop.call('POST', '/v1/admin/privacy/erasures', { body: { email }, auth })).status).toBe(200);
    expect(await storesWith(/unmistakable/i)).toEqual([]);
  }, 60_000);

  /** Searches every row of every table, and every key and value of Redis; returns the tables and keys that match. */
  async function storesWith(pattern: RegExp): Promise<string[]> {
    const tables = await shop.rows<{ name: string }>(
      `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'`,
    );
    const found: string[] = [];
    for (const { name } of tables) {
      const rows = await shop.rows<{ text: string }>(`SELECT row_to_json(t)::text AS text FROM "${name}" t`);
      if (rows.some(({ text }) => pattern.test(text))) found.push(name);
    }
    const redis = shop.app.get(RedisService).core;
    for (const key of await redis.keys('*')) if (pattern.test(key + (await valueOf(redis, key)))) found.push(key);
    return found;
  }
});

async function valueOf(redis: Redis, key: string): Promise<string> {
  const reads: Record<string, () => Promise<unknown>> = {
    string: () => redis.get(key),
    hash: () => redis.hgetall(key),
    set: () => redis.smembers(key),
    zset: () => redis.zrange(key, 0, '-1'),
    list: () => redis.lrange(key, 0, -1),
  };
  return JSON.stringify(await reads[await redis.type(key)]?.());
}
