import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Problem } from '../../../src/contract/errors.js';
import type { SaleShape } from '../../../src/contract/sale/sale-shapes.js';
import type { SaleView } from '../../../src/sales/sales.types.js';
import { sharedRedisUrl } from '../../support/services.js';
import { Shop } from './shop.js';

const general = { admission: 'general', capacity: 50, maxPerFan: 6 } as const;

describe('the lines of an order', () => {
  let shop: Shop;
  let sale: SaleView;
  const typeOf = (name: string): string => sale.ticketTypes.find((type) => type.name === name)?.id ?? '';
  const items = (name: string, quantity: number) => [{ ticketTypeId: typeOf(name), quantity }];

  beforeAll(async () => {
    shop = await Shop.open(await sharedRedisUrl());
    sale = await shop.sale('lines', 0, {}, [
      {
        ...{ ...general, name: 'Standing', price: 4_500 },
        fee: { label: 'Service fee', amount: 250, percent: 2.5 },
        tax: { label: 'VAT', percent: 7, included: true },
      },
      { ...general, name: 'Taxed', price: 1_000, tax: { label: 'Sales tax', percent: 8.875, included: false } },
      { ...general, name: 'Pair', price: 2_000, min: 2, multiple: 2 },
      { ...general, name: 'Free', price: 0 },
      { ...general, name: 'Free, two left', price: 0, capacity: 2 },
    ]);
  }, 60_000);
  afterAll(async () => {
    await shop.close();
  });

  it('are shown in full before anything is held', async () => {
    const { body } = await shop.call<SaleShape>('GET', '/v1/sales/lines');
    expect(body.ticketTypes[0]).toMatchObject({
      price: { amount: 4_500 },
      fullPrice: { amount: 4_862, currency: 'EUR' },
      fee: { label: 'Service fee', amount: 250, percent: 2.5 },
      tax: { label: 'VAT', percent: 7, included: true },
      ...{ min: 1, multiple: 1 },
    });
    expect(body.ticketTypes.slice(1, 3)).toMatchObject([{ fullPrice: { amount: 1_089 } }, { min: 2, multiple: 2 }]);
  });

  it('are those of the hold, and their sum is charged', async () => {
    const fan = await shop.fan('lines');
    const held = await fan.hold([...items('Standing', 2), ...items('Taxed', 1)]);
    expect(held.status).toBe(201);
    const ticket = (label: string, amount: number) => ({ kind: 'ticket', label, amount, included: false });
    const lines = [
      ...[ticket('Standing', 4_500), ticket('Standing', 4_500), ticket('Taxed', 1_000)],
      { kind: 'fee', label: 'Service fee', amount: 724, included: false },
      { kind: 'tax', label: 'Sales tax', amount: 89, included: false },
      { kind: 'tax', label: 'VAT', amount: 636, included: true },
    ];
    expect(held.body).toMatchObject({ lines, total: { amount: 10_813 } });
    const placed = await fan.order(held.body.id);
    expect(placed.body).toMatchObject({ lines, total: { amount: 10_813 } });
    expect(await shop.simulatorIntentsOf(placed.body.id)).toMatchObject([{ amount: 10_813 }]);
    expect((await fan.read(placed.body)).body).toMatchObject({ lines, total: { amount: 10_813 } });
    expect(
      await shop.number('SELECT sum(total_minor) AS n FROM order_item WHERE order_id = $1', [placed.body.id]),
    ).toBe(10_813);
  });

  it('stay at the price of the hold when the sale becomes dearer', async () => {
    const fan = await shop.fan('lines');
    const held = await fan.hold(items('Standing', 1));
    await shop.rows(`UPDATE ticket_type SET price_minor = 9900, fee = NULL WHERE id = $1`, [typeOf('Standing')]);
    const placed = await fan.order(held.body.id);
    await shop.rows(`UPDATE ticket_type SET price_minor = 4500 WHERE id = $1`, [typeOf('Standing')]);
    expect(placed.body.total).toEqual({ amount: 4_862, currency: 'EUR' });
    await fan.confirm(placed.body);
    await shop.until(
      () => fan.read(placed.body),
      ({ body }) => body.state === 'paid',
    );
  });

  it('are refused in a number that is not offered, with the number that is', async () => {
    const fan = await shop.fan('lines');
    for (const quantity of [1, 3]) {
      const { status, body } = await fan.hold(items('Pair', quantity));
      expect({ status, body }).toMatchObject({
        status: 409,
        body: { code: 'QUANTITY_NOT_OFFERED', errors: [{ field: 'items', message: 'Pair: a multiple of 2.' }] },
      });
    }
    const held = await fan.hold(items('Pair', 2));
    expect(held.status).toBe(201);
    const swap = { body: { items: items('Pair', 3) }, auth: `Bearer ${fan.pass}` };
    expect((await shop.call<Problem>('PATCH', `/v1/holds/${held.body.id}`, swap)).body.code).toBe(
      'QUANTITY_NOT_OFFERED',
    );
  });

  it('that can never be charged are refused at the hold', async () => {
    await shop.rows(`UPDATE ticket_type SET price_minor = 99999999 WHERE id = $1`, [typeOf('Pair')]);
    const fan = await shop.fan('lines');
    const refused = await shop.until(
      () => fan.hold(items('Pair', 2)),
      ({ body }) => body.code === 'AMOUNT_NOT_CHARGEABLE',
      1_000,
    );
    await shop.rows(`UPDATE ticket_type SET price_minor = 2000 WHERE id = $1`, [typeOf('Pair')]);
    expect(refused).toMatchObject({ status: 409, body: { code: 'AMOUNT_NOT_CHARGEABLE' } });
  });

  it('that cost nothing are paid at once, without a payment, once for each key', async () => {
    const fan = await shop.fan('lines');
    const held = await fan.hold(items('Free', 2));
    expect(held.body.total).toEqual({ amount: 0, currency: 'EUR' });
    const key = 'free-order-key-0001';
    const placed = await fan.order(held.body.id, key);
    expect(placed).toMatchObject({ status: 201, body: { state: 'paid', payment: null, total: { amount: 0 } } });
    expect(placed.body.tickets).toHaveLength(2);
    expect(placed.body.tickets.every(({ barcode }) => barcode.length > 0)).toBe(true);
    expect((await fan.order(held.body.id, key)).body).toMatchObject({ id: placed.body.id, state: 'paid' });
    expect(await shop.simulatorIntentsOf(placed.body.id)).toEqual([]);
    const told = `SELECT count(*) AS n FROM outbox WHERE type IN ('order.paid', 'ticket.issued') AND data->>'orderId' = $1`;
    expect(await shop.number(told, [placed.body.id])).toBe(3);
    expect(await shop.number('SELECT sold AS n FROM pool WHERE ticket_type_id = $1', [typeOf('Free')])).toBe(2);
  });

  it('that cost nothing are not sold twice: the last two free tickets go to one of many fans', async () => {
    const fans = await Promise.all(Array.from({ length: 4 }, () => shop.fan('lines')));
    const holds = await Promise.all(fans.map((fan) => fan.hold(items('Free, two left', 2))));
    expect(holds.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409]);
    await shop.rows(`UPDATE pool SET sold = 1 WHERE ticket_type_id = $1`, [typeOf('Free, two left')]);
    const winner = holds.findIndex(({ status }) => status === 201);
    const placed = await fans[winner]?.order(holds[winner]?.body.id ?? '');
    expect(placed).toMatchObject({ status: 409, body: { code: 'SOLD_OUT' } });
    const left = `SELECT count(*) AS n FROM ticket WHERE ticket_type_id = $1`;
    expect(await shop.number(left, [typeOf('Free, two left')])).toBe(0);
  });
});
