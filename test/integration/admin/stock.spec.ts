import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { ChannelsAnswer, StockAnswer } from '../../../src/contract/stock/stock-shapes.js';
import type { AvailabilityShape, SectionShape } from '../../../src/contract/stock/availability-shapes.js';
import type { SaleShape } from '../../../src/contract/sale/sale-shapes.js';
import type { StaffSaleShape } from '../../../src/contract/staff/staff-shapes.js';
import { StockHolds } from '../../../src/inventory/holds/stock-holds.service.js';
import { StockChanges } from '../../../src/inventory/stock/stock-changes.service.js';
import { StockService } from '../../../src/inventory/stock/stock.service.js';
import { AvailabilityService } from '../../../src/inventory/availability/availability.service.js';
import { Channels } from '../../../src/inventory/channels/channels.service.js';
import { StockChangesTask } from '../../../src/sales/catalogue/changes/stock-changes.task.js';
import { SaleCache } from '../../../src/sales/catalogue/cache/sale-cache.service.js';
import { SaleWork } from '../../../src/sales/conductor/sale-work.js';
import { EpochGuard } from '../../../src/queue/line/epoch-guard.service.js';
import { FiguresService } from '../../../src/queue/line/figures.service.js';
import { PrismaService } from '../../../src/platform/prisma/prisma.service.js';
import { startNode, type TestNode } from '../../support/app.js';
import { freshDatabase, sharedRedisUrl } from '../../support/services.js';
import { type Call, saleBody, withKey } from './staff-client.js';

const past = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString();

describe('stock in the hands of staff', () => {
  let node: TestNode;
  let call: Call;

  beforeAll(async () => {
    node = await startNode({ databaseUrl: await freshDatabase(), redisUrl: await sharedRedisUrl() });
    call = withKey(node);
  });
  afterAll(async () => {
    await node.close();
  });

  const onSale = async (changes: Record<string, unknown> = {}): Promise<StaffSaleShape> => {
    const body = saleBody({ prequeueAt: past(20), opensAt: past(10), challenge: 'off', ...changes });
    const { body: made } = await call<StaffSaleShape>('POST', '/v1/admin/sales', body);
    const { status } = await call('POST', `/v1/admin/sales/${made.id}/publish`);
    expect(status).toBe(200);
    return made;
  };
  const seated = {
    seatMap: { sections: [{ key: 'A', label: 'Stalls', rows: [{ label: '1', seats: 6 }] }] },
    ticketTypes: [
      { name: 'Standing', admission: 'general', price: 4500, capacity: 100 },
      { name: 'Seated', admission: 'reserved', price: 6500, sections: ['A'] },
    ],
  };
  const stockOf = async (id: string, body: unknown) =>
    await call<StockAnswer>('POST', `/v1/admin/sales/${id}/stock`, body);
  const typeOf = (sale: StaffSaleShape, name: string): string =>
    sale.ticketTypes.find((type) => type.name === name)?.id ?? '';
  /** Takes units without a queue place, as a partner's hold does. */
  const take = async (sale: StaffSaleShape, items: Parameters<StockHolds['hold']>[0]['items'], channel = 'public') => {
    const stamp = await node.app.get(EpochGuard, { strict: false }).stamp(sale.id);
    const view = await node.app.get(SaleCache, { strict: false }).byId(sale.id);
    if (!stamp || !view) throw new Error('the sale is not there');
    const terms = new Map(
      view.ticketTypes.map(({ id, name, admission, priceMinor, fee, tax, min, multiple }) => [
        id,
        { name, admission, priceMinor, fee, tax, min, multiple, maxPerFan: 50 },
      ]),
    );
    taken += 1;
    const request = { saleId: sale.id, stamp, idempotencyKey: `key-${taken}`, bodyHash: 'x', items, terms };
    return await node.app
      .get(StockHolds, { strict: false })
      .holdAllocation({ ...request, currency: 'EUR', holdMs: 60_000, channel, sellerKey: `spec-${taken}` });
  };
  let taken = 0;

  it('raises and cuts a capacity, and tells the breakdown', async () => {
    const sale = await onSale();
    const ticketTypeId = typeOf(sale, 'Standing');
    const raised = await stockOf(sale.id, { ticketTypeId, capacity: 600 });
    expect(raised).toMatchObject({
      status: 200,
      body: { ticketTypeId, capacity: 600, free: 600, held: 0, sold: 0, withdrawn: 0, blocked: 0 },
    });
    expect((await stockOf(sale.id, { ticketTypeId, capacity: 50 })).body).toMatchObject({ capacity: 50, free: 50 });
    const { body } = await call<StaffSaleShape>('GET', `/v1/admin/sales/${sale.id}`);
    expect(body.ticketTypes[0]).toMatchObject({ capacity: 50 });
  });

  it('cuts nothing below what is sold and held', async () => {
    const sale = await onSale();
    const ticketTypeId = typeOf(sale, 'Standing');
    expect(await take(sale, [{ ticketTypeId, quantity: 30 }])).toMatchObject({ kind: 'held' });
    expect(await stockOf(sale.id, { ticketTypeId, capacity: 29 })).toMatchObject({
      status: 409,
      body: { code: 'CAPACITY_BELOW_SOLD' },
    });
    expect((await stockOf(sale.id, { ticketTypeId, capacity: 30 })).body).toMatchObject({
      capacity: 30,
      free: 0,
      held: 30,
    });
    const { body } = await call<{ entries: { action: string; data: unknown }[] }>(
      'GET',
      `/v1/admin/audit?subject=${sale.id}`,
    );
    const logged = body.entries.filter(({ action }) => action === 'sale.stock');
    expect(logged).toMatchObject([{ data: { asked: { capacity: 30 } } }]); // what was refused was not done
  });

  it('withdraws, blocks and puts back seats, all of them or none', async () => {
    const sale = await onSale(seated);
    const withdrawn = await stockOf(sale.id, { seatIds: ['A-1-1', 'A-1-2'], to: 'withdrawn' });
    expect(withdrawn).toMatchObject({ status: 200, body: { capacity: 6, free: 4, withdrawn: 2, blocked: 0 } });
    expect((await stockOf(sale.id, { seatIds: ['A-1-3'], to: 'blocked' })).body).toMatchObject({
      withdrawn: 3,
      blocked: 1,
    });
    expect((await stockOf(sale.id, { seatIds: ['A-1-1', 'A-1-3'], to: 'free' })).body).toMatchObject({
      free: 5,
      withdrawn: 1,
      blocked: 0,
    });
    expect(await take(sale, [{ seatIds: ['A-1-4'] }])).toMatchObject({ kind: 'held' });
    expect(await stockOf(sale.id, { seatIds: ['A-1-4', 'A-1-5'], to: 'withdrawn' })).toMatchObject({
      status: 409,
      body: { code: 'SEATS_TAKEN' },
    });
    expect((await stockOf(sale.id, { seatIds: ['A-1-1'], to: 'free' })).body).toMatchObject({
      free: 4,
      held: 1,
      withdrawn: 1,
    });
  });

  it('adds a ticket type while the sale sells', async () => {
    const sale = await onSale();
    const added = await call<StockAnswer>('POST', `/v1/admin/sales/${sale.id}/ticket-types`, {
      name: 'Balcony',
      admission: 'general',
      price: 3000,
      capacity: 20,
    });
    expect(added).toMatchObject({ status: 201, body: { capacity: 20, free: 20 } });
    const { body } = await call<SaleShape>('GET', `/v1/sales/${sale.slug}`);
    expect(body.ticketTypes.map(({ name }) => name)).toEqual(['Standing', 'Balcony']);
    const ticketTypeId = body.ticketTypes[1]?.id ?? '';
    expect(await take(sale, [{ ticketTypeId, quantity: 20 }])).toMatchObject({ kind: 'held' });
  });

  it('adds no thirteenth ticket type when two are added at once', async () => {
    const ticketTypes = Array.from({ length: 11 }, (_, n) => ({
      ...{ name: `Type ${n + 1}`, admission: 'general', price: 1000, capacity: 5 },
    }));
    const sale = await onSale({ ticketTypes });
    const add = async (name: string) =>
      await call('POST', `/v1/admin/sales/${sale.id}/ticket-types`, { ...ticketTypes[0], name });
    const changes = node.app.get(StockChanges, { strict: false });
    const addType = changes.addType.bind(changes);
    // the other addition begins and ends when this one has already counted eleven
    const others: unknown[] = [];
    const adding = jest.spyOn(changes, 'addType').mockImplementationOnce(async (...change) => {
      others.push(await add('Twelfth'));
      return await addType(...change);
    });
    const late = await add('Thirteenth');
    adding.mockRestore();
    expect(others).toMatchObject([{ status: 201 }]);
    expect(late).toMatchObject({
      status: 400,
      body: { code: 'VALIDATION_FAILED', errors: [{ field: 'ticketTypes' }] },
    });
    const prisma = node.app.get(PrismaService, { strict: false });
    expect(await prisma.ticketType.count({ where: { saleId: sale.id } })).toBe(12);
    expect(await prisma.pool.count({ where: { saleId: sale.id } })).toBe(12);
  });

  it('puts a sold-out sale on sale again', async () => {
    const sale = await onSale(seated);
    const saleCache = node.app.get(SaleCache, { strict: false });
    const look = async () => {
      const view = await saleCache.byId(sale.id);
      const figures = await node.app.get(FiguresService, { strict: false }).of(sale.id);
      if (view && figures) await node.app.get(SaleWork, { strict: false }).look(view, figures);
      node.app.get(SaleCache, { strict: false }).dropAll();
    };
    const seats = [1, 2, 3, 4, 5, 6].map((n) => `A-1-${n}`);
    await stockOf(sale.id, { seatIds: seats, to: 'withdrawn' });
    await stockOf(sale.id, { ticketTypeId: typeOf(sale, 'Standing'), capacity: 0 });
    await look();
    expect((await saleCache.byId(sale.id))?.state).toBe('sold_out');
    await stockOf(sale.id, { seatIds: seats, to: 'free' });
    await look();
    expect((await saleCache.byId(sale.id))?.state).toBe('on_sale');
  });

  it('refuses what it cannot do with a code', async () => {
    const sale = await onSale(seated);
    const path = `/v1/admin/sales/${sale.id}`;
    const refused: [string, string, unknown, number, string][] = [
      ['POST', `${path}/stock`, {}, 400, 'VALIDATION_FAILED'],
      ['POST', `${path}/stock`, { ticketTypeId: 'tt_x', capacity: -1 }, 400, 'VALIDATION_FAILED'],
      ['POST', `${path}/stock`, { ticketTypeId: 'tt_none', capacity: 1 }, 422, 'TICKET_TYPE_UNKNOWN'],
      ['POST', `${path}/stock`, { ticketTypeId: typeOf(sale, 'Seated'), capacity: 1 }, 400, 'VALIDATION_FAILED'],
      ['POST', `${path}/stock`, { seatIds: ['Z-9-9'], to: 'free' }, 422, 'SEAT_UNKNOWN'],
      ['POST', `${path}/stock`, { seatIds: ['A-1-1'] }, 400, 'VALIDATION_FAILED'],
      ['POST', `${path}/stock`, { seatIds: ['A-1-1'], to: 'sold' }, 400, 'VALIDATION_FAILED'],
      ['POST', '/v1/admin/sales/sale_none/stock', { seatIds: ['A-1-1'], to: 'free' }, 404, 'NOT_FOUND'],
      [
        'POST',
        `${path}/ticket-types`,
        { name: 'X', admission: 'reserved', price: 1, sections: ['A'] },
        422,
        'NOT_SUPPORTED',
      ],
      ['PUT', `${path}/channels`, { key: 'x' }, 400, 'VALIDATION_FAILED'],
      ['PUT', `${path}/channels`, [{ key: 'x', label: 'X', lanes: ['nowhere'] }], 400, 'VALIDATION_FAILED'],
      [
        'PUT',
        `${path}/channels`,
        [{ key: 'x', label: 'X', allocations: [{ seatIds: ['Z-1-1'] }] }],
        400,
        'VALIDATION_FAILED',
      ],
    ];
    for (const [method, at, body, status, code] of refused)
      expect([at, body, await call(method, at, body)]).toMatchObject([at, body, { status, body: { code } }]);
    await call('POST', `${path}/close`);
    expect(await stockOf(sale.id, { seatIds: ['A-1-1'], to: 'withdrawn' })).toMatchObject({
      status: 409,
      body: { code: 'SALE_STATE' },
    });
  });

  describe('channels', () => {
    const put = async (id: string, body: unknown) =>
      await call<ChannelsAnswer>('PUT', `/v1/admin/sales/${id}/channels`, body);
    const availabilityOf = async (sale: StaffSaleShape, channels?: string[]): Promise<AvailabilityShape> =>
      await node.app
        .get(AvailabilityService, { strict: false })
        .of(sale.id, { detailed: true, ...(channels && { channels }) });

    it('take their allocation out of public, by quantity and by seats', async () => {
      const sale = await onSale(seated);
      const ticketTypeId = typeOf(sale, 'Standing');
      const sponsor = {
        key: 'sponsor',
        label: 'Sponsor',
        allocations: [{ ticketTypeId, quantity: 30 }, { seatIds: ['A-1-5', 'A-1-6'] }],
      };
      const answer = await put(sale.id, [sponsor]);
      expect(answer.status).toBe(200);
      expect(answer.body.channels.map(({ key }) => key)).toEqual(['public', 'sponsor']);
      expect(answer.body.channels[1]?.allocations.map(({ capacity, free }) => [capacity, free])).toEqual([
        [30, 30],
        [2, 2],
      ]);
      expect((await availabilityOf(sale)).ticketTypes.map(({ free }) => free)).toEqual([70, 4]);
      expect((await availabilityOf(sale, ['sponsor'])).ticketTypes.map(({ free }) => free)).toEqual([30, 2]);
      expect(await take(sale, [{ seatIds: ['A-1-5'] }])).toMatchObject({ kind: 'seats_taken' });
      expect(await take(sale, [{ seatIds: ['A-1-5'] }], 'sponsor')).toMatchObject({ kind: 'held' });
      expect(await take(sale, [{ ticketTypeId, quantity: 31 }], 'sponsor')).toMatchObject({ kind: 'sold_out' });
      expect(await take(sale, [{ ticketTypeId, quantity: 30 }], 'sponsor')).toMatchObject({ kind: 'held' });
      const section = await node.app.get(AvailabilityService, { strict: false }).section(sale.id, 'A');
      expect((section as SectionShape).seats.map(({ state }) => state)).toEqual([
        ...['free', 'free', 'free', 'free'],
        ...['held', 'withdrawn'],
      ]);
    });

    it('are moved while the sale sells, and never below what they have sold and hold', async () => {
      const sale = await onSale(seated);
      const ticketTypeId = typeOf(sale, 'Standing');
      const sponsor = (quantity: number, seatIds: string[]) => [
        {
          key: 'sponsor',
          label: 'Sponsor',
          allocations: [{ ticketTypeId, quantity }, ...(seatIds.length ? [{ seatIds }] : [])],
        },
      ];
      await put(sale.id, sponsor(30, ['A-1-1']));
      await take(sale, [{ ticketTypeId, quantity: 10 }], 'sponsor');
      for (const tooFewOrMany of [9, 1_000])
        expect(await put(sale.id, sponsor(tooFewOrMany, []))).toMatchObject({
          status: 409,
          body: { code: 'CAPACITY_BELOW_SOLD', detail: expect.stringContaining('has not so many tickets') },
        });
      expect((await availabilityOf(sale, ['sponsor'])).ticketTypes.map(({ free }) => free)).toEqual([20, 1]);
      expect((await put(sale.id, sponsor(10, ['A-1-2']))).status).toBe(200);
      const stock = node.app.get(StockService, { strict: false });
      const figures = await stock.figures(sale.id, { recount: true });
      expect(figures?.faults).toEqual([]);
      expect((await take(sale, [{ seatIds: ['A-1-1'] }])).kind).toBe('held');
    });

    it('give back what they have not sold once public is sold down to their share', async () => {
      const sale = await onSale(seated);
      const ticketTypeId = typeOf(sale, 'Standing');
      const allocations = [{ ticketTypeId, quantity: 30 }];
      const set = (returnBelowPercent: unknown) =>
        put(sale.id, [{ key: 'sponsor', label: 'Sponsor', allocations, returnBelowPercent }]);
      expect(await set(100)).toMatchObject({ status: 400 });
      expect((await set(20)).status).toBe(200);
      const run = async () => {
        await node.app.get(StockChangesTask, { strict: false }).runOnce(new AbortController().signal);
        const { body } = await call<ChannelsAnswer>('GET', `/v1/admin/sales/${sale.id}/channels`);
        const sponsor = body.channels.find(({ key }) => key === 'sponsor');
        return [sponsor?.returnBelowPercent, sponsor?.allocations.length];
      };
      expect(await run()).toEqual([20, 1]);
      const prisma = node.app.get(PrismaService, { strict: false });
      await prisma.$executeRaw`UPDATE pool SET sold = capacity WHERE sale_id = ${sale.id} AND channel = 'public'`;
      expect(await run()).toEqual([20, 0]);
    });

    it('give back what they have not sold when their time comes', async () => {
      const sale = await onSale(seated);
      const ticketTypeId = typeOf(sale, 'Standing');
      await put(sale.id, [
        {
          key: 'sponsor',
          label: 'Sponsor',
          allocations: [{ ticketTypeId, quantity: 30 }, { seatIds: ['A-1-1', 'A-1-2'] }],
          returnAt: new Date(Date.now() - 1_000).toISOString(),
        },
      ]);
      expect(await node.app.get(Channels, { strict: false }).due(['sale_other'], 50)).toEqual([]);
      await node.app.get(StockChangesTask, { strict: false }).runOnce(new AbortController().signal);
      const { body } = await call<ChannelsAnswer>('GET', `/v1/admin/sales/${sale.id}/channels`);
      expect(body.channels.find(({ key }) => key === 'sponsor')?.allocations).toEqual([]);
      const figures = await node.app.get(StockService, { strict: false }).figures(sale.id, { recount: true });
      expect(figures?.faults).toEqual([]);
      expect((await take(sale, [{ seatIds: ['A-1-1', 'A-1-2'] }, { ticketTypeId, quantity: 48 }])).kind).toBe('held');
    });
  });
});
