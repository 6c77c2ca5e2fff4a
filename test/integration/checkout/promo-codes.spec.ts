import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Problem } from '../../../src/contract/errors.js';
import type { PromoCodeShape, PromoCodesPage } from '../../../src/contract/money/promo-shapes.js';
import type { SaleView } from '../../../src/sales/sales.types.js';
import { TEST_ADMIN_KEY } from '../../support/app.js';
import { sharedRedisUrl } from '../../support/services.js';
import { type Answer, type Fan, Shop } from './shop.js';

const general = { admission: 'general', capacity: 100, maxPerFan: 6 } as const;

describe('promo codes', () => {
  let shop: Shop;
  let sale: SaleView;
  const typeOf = (name: string): string => sale.ticketTypes.find((type) => type.name === name)?.id ?? '';
  const items = (name: string, quantity = 1) => [{ ticketTypeId: typeOf(name), quantity }];
  const staff = <T = Problem>(method: string, path: string, body?: unknown): Promise<Answer<T>> =>
    shop.call<T>(method, `/v1/admin/promo-codes${path}`, { auth: `Bearer ${TEST_ADMIN_KEY}`, body });
  const make = async (code: string, changes: object = {}): Promise<PromoCodeShape> => {
    const body = { saleId: sale.id, code, percent: 10, maxUses: 100, perFan: 1, ...changes };
    const made = await staff<PromoCodeShape>('POST', '', body);
    expect(made.status).toBe(201);
    return made.body;
  };
  const holdAndOrder = async (code: string, name = 'Standing', fan?: Fan) => {
    const buyer = fan ?? (await shop.fan('promos'));
    const held = await buyer.hold(items(name));
    return { fan: buyer, held, placed: await buyer.order(held.body.id, undefined, code) };
  };
  const used = async (id: string): Promise<number> => (await staff<PromoCodeShape>('GET', `/${id}`)).body.used;

  beforeAll(async () => {
    shop = await Shop.open(await sharedRedisUrl());
    sale = await shop.sale('promos', 0, {}, [
      { ...general, name: 'Standing', price: 4_500, fee: { label: 'Service fee', amount: 250 } },
      { ...general, name: 'Seated', price: 6_000 },
    ]);
  }, 60_000);
  afterAll(async () => {
    await shop.close();
  });

  it('lower the price of tickets by a line of their own, and are charged so', async () => {
    const code = await make('early', { percent: 10 });
    expect(code).toMatchObject({
      code: 'EARLY',
      percent: 10,
      amount: null,
      used: 0,
      ticketTypeIds: null,
      voidedAt: null,
    });
    const { fan, placed } = await holdAndOrder(' Early ');
    expect(placed.status).toBe(201);
    expect(placed.body.lines).toEqual([
      { kind: 'ticket', label: 'Standing', amount: 4_500, included: false },
      { kind: 'fee', label: 'Service fee', amount: 250, included: false },
      { kind: 'discount', label: 'EARLY', amount: -450, included: false },
    ]);
    expect(placed.body.total.amount).toBe(4_300);
    expect(await used(code.id)).toBe(1);
    await fan.confirm(placed.body);
    await shop.until(
      () => fan.read(placed.body),
      ({ body }) => body.state === 'paid',
    );
    expect(await used(code.id)).toBe(1);
  });

  it('make an order free, which is paid at once', async () => {
    await make('GIFT', { percent: null, amount: 10_000, ticketTypeIds: [typeOf('Seated')] });
    const { placed } = await holdAndOrder('GIFT', 'Seated');
    expect(placed).toMatchObject({ status: 201, body: { state: 'paid', payment: null, total: { amount: 0 } } });
  });

  it('are refused by one answer: unknown, used up, over, void, of other tickets, of another sale', async () => {
    const elsewhere = await shop.sale('elsewhere', 5);
    await make('FOREIGN', { saleId: elsewhere.id });
    await make('OVER', { endsAt: '2020-01-01T00:00:00Z' });
    await make('SEATED', { ticketTypeIds: [typeOf('Seated')] });
    await make('ONCE', { maxUses: 1 });
    const gone = await make('GONE');
    expect((await staff('DELETE', `/${gone.id}`)).status).toBe(204);
    expect((await staff('DELETE', `/${gone.id}`)).status).toBe(404);
    expect((await holdAndOrder('ONCE')).placed.status).toBe(201);
    const fan = await shop.fan('promos');
    const held = await fan.hold(items('Standing'));
    for (const code of ['NOBODY', 'ONCE', 'OVER', 'GONE', 'SEATED', 'FOREIGN', '%', "' OR 1=1"]) {
      const { status, body } = await fan.order(held.body.id, undefined, code);
      expect({ code, status, told: body.code, keys: Object.keys(body).sort() }).toEqual({
        ...{ code, status: 409, told: 'PROMO_CODE_INVALID' },
        keys: ['code', 'detail', 'requestId', 'status', 'title', 'type'],
      });
    }
    expect((await fan.order(held.body.id)).status).toBe(201);
  });

  it('come free again with an order that ends, and count for each fan', async () => {
    const code = await make('AGAIN', { maxUses: 5, perFan: 1 });
    const { fan, placed } = await holdAndOrder('AGAIN');
    await shop.call('DELETE', `/v1/orders/${placed.body.id}`, { auth: `Bearer ${fan.pass}` });
    await shop.until(
      () => used(code.id),
      (n) => n === 0,
    );
    const again = await shop.until(
      () => holdAndOrder('AGAIN', 'Seated', fan),
      ({ placed: { status } }) => status === 201,
      1_000,
    );
    await fan.confirm(again.placed.body);
    await shop.until(
      () => fan.read(again.placed.body),
      ({ body }) => body.state === 'paid',
    );
    expect(await used(code.id)).toBe(1);
  });

  it('are given out as often as they say, however many ask at once', async () => {
    const code = await make('RUSH', { maxUses: 2 });
    const fans = await Promise.all(Array.from({ length: 6 }, () => shop.fan('promos')));
    const orders = await Promise.all(fans.map((fan) => holdAndOrder('RUSH', 'Seated', fan)));
    expect(orders.filter(({ placed }) => placed.status === 201)).toHaveLength(2);
    expect(orders.filter(({ placed }) => placed.body.code === 'PROMO_CODE_INVALID')).toHaveLength(4);
    expect(await used(code.id)).toBe(2);
  }, 40_000);

  it('are not found by trying: after ten wrong ones a fan waits, and a right one is not told apart', async () => {
    await make('SECRET');
    const fan = await shop.fan('promos');
    const held = await fan.hold(items('Standing'));
    for (let n = 0; n < 10; n += 1)
      expect((await fan.order(held.body.id, undefined, `GUESS${n}`)).body.code).toBe('PROMO_CODE_INVALID');
    for (const code of ['GUESS', 'SECRET'])
      expect(await fan.order(held.body.id, undefined, code)).toMatchObject({
        status: 429,
        body: { code: 'RATE_LIMITED' },
      });
    expect((await fan.order(held.body.id)).status).toBe(201);
  });

  it('are made with care: what does not fit the sale is refused by its field', async () => {
    const body = { saleId: sale.id, code: 'BAD', percent: 10, maxUses: 5 };
    const cases: [string, object][] = [
      ['percent', { amount: 500 }],
      ['percent', { percent: null }],
      ['percent', { percent: 101 }],
      ['amount', { percent: null, amount: 0 }],
      ['perFan', { perFan: 6 }],
      ['maxUses', { maxUses: 0 }],
      ['code', { code: 'A B' }],
      ['ticketTypeIds', { ticketTypeIds: ['tt_00000000000000000000000000'] }],
      ['saleId', { saleId: 'sale_00000000000000000000000000' }],
      ['endsAt', { endsAt: 'tomorrow' }],
    ];
    for (const [field, change] of cases) {
      const { status, body: problem } = await staff('POST', '', { ...body, ...change });
      expect({ field, status, named: problem.errors?.map((error) => error.field) }).toEqual({
        ...{ field, status: 400 },
        named: expect.arrayContaining([field]),
      });
    }
    await make('TWICE');
    expect(await staff('POST', '', { ...body, code: 'twice' })).toMatchObject({
      status: 409,
      body: { code: 'PROMO_CODE_TAKEN' },
    });
    const { body: page } = await staff<PromoCodesPage>('GET', `?saleId=${sale.id}`);
    expect(page.codes[0]).toMatchObject({ code: 'TWICE', used: 0 });
    expect(page.next).toBeNull();
  });
});
