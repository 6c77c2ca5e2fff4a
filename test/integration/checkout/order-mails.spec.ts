import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MAX_TRIES } from '../../../src/tickets/mail/retry.rules.js';
import type { OrderShape } from '../../../src/contract/shapes.js';
import type { BuyerErasure, BuyerExport, ScanAnswer } from '../../../src/contract/ticket-shapes.js';
import type { SaleView } from '../../../src/sales/sales.types.js';
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

  it('is served while no mail server answers; the mail is tried again, and after the last try staff are told', async () => {
    isDown = true;
    const order = await buy();
    await shop.until(
      () => shop.number(`SELECT max(tries) AS n FROM mail WHERE order_id = $1`, [order.id]),
      (tries) => tries >= 1,
    );
    await shop.rows(`UPDATE mail SET tries = ${MAX_TRIES - 1}, next_at = now() WHERE order_id = $1`, [order.id]);
    await shop.until(
      () =>
        shop.number(`SELECT count(*) AS n FROM attention WHERE order_id = $1 AND kind = 'mail_undeliverable'`, [
          order.id,
        ]),
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
    const exported = await shop.call<BuyerExport>('POST', '/v1/admin/privacy/exports', { body, auth });
    const own = exported.body.orders.find(({ id }) => id === order.id);
    expect(own).toMatchObject({
      buyer: { email: 'fan@example.com' },
      totalMinor: 4_500,
      tickets: [{ admittedAt: null }],
    });
    const erased = await shop.call<BuyerErasure>('POST', '/v1/admin/privacy/erasures', { body, auth });
    expect(erased.body.erased).toBeGreaterThanOrEqual(1);
    const [row] = await shop.rows(`SELECT buyer_email, buyer_name, total_minor::int FROM orders WHERE id = $1`, [
      order.id,
    ]);
    expect(row).toEqual({ buyer_email: 'erased@erased.invalid', buyer_name: '–', total_minor: 4_500 });
    expect(JSON.stringify(await shop.rows('SELECT * FROM audit_entry'))).not.toMatch(/fan@example.com/i);
    expect((await shop.call('POST', '/v1/admin/privacy/exports', { body })).status).toBe(401);
  });
});
