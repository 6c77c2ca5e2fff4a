import { execFile } from 'node:child_process';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Problem } from '../../../src/contract/errors.js';
import type { PartnerLogPage } from '../../../src/contract/partners/partner-log-shapes.js';
import type { PartnerSalesPage } from '../../../src/contract/partners/partner-shapes.js';
import type { PartnerOrderShape, PartnerOrdersPage } from '../../../src/contract/partners/partner-order-shapes.js';
import { exampleIds, requestExamples } from '../../../src/contract/request-examples.js';
import type { AvailabilityShape, SectionShape } from '../../../src/contract/stock/availability-shapes.js';
import type { HoldShape } from '../../../src/contract/orders/order-shapes.js';
import type { JoinShape } from '../../../src/contract/line/line-shapes.js';
import type { LiveShape } from '../../../src/contract/live/live-shapes.js';
import type { StaffOrderDetail, StaffSaleShape } from '../../../src/contract/staff/staff-shapes.js';
import type { EventsPage } from '../../../src/contract/partners/webhook-events.js';
import { StockReturnTask } from '../../../src/checkout/orders/ends/stock-return.task.js';
import { StockService } from '../../../src/inventory/stock/stock.service.js';
import { PrismaService } from '../../../src/platform/prisma/prisma.service.js';
import { EpochGuard } from '../../../src/queue/line/epoch-guard.service.js';
import { Keys } from '../../../src/platform/redis/keys.js';
import { RedisService } from '../../../src/platform/redis/redis.service.js';
import { RelayTask } from '../../../src/partners/relay/relay.task.js';
import { AuditService } from '../../../src/platform/audit/audit.service.js';
import { StockChanges } from '../../../src/inventory/stock/stock-changes.service.js';
import { StockChangesTask } from '../../../src/sales/catalogue/changes/stock-changes.task.js';
import { startNode, type TestNode } from '../../support/app.js';
import { claimTurn, passHeaders } from '../../support/sale.js';
import { adminHeaders, until } from '../../support/system.js';
import { freshDatabase, sharedRedisUrl } from '../../support/services.js';
import { callerOf, saleBody, signIn, withKey, type Call } from '../admin/staff-client.js';
import { call, newPartner, type TestPartner } from './partner-client.js';

const past = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString();
const signal = (): AbortSignal => new AbortController().signal;
const buyer = { email: 'ann@spec.example', name: 'Ann Fan' };

const scopes = ['sales:read', 'holds:write', 'orders:write', 'orders:read', 'events:read', 'log:read'] as const;

describe('a partner that sells from its allocation', () => {
  let node: TestNode;
  let staff: Call;
  let partner: TestPartner;
  let rival: TestPartner;
  let references = 0;

  beforeAll(async () => {
    node = await startNode({ databaseUrl: await freshDatabase(), redisUrl: await sharedRedisUrl() });
    staff = withKey(node);
    partner = await newPartner(node, scopes);
    rival = await newPartner(node, scopes);
  }, 60_000);
  afterAll(async () => {
    await node.close();
  }, 60_000);

  const get = <T>(token: abstract new (...args: never[]) => T): T => node.app.get(token, { strict: false });
  const ask = async <T = Problem>(
    path: string,
    init: { method?: string; body?: unknown; headers?: Record<string, string> } = {},
    who = partner,
  ) => await call<T>(`${node.url}/v1/partner/${path}`, { ...init, headers: { ...who.headers, ...init.headers } });

  /** Advances sale time. */
  const moveOn = async (sale: Sale, ms: number) =>
    await get(RedisService).core.hincrby(Keys.sale(sale.id), 'saleMs', ms);
  /** Creates a sale with an allocation of 6 standing tickets and seats A-1-1 to A-1-3 for the partner. */
  const allotted = async (change: Record<string, unknown> = {}, ofSale: Record<string, unknown> = {}) => {
    const body = saleBody({
      ...{ prequeueAt: past(20), opensAt: past(10), challenge: 'off', ...ofSale },
      seatMap: { sections: [{ key: 'A', label: 'Stalls', rows: [{ label: '1', seats: 6 }] }] },
      ticketTypes: [
        { name: 'Standing', admission: 'general', price: 4500, capacity: 100, maxPerFan: 4 },
        { name: 'Seated', admission: 'reserved', price: 6500, sections: ['A'], maxPerFan: 4 },
      ],
    });
    const { body: sale } = await staff<StaffSaleShape>('POST', '/v1/admin/sales', body);
    const standing = sale.ticketTypes[0]?.id ?? '';
    const channel = {
      ...{ key: 'club', label: 'Fan club', partnerId: partner.id },
      allocations: [{ ticketTypeId: standing, quantity: 6 }, { seatIds: ['A-1-1', 'A-1-2', 'A-1-3'] }],
      ...change,
    };
    expect((await staff('PUT', `/v1/admin/sales/${sale.id}/channels`, [channel])).status).toBe(200);
    expect((await staff('POST', `/v1/admin/sales/${sale.id}/publish`)).status).toBe(200);
    return { id: sale.id, slug: sale.slug, standing };
  };
  type Sale = Awaited<ReturnType<typeof allotted>>;
  const holdOf = async (sale: Sale, items: unknown[], headers: Record<string, string> = {}) =>
    await ask<HoldShape & Problem>('holds', { body: { saleId: sale.id, items }, headers });
  const held = async (sale: Sale, quantity = 1): Promise<HoldShape> => {
    const { status, body } = await holdOf(sale, [{ ticketTypeId: sale.standing, quantity }]);
    expect([status, body.code]).toEqual([201, undefined]);
    return body;
  };
  const orderBody = (holdId: string, reference = `pay-${(references += 1)}`) => ({
    ...{ holdId, buyer },
    payment: { reference },
  });
  const order = async (body: unknown, headers: Record<string, string> = {}) =>
    await ask<PartnerOrderShape & Problem>('orders', { body, headers });
  const events = async (who = partner) => {
    await get(RelayTask).runOnce(signal());
    return (await ask<EventsPage>('events?limit=500', {}, who)).body.events;
  };
  const free = async (sale: Sale): Promise<(number | undefined)[]> => {
    const { body } = await ask<AvailabilityShape>(`sales/${sale.id}/availability`);
    return body.ticketTypes.map((type) => type.free);
  };

  it('sees its own allocation, by ticket type and seat by seat', async () => {
    const sale = await allotted();
    expect(await free(sale)).toEqual([6, 3]);
    const section = await ask<SectionShape>(`sales/${sale.id}/availability?section=A`);
    expect(section.body.seats.map(({ state }) => state)).toEqual([
      ...['free', 'free', 'free'],
      ...['withdrawn', 'withdrawn', 'withdrawn'],
    ]);
    const { body } = await ask<AvailabilityShape>(`sales/${sale.id}/availability`, {}, rival);
    expect(body.ticketTypes).toEqual([]);
  });

  it('hears of an unlisted sale only if it sells from it, and of no draft', async () => {
    const [unlisted, listed] = [await allotted({}, { listed: false }), await allotted()];
    const invited = await allotted({}, { lanes: [{ key: 'guests', label: 'Guests', weight: 1, access: 'invite' }] });
    const { body: draft } = await staff<StaffSaleShape>('POST', '/v1/admin/sales', saleBody());
    const known = async (who: TestPartner): Promise<string[]> => {
      const { body } = await ask<PartnerSalesPage>('sales', {}, who);
      const ids = body.sales.map(({ id }) => id);
      return [unlisted.id, listed.id, invited.id, draft.id].filter((id) => ids.includes(id));
    };
    expect(await known(partner)).toEqual([unlisted.id, listed.id, invited.id]);
    expect(await known(rival)).toEqual([listed.id]);
    const { body: own } = await call<PartnerSalesPage>(`${node.url}/v1/partner/sales`, { headers: adminHeaders });
    expect(own.sales.map(({ id }) => id)).toEqual(expect.arrayContaining([unlisted.id, listed.id, invited.id]));
  });

  it('holds and sells it: the order is paid at once, has its tickets, and no money of ours', async () => {
    const sale = await allotted();
    const hold = (await holdOf(sale, [{ ticketTypeId: sale.standing, quantity: 2 }, { seatIds: ['A-1-2'] }])).body;
    expect(hold).toMatchObject({ state: 'active', total: { amount: 15_500, currency: 'EUR' }, orderId: null });
    const sold = await order(orderBody(hold.id, 'sell-1'));
    expect(sold).toMatchObject({
      status: 201,
      body: {
        ...{ state: 'paid', payment: null, channel: 'club', reference: 'sell-1', buyer },
        total: { amount: 15_500, currency: 'EUR' },
        refunded: { amount: 0, currency: 'EUR' },
        accessToken: expect.any(String),
      },
    });
    expect(sold.body.tickets.map(({ seatId }) => seatId)).toEqual(['A-1-2', null, null]);
    expect((await ask<HoldShape>(`holds/${hold.id}`)).body).toMatchObject({ state: 'sold', orderId: sold.body.id });
    const { accessToken: _only, ...again } = sold.body;
    expect((await ask(`orders/${sold.body.id}`)).body).toEqual(again);

    const record = await get(PrismaService).order.findUniqueOrThrow({ where: { id: sold.body.id } });
    expect(record).toMatchObject({
      payment: 'external',
      attempt: 0,
      partnerId: partner.id,
      externalReference: 'sell-1',
    });
    expect(await get(PrismaService).payment.count({ where: { orderId: sold.body.id } })).toBe(0);
    const live = await staff<LiveShape>('GET', `/v1/admin/sales/${sale.id}/live`);
    expect(live.body).toMatchObject({ revenue: { amount: 0 }, orders: { paid: 1 } });
    const seen = await staff<StaffOrderDetail>('GET', `/v1/admin/orders/${sold.body.id}`);
    expect(seen.body).toMatchObject({ partnerId: partner.id, channel: 'club', externalReference: 'sell-1' });
    expect(seen.body.history).toContainEqual(
      expect.objectContaining({ what: 'paid', cause: 'to the partner: sell-1' }),
    );
    const told = (await events()).filter(({ data }) => data.orderId === sold.body.id).map(({ type }) => type);
    expect(told.sort()).toEqual(['order.paid', 'ticket.issued', 'ticket.issued', 'ticket.issued']);
    expect((await events(rival)).filter(({ data }) => data.orderId === sold.body.id)).toEqual([]);
    expect(await get(StockService).figures(sale.id, { recount: true })).toMatchObject({ faults: [] });
  });

  it('sells once for one Idempotency-Key and once for one payment', async () => {
    const sale = await allotted();
    const headers = { 'idempotency-key': 'a-key-of-this-spec-1' };
    const items = [{ ticketTypeId: sale.standing, quantity: 1 }];
    const [hold, same] = [await holdOf(sale, items, headers), await holdOf(sale, items, headers)];
    expect([hold.status, same.status, same.body.id]).toEqual([201, 201, hold.body.id]);
    expect((await holdOf(sale, [{ ticketTypeId: sale.standing, quantity: 2 }], headers)).body.code).toBe(
      'IDEMPOTENCY_MISMATCH',
    );
    const body = orderBody(hold.body.id);
    const answers = await Promise.all([order(body, headers), order(body, headers), order(body)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 201]);
    expect(new Set(answers.map((answer) => answer.body.id)).size).toBe(1);
    expect(answers.every((answer) => answer.body.tickets.length === 1)).toBe(true);
    const other = await held(sale);
    expect(await order(orderBody(other.id, body.payment.reference))).toMatchObject({
      status: 422,
      body: { code: 'IDEMPOTENCY_MISMATCH' },
    });
    expect((await ask<HoldShape>(`holds/${other.id}`)).body.state).toBe('active');
    expect((await order(orderBody(other.id))).status).toBe(201);
  });

  it('never has more than its allocation, whatever is asked for at once', async () => {
    const sale = await allotted();
    const asked = await Promise.all(
      Array.from({ length: 20 }, () => holdOf(sale, [{ ticketTypeId: sale.standing, quantity: 1 }])),
    );
    const got = asked.filter(({ status }) => status === 201);
    expect(got).toHaveLength(6);
    expect(asked.filter(({ status }) => status === 409).map(({ body }) => body.code)).toEqual(
      Array(14).fill('SOLD_OUT'),
    );
    expect((await holdOf(sale, [{ seatIds: ['A-1-4'] }])).body.code).toBe('SEATS_TAKEN');
    const sold = await Promise.all(got.map(({ body }) => order(orderBody(body.id))));
    expect(sold.map(({ status }) => status)).toEqual(Array(6).fill(201));
    expect(await free(sale)).toEqual([0, 3]);
    expect(await get(StockService).figures(sale.id, { recount: true })).toMatchObject({ faults: [] });
  });

  it('has its stock back when a hold is released or lapses, and sells neither', async () => {
    const sale = await allotted();
    const [released, lapsed] = [await held(sale, 2), await held(sale, 3)];
    expect((await ask(`holds/${released.id}`, { method: 'DELETE' })).status).toBe(204);
    await moveOn(sale, 60 * 60_000);
    expect((await order(orderBody(lapsed.id))).body.code).toBe('HOLD_EXPIRED');
    expect((await order(orderBody(released.id))).body.code).toBe('HOLD_EXPIRED');
    const stamp = await get(EpochGuard).stamp(sale.id);
    if (stamp) await get(StockService).sweep(sale.id, stamp, 100, false);
    await moveOn(sale, 5_000);
    expect((await holdOf(sale, [{ ticketTypeId: sale.standing, quantity: 4 }])).status).toBe(201);
    expect((await holdOf(sale, [{ ticketTypeId: sale.standing, quantity: 2 }])).status).toBe(201);
  });

  it('cancels what it sold: tickets are void, stock is its own again, the money is not ours to give back', async () => {
    const sale = await allotted();
    const sold = (await order(orderBody((await held(sale, 2)).id, 'cancel-1'))).body;
    expect(await staff<Problem>('POST', `/v1/admin/orders/${sold.id}/refund`, {})).toMatchObject({
      status: 409,
      body: { code: 'ORDER_STATE', detail: expect.stringContaining('A partner sold this order') },
    });
    expect((await ask(`orders/${sold.id}`, { method: 'DELETE' }, rival)).status).toBe(404);
    const canceled = await ask<PartnerOrderShape>(`orders/${sold.id}`, { method: 'DELETE' });
    expect(canceled).toMatchObject({
      status: 200,
      body: { state: 'canceled', reason: 'canceled_by_partner', tickets: [] },
    });
    expect((await ask(`orders/${sold.id}`, { method: 'DELETE' })).status).toBe(200);
    await get(StockReturnTask).runOnce(AbortSignal.timeout(20_000));
    const figures = await get(StockService).figures(sale.id, { recount: true });
    expect(figures).toMatchObject({ faults: [] });
    expect(await get(PrismaService).pool.findFirst({ where: { saleId: sale.id, channel: 'club' } })).toMatchObject({
      sold: 0,
    });
    const told = (await events()).filter(({ data }) => data.orderId === sold.id).map(({ type }) => type);
    expect(told.filter((type) => type === 'order.canceled' || type === 'ticket.voided')).toHaveLength(3);
    const { entries } = (await ask<PartnerLogPage>('log?action=order')).body;
    const actor = { kind: 'key', id: partner.keyId, name: 'Spec key' };
    expect(entries.filter(({ subject }) => subject === sold.id)).toMatchObject([
      { action: 'order.cancel', actor },
      { action: 'order.sell', actor },
    ]);
    const second = (await order(orderBody((await held(sale)).id))).body;
    expect(await staff('POST', `/v1/admin/orders/${second.id}/cancel`)).toMatchObject({
      status: 202,
      body: { state: 'asked', orderState: 'canceled', refund: null },
    });
    // the payment of a failed order may be used for another
    expect((await order(orderBody((await held(sale)).id, 'cancel-1'))).status).toBe(201);
  });

  it('lists its own orders only, the newest first', async () => {
    const sale = await allotted();
    const first = (await order(orderBody((await held(sale)).id))).body;
    const second = (await order(orderBody((await held(sale)).id, 'listed'))).body;
    const { body } = await ask<PartnerOrdersPage>(`orders?saleId=${sale.id}`);
    expect(body.orders.map(({ id }) => id)).toEqual([second.id, first.id]);
    expect((await ask<PartnerOrdersPage>('orders?reference=listed')).body.orders.map(({ id }) => id)).toEqual([
      second.id,
    ]);
    expect((await ask<PartnerOrdersPage>('orders', {}, rival)).body).toEqual({ orders: [], next: null });
    expect((await ask(`orders/${first.id}`, {}, rival)).status).toBe(404);
  });

  it('sells while the sale sells: paused takes no new hold, and open ones go on', async () => {
    const sale = await allotted();
    const hold = await held(sale);
    await staff('POST', `/v1/admin/sales/${sale.id}/pause`);
    expect((await holdOf(sale, [{ ticketTypeId: sale.standing, quantity: 1 }])).body.code).toBe('SALE_PAUSED');
    expect((await order(orderBody(hold.id))).status).toBe(201);
    expect((await order(orderBody(hold.id, 'sold-already'))).body.code).toBe('HOLD_EXPIRED');
    await staff('POST', `/v1/admin/sales/${sale.id}/resume`);
    await staff('POST', `/v1/admin/sales/${sale.id}/close`);
    expect((await holdOf(sale, [{ ticketTypeId: sale.standing, quantity: 1 }])).body.code).toBe('SALE_CLOSED');
  });

  it('is refused with a code what is not its own or not allowed', async () => {
    const sale = await allotted();
    const hold = await held(sale);
    const items = [{ ticketTypeId: sale.standing, quantity: 1 }];
    const reader = await newPartner(node, ['sales:read']);
    const refused: [string, { method?: string; body?: unknown }, TestPartner, number, string][] = [
      ['holds', { body: { saleId: sale.id, items } }, rival, 409, 'SOLD_OUT'],
      ['holds', { body: { saleId: sale.id, items, channel: 'public' } }, partner, 400, 'VALIDATION_FAILED'],
      ['holds', { body: { saleId: sale.id, items: [{ ...items[0], quantity: 5 }] } }, partner, 409, 'LIMIT_EXCEEDED'],
      [
        'holds',
        { body: { saleId: sale.id, items: [{ ticketTypeId: 'tt_none', quantity: 1 }] } },
        partner,
        422,
        'TICKET_TYPE_UNKNOWN',
      ],
      ['holds', { body: { saleId: `sale_${'0'.repeat(26)}`, items } }, partner, 404, 'NOT_FOUND'],
      ['holds', { body: { items } }, partner, 400, 'VALIDATION_FAILED'],
      ['holds', { body: { saleId: sale.id, items } }, reader, 403, 'FORBIDDEN'],
      [`holds/${hold.id}`, {}, rival, 404, 'NOT_FOUND'],
      [`holds/${hold.id}`, { method: 'DELETE' }, rival, 404, 'NOT_FOUND'],
      ['orders', { body: orderBody(hold.id) }, rival, 404, 'NOT_FOUND'],
      ['orders', { body: { holdId: hold.id, buyer } }, partner, 400, 'VALIDATION_FAILED'],
      ['orders', { body: { ...orderBody(hold.id), payment: { reference: '' } } }, partner, 400, 'VALIDATION_FAILED'],
      ['orders', { body: orderBody('hold_none') }, partner, 404, 'NOT_FOUND'],
      ['orders', { body: orderBody(hold.id) }, reader, 403, 'FORBIDDEN'],
      ['orders/ord_none', {}, partner, 404, 'NOT_FOUND'],
      ['sales/sale_none/availability', {}, partner, 404, 'NOT_FOUND'],
    ];
    for (const [path, init, who, status, code] of refused)
      expect([path, init, await ask(path, init, who)]).toMatchObject([path, init, { status, body: { code } }]);
    const channels = [{ key: 'x', label: 'X', partnerId: 'prt_none' }];
    expect((await staff<Problem>('PUT', `/v1/admin/sales/${sale.id}/channels`, channels)).body.code).toBe(
      'PARTNER_UNKNOWN',
    );
  });

  it('gives what it has not sold back at its time, and is told of it', async () => {
    const sale = await allotted();
    await held(sale, 2);
    const channel = {
      ...{ key: 'club', label: 'Fan club', partnerId: partner.id, returnAt: past(1) },
      allocations: [{ ticketTypeId: sale.standing, quantity: 6 }, { seatIds: ['A-1-1', 'A-1-2', 'A-1-3'] }],
    };
    expect((await staff('PUT', `/v1/admin/sales/${sale.id}/channels`, [channel])).status).toBe(200);
    await get(StockChangesTask).runOnce(signal());
    const released = (await events()).filter(
      ({ type, data }) => type === 'allocation.released' && data.saleId === sale.id,
    );
    expect(released.map(({ data }) => data)).toEqual([
      expect.objectContaining({ channel: 'club', partnerId: partner.id, returnTo: 'public' }),
    ]);
    const items = released[0]?.data.items as { quantity: number }[];
    expect(items.map(({ quantity }) => quantity).sort()).toEqual([3, 4]);
  });

  describe('that gives places back', () => {
    const give = async (sale: Sale, items: unknown[], headers: Record<string, string> = {}, who = partner) =>
      await ask<AvailabilityShape & Problem>(`sales/${sale.id}/returns`, { body: { items }, headers }, who);
    const publicFree = async (sale: Sale): Promise<number | undefined> => {
      const { body } = await staff<LiveShape>('GET', `/v1/admin/sales/${sale.id}/live`);
      return body.stock.find(({ ticketTypeId }) => ticketTypeId === sale.standing)?.free;
    };

    it('returns what is unsold, all or nothing, and everybody can buy it; nothing is lost or doubled', async () => {
      const sale = await allotted();
      await order(orderBody((await held(sale, 2)).id));
      const hold = (await holdOf(sale, [{ ticketTypeId: sale.standing, quantity: 1 }, { seatIds: ['A-1-1'] }])).body;
      const before = await publicFree(sale);
      const given = await give(sale, [{ ticketTypeId: sale.standing, quantity: 2 }, { seatIds: ['A-1-3'] }]);
      expect(given.status).toBe(200);
      expect(given.body.ticketTypes.map((type) => type.free)).toEqual([1, 1]);
      expect(await publicFree(sale)).toBe(before);
      const refused: [unknown[], number, string][] = [
        [[{ ticketTypeId: sale.standing, quantity: 2 }], 409, 'CAPACITY_BELOW_SOLD'],
        [[{ ticketTypeId: sale.standing, quantity: 1 }, { seatIds: ['A-1-1'] }], 409, 'SEATS_TAKEN'],
        [[{ ticketTypeId: sale.standing, quantity: 99 }], 409, 'CAPACITY_BELOW_SOLD'],
        [[{ seatIds: ['A-1-3'] }], 422, 'SEAT_UNKNOWN'],
        [[{ seatIds: ['A-1-5'] }], 422, 'SEAT_UNKNOWN'],
        [[{ ticketTypeId: 'tt_none', quantity: 1 }], 422, 'TICKET_TYPE_UNKNOWN'],
        [[{ ticketTypeId: sale.standing, quantity: 1, seatIds: ['A-1-2'] }], 400, 'VALIDATION_FAILED'],
        [[{ ticketTypeId: sale.standing, quantity: 0 }], 400, 'VALIDATION_FAILED'],
        [[], 400, 'VALIDATION_FAILED'],
      ];
      for (const [items, status, code] of refused)
        expect([items, await give(sale, items)]).toMatchObject([items, { status, body: { code } }]);
      expect(await free(sale)).toEqual([1, 1]);
      expect(await give(sale, [{ ticketTypeId: sale.standing, quantity: 1 }], {}, rival)).toMatchObject({
        status: 409,
      });
      const told = (await events()).filter(
        ({ type, data }) => type === 'allocation.released' && data.saleId === sale.id,
      );
      expect(told).toHaveLength(1);
      expect(told[0]?.data).toMatchObject({ channel: 'club', partnerId: partner.id, returnTo: 'public' });
      const items = (told[0]?.data.items ?? []) as { quantity: number }[];
      expect(items.map(({ quantity }) => quantity).sort()).toEqual([1, 2]);
      expect((await order(orderBody(hold.id))).status).toBe(201);
      expect((await holdOf(sale, [{ ticketTypeId: sale.standing, quantity: 2 }])).body.code).toBe('SOLD_OUT');
      expect(await get(StockService).figures(sale.id, { recount: true })).toMatchObject({ faults: [] });
      const pools = await get(PrismaService).pool.findMany({ where: { saleId: sale.id, ticketTypeId: sale.standing } });
      expect(pools.map(({ channel, capacity }) => [channel, capacity]).sort()).toEqual([
        ['club', 4],
        ['public', 96],
      ]);
    });

    it('returns once for one Idempotency-Key, and never more than it has whatever is asked at once', async () => {
      const sale = await allotted();
      const headers = { 'idempotency-key': 'a-return-of-this-spec' };
      const one = [{ ticketTypeId: sale.standing, quantity: 1 }];
      expect((await give(sale, one, headers)).status).toBe(200);
      expect((await give(sale, one, headers)).body.ticketTypes.map((type) => type.free)).toEqual([5, 3]);
      expect((await give(sale, [{ ticketTypeId: sale.standing, quantity: 2 }], headers)).body.code).toBe(
        'IDEMPOTENCY_MISMATCH',
      );
      const answers = await Promise.all([
        ...Array.from({ length: 4 }, async () => await give(sale, [{ ticketTypeId: sale.standing, quantity: 2 }])),
        ...Array.from({ length: 4 }, async () => await holdOf(sale, one)),
      ]);
      expect(answers.filter(({ status }) => ![200, 201, 409].includes(status))).toEqual([]);
      const given = answers.slice(0, 4).filter(({ status }) => status === 200).length;
      const taken = answers.slice(4).filter(({ status }) => status === 201).length;
      expect(given * 2 + taken).toBeLessThanOrEqual(5);
      // availability is up to a second old
      await until('what is left', async () => (await free(sale))[0] === 5 - given * 2 - taken);
      expect(await get(StockService).figures(sale.id, { recount: true })).toMatchObject({ faults: [] });
      await staff('POST', `/v1/admin/sales/${sale.id}/close`);
      expect((await give(sale, one)).body.code).toBe('SALE_CLOSED');
    });

    describe('while its node dies', () => {
      afterEach(() => void jest.restoreAllMocks());
      const capacity = async (sale: Sale) =>
        (await get(PrismaService).pool.findFirst({ where: { ticketTypeId: sale.standing, channel: 'club' } }))
          ?.capacity;
      const death = new Error('the node died');

      it('returns once for one Idempotency-Key, before the stock has changed or after', async () => {
        const sale = await allotted();
        const one = [{ ticketTypeId: sale.standing, quantity: 1 }];
        const deaths: [string, () => void][] = [
          ['recorded', () => jest.spyOn(StockChanges.prototype, 'carryOut').mockRejectedValueOnce(death)],
          ['changed', () => jest.spyOn(AuditService.prototype, 'record').mockRejectedValueOnce(death)],
        ];
        for (const [index, [name, die]] of deaths.entries()) {
          const headers = { 'idempotency-key': `died-when-${name}` };
          die();
          expect((await give(sale, one, headers)).status).toBe(500);
          expect((await give(sale, one, headers)).status).toBe(200);
          expect((await give(sale, one, headers)).status).toBe(200);
          expect(await capacity(sale)).toBe(5 - index);
        }
      });

      it('would return twice if the key were not recorded with the change', async () => {
        const sale = await allotted();
        const one = [{ ticketTypeId: sale.standing, quantity: 1 }];
        const key = 'recorded-apart-from-it';
        jest.spyOn(AuditService.prototype, 'record').mockRejectedValueOnce(death);
        await give(sale, one, { 'idempotency-key': key });
        await get(PrismaService)
          .$executeRaw`UPDATE idempotent_call SET result_id = NULL, created_at = now() - interval '2 minutes' WHERE key = ${key}`;
        expect((await give(sale, one, { 'idempotency-key': key })).status).toBe(200);
        expect(await capacity(sale)).toBe(4);
      });

      it('tells a repeated call that its return was refused, and lets it be asked again', async () => {
        const sale = await allotted();
        const wish = [{ ticketTypeId: sale.standing, quantity: 6 }];
        const headers = { 'idempotency-key': 'refused-but-unheard' };
        const { id } = await held(sale, 1);
        jest.spyOn(StockChanges.prototype, 'carryOut').mockRejectedValueOnce(death);
        expect((await give(sale, wish, headers)).status).toBe(500);
        expect((await give(sale, wish, headers)).body.code).toBe('CAPACITY_BELOW_SOLD');
        expect((await ask(`holds/${id}`, { method: 'DELETE' })).status).toBe(204);
        await until('all is free', async () => (await free(sale))[0] === 6);
        expect((await give(sale, wish, headers)).status).toBe(200);
        expect(await capacity(sale)).toBe(0);
      });
    });
  });

  it('sells by the example of each call on the API page', async () => {
    type Document = { components: { schemas: Record<string, { example?: object }> } };
    const { schemas } = (await call<Document>(`${node.url}/v1/openapi.json`)).body.components;
    const real: Record<string, string> = {};
    const example = (name: string, change: object = {}): object => {
      const text = JSON.stringify({ ...schemas[name]?.example, ...change });
      return JSON.parse(Object.entries(real).reduce((all, [id, own]) => all.replaceAll(id, own), text)) as object;
    };
    const { call: owner } = await signIn(node);
    const made = async <T = { id: string }>(by: Call, path: string, body: object, status = 201): Promise<T> => {
      const answer = await by<T>('POST', path, body);
      expect([path, answer.status, answer.body]).toEqual([path, status, answer.body]);
      return answer.body;
    };
    const times = { prequeueAt: past(20), opensAt: past(10) };
    const sale = await made<StaffSaleShape>(owner, '/v1/admin/sales', example('SaleInput', times));
    real[exampleIds.SALE] = sale.id;
    real[exampleIds.TYPE] = sale.ticketTypes[0]?.id ?? '';
    real[exampleIds.PARTNER] = (await made(owner, '/v1/admin/partners', example('PartnerBody'))).id;
    const { key } = await made<{ key: string }>(owner, '/v1/admin/api-keys', example('ApiKeyBody'));
    const channels = await owner('PUT', `/v1/admin/sales/${sale.id}/channels`, [example('ChannelInput')]);
    expect(channels.status).toBe(200);
    await made(owner, '/v1/admin/promo-codes', example('PromoCodeBody'));
    await made(owner, `/v1/admin/sales/${sale.id}/publish`, {}, 200);

    const club = callerOf(node, { authorization: `Bearer ${key}` });
    const endpoint = await made(club, '/v1/partner/webhook-endpoints', example('EndpointBody'));
    real[exampleIds.HOLD] = (await made(club, '/v1/partner/holds', example('PartnerHoldBody'))).id;
    await made(club, '/v1/partner/orders', example('PartnerOrderBody'));
    await made(club, `/v1/partner/sales/${sale.id}/returns`, example('PartnerReturnBody'), 200);
    await made(club, `/v1/partner/webhook-endpoints/${endpoint.id}/replay`, example('ReplayBody'), 202);

    const place = await made<JoinShape>(callerOf(node), `/v1/sales/${sale.slug}/places`, example('PlaceInput'));
    const { pass } = await claimTurn(node.url, place);
    const fan = callerOf(node, passHeaders(pass));
    real[exampleIds.HOLD] = (await made(fan, `/v1/sales/${sale.slug}/holds`, example('HoldItemsDto'))).id;
    await made(fan, '/v1/orders', example('CreateOrderDto'));
  }, 60_000);

  it('has an example for each class that the list of examples names', async () => {
    const { body } = await call<{ components: { schemas: object } }>(`${node.url}/v1/openapi.json`);
    expect(Object.keys(requestExamples).filter((name) => !(name in body.components.schemas))).toEqual([]);
  });

  describe('that follows its quick start', () => {
    const run = promisify(execFile);
    let own: TestPartner;
    let page: string;
    let environment: Record<string, string>;
    const blocksOf = (language: string): string[] =>
      [...page.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g'))].map(([, block = '']) => block);

    beforeAll(async () => {
      own = await newPartner(node, [...scopes, 'endpoints:read', 'endpoints:write']);
      await allotted({ partnerId: own.id }, { slug: 'arena-night' });
      page = await readFile('docs/partners.md', 'utf8');
      environment = { PATH: process.env.PATH ?? '', ROPELINE_URL: node.url, ROPELINE_API_KEY: own.key };
    });

    it('sells and cancels, command by command', async () => {
      const commands = blocksOf('sh').filter((block) => !block.includes('…'));
      const { stdout } = await run('bash', ['-c', ['set -euo pipefail', ...commands].join('\n')], {
        env: { ...environment, WEBHOOK_URL: 'https://partner.example/hooks' },
      });
      expect(stdout).toMatch(/barcode[\s\S]*\npaid\ncanceled\n/);
    }, 60_000);

    it('sells by a client that is generated from the OpenAPI document', async () => {
      const folder = resolve('node_modules/.cache', `ropeline-client-${process.pid}`);
      await mkdir(folder, { recursive: true });
      try {
        await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
        await writeFile(join(folder, 'sell.ts'), blocksOf('ts').join('\n'));
        const program = async (file: string, args: string[]) =>
          await run(process.execPath, [resolve('node_modules', file), ...args], { cwd: folder, env: environment });
        await program('openapi-typescript/bin/cli.js', [`${node.url}/v1/openapi.json`, '-o', 'ropeline.d.ts']);
        const strict = ['--ignoreConfig', '--strict', '--skipLibCheck', '--module', 'nodenext', '--target', 'es2023'];
        await program('typescript/bin/tsc', [...strict, '--types', 'node', 'sell.ts']);
        const { stdout } = await run(process.execPath, [join(folder, 'sell.js')], { env: environment });
        expect(stdout).toMatch(/^paid \[\s*'.+',\s*'.+'\s*\]/);
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    }, 90_000);
  });

  // last, because it drops a guard from the database
  it('would sell twice for one payment without the unique index', async () => {
    const sale = await allotted();
    const [first, second] = [await held(sale), await held(sale)];
    expect((await order(orderBody(first.id, 'twice'))).status).toBe(201);
    expect((await order(orderBody(second.id, 'twice'))).body.code).toBe('IDEMPOTENCY_MISMATCH');
    await get(PrismaService).$executeRaw`DROP INDEX orders_partner_reference`;
    expect((await order(orderBody(second.id, 'twice'))).status).toBe(201);
  });
});
