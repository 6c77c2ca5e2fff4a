import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { SaleChangesShape } from '../../../src/contract/sale/sale-change-shapes.js';
import type { HoldShape } from '../../../src/contract/orders/order-shapes.js';
import type { SaleShape } from '../../../src/contract/sale/sale-shapes.js';
import type { SaleInputAnswer } from '../../../src/contract/staff/staff-shapes.js';
import { StockService } from '../../../src/inventory/stock/stock.service.js';
import { PrismaService } from '../../../src/platform/prisma/prisma.service.js';
import { startNode, type TestNode } from '../../support/app.js';
import { admitted, heldTickets, passHeaders, publishedSale } from '../../support/sale.js';
import { freshDatabase, sharedRedisUrl } from '../../support/services.js';
import { type Call, callerOf, saleBody, withKey } from './staff-client.js';

// the first admission of a node waits for its first signals
jest.setTimeout(60_000);

describe('a published ticket type', () => {
  let node: TestNode;
  let call: Call;
  let fan: Call;

  beforeAll(async () => {
    node = await startNode({ databaseUrl: await freshDatabase(), redisUrl: await sharedRedisUrl() });
    call = withKey(node);
    fan = callerOf(node);
  }, 60_000);
  afterAll(async () => {
    await node.close();
  });

  const onSale = async (): Promise<{ sale: SaleShape; ticketTypeId: string; path: string }> => {
    const sale = await publishedSale(node.url);
    const ticketTypeId = sale.ticketTypes[0]?.id ?? '';
    return { sale, ticketTypeId, path: `/v1/admin/sales/${sale.id}/ticket-types/${ticketTypeId}` };
  };
  const changesOf = async (sale: SaleShape) =>
    (await call<SaleChangesShape>('GET', `/v1/sales/${sale.slug}/changes`)).body.changes;

  it('takes a new price while nobody holds one, and none afterwards', async () => {
    const { sale, ticketTypeId, path } = await onSale();
    const changed = await call<{ ticketTypes: unknown[] }>('PATCH', path, { price: 3900 });
    expect(changed).toMatchObject({ status: 200, body: { ticketTypes: [{ id: ticketTypeId, price: 3900 }] } });
    const { pass } = await admitted(node.url, sale.slug);
    const hold = await heldTickets(node.url, sale.slug, pass, [{ ticketTypeId, quantity: 1 }]);
    expect(hold.total.amount).toBe(3900);
    expect(await call('PATCH', path, { price: 2900 })).toMatchObject({
      status: 409,
      body: { code: 'PRICE_FIXED', detail: 'Held, ordered or sold: 1.' },
    });
    expect((await call('PATCH', path, { price: 3900, maxPerFan: 6 })).status).toBe(200);
    const { body } = await call<SaleInputAnswer>('GET', `/v1/admin/sales/${sale.id}/input`);
    expect(body.input).toMatchObject({ ticketTypes: [{ price: 3900, maxPerFan: 6 }] }); // as the same again has it

    // as if the hold had slipped in beside a change: it keeps its price
    await node.app.get(PrismaService).ticketType.update({ where: { id: ticketTypeId }, data: { priceMinor: 9900 } });
    const read = await fan<HoldShape>('GET', `/v1/holds/${hold.id}`, undefined, passHeaders(pass));
    expect(read.body.total.amount).toBe(3900);
  });

  it('takes a new price again once the only hold of it was released', async () => {
    const { sale, ticketTypeId, path } = await onSale();
    const { pass } = await admitted(node.url, sale.slug);
    const hold = await heldTickets(node.url, sale.slug, pass, [{ ticketTypeId, quantity: 2 }]);
    expect((await call('PATCH', path, { price: 2900 })).status).toBe(409);
    await fan('DELETE', `/v1/holds/${hold.id}`, undefined, passHeaders(pass));
    expect((await call('PATCH', path, { price: 2900 })).status).toBe(200);
  });

  it('changes its limits at any time, and fans and the log are told of each', async () => {
    const { sale, ticketTypeId, path } = await onSale();
    const { pass } = await admitted(node.url, sale.slug);
    const hold = await heldTickets(node.url, sale.slug, pass, [{ ticketTypeId, quantity: 3 }]);
    expect((await call('PATCH', path, { maxPerFan: 2, min: 2, multiple: 2 })).status).toBe(200);
    expect((await fan<HoldShape>('GET', `/v1/holds/${hold.id}`, undefined, passHeaders(pass))).status).toBe(200);
    const next = await admitted(node.url, sale.slug);
    const take = async (quantity: number) =>
      await fan(
        'POST',
        `/v1/sales/${sale.slug}/holds`,
        { items: [{ ticketTypeId, quantity }] },
        passHeaders(next.pass),
      );
    expect((await take(3)).body.code).toBe('QUANTITY_NOT_OFFERED');
    expect((await take(4)).body.code).toBe('LIMIT_EXCEEDED');
    expect((await call('PATCH', path, { maxPerFan: 6, min: 1, multiple: 1 })).status).toBe(200);
    expect((await take(5)).status).toBe(201);

    const told = (await changesOf(sale)).map(({ what, subject, before, after }) => [what, subject, before, after]);
    expect(told).toHaveLength(6);
    expect(told).toEqual(
      expect.arrayContaining([
        ['maxPerFan', 'Standing', '4', '2'],
        ['min', 'Standing', '1', '2'],
        ['multiple', 'Standing', '2', '1'],
      ]),
    );
    const audit = await call<{ entries: unknown[] }>('GET', '/v1/admin/audit');
    expect(JSON.stringify(audit.body)).toContain('sale.ticket-type-terms');
  });

  it('tells fans of another seller and another refund rule, and of nothing that a draft was before', async () => {
    const { body: draft } = await call<{ id: string; slug: string }>('POST', '/v1/admin/sales', saleBody());
    const seller = { name: 'Tides Ltd', refundRule: 'Until a week before.' };
    await call('PATCH', `/v1/admin/sales/${draft.id}`, { seller });
    await call('POST', `/v1/admin/sales/${draft.id}/publish`);
    const changed = { name: 'Ebb Ltd', refundRule: 'Until the day before.' };
    expect((await call('PATCH', `/v1/admin/sales/${draft.id}`, { seller: changed })).status).toBe(200);
    const { body } = await call<SaleChangesShape>('GET', `/v1/sales/${draft.slug}/changes`);
    const told = body.changes.map(({ what, before, after }) => [what, before, after]);
    expect(told).toHaveLength(2);
    expect(told).toEqual(
      expect.arrayContaining([
        ['seller', 'Tides Ltd', 'Ebb Ltd'],
        ['refundRule', 'Until a week before.', 'Until the day before.'],
      ]),
    );
    const again = await call<SaleInputAnswer>('GET', `/v1/admin/sales/${draft.id}/input`);
    expect(again.body.input).toMatchObject({ seller: changed });
  });

  it('refuses what could not be sold, unknown types, drafts, and what it cannot know', async () => {
    const { sale, path } = await onSale();
    const wrong: [Record<string, unknown>, string][] = [
      [{ price: 10 }, 'price'], // below the smallest charge
      [{ price: 99_999_999 }, 'price'], // four of them are above the largest
      [{ price: 12.5 }, 'price'],
      [{ min: 5 }, 'min'],
      [{ maxPerFan: 51 }, 'maxPerFan'],
    ];
    for (const [body, field] of wrong)
      expect(await call('PATCH', path, body)).toMatchObject({
        status: 400,
        body: { code: 'VALIDATION_FAILED', errors: [{ field }] },
      });
    const unknown = `/v1/admin/sales/${sale.id}/ticket-types/tt_none`;
    expect((await call('PATCH', unknown, { price: 100 })).body.code).toBe('TICKET_TYPE_UNKNOWN');
    const { body: draft } = await call<{ id: string; ticketTypes: { id: string }[] }>(
      'POST',
      '/v1/admin/sales',
      saleBody(),
    );
    const inDraft = `/v1/admin/sales/${draft.id}/ticket-types/${draft.ticketTypes[0]?.id}`;
    expect((await call('PATCH', inDraft, { price: 100 })).body.code).toBe('SALE_STATE');
    const stock = node.app.get(StockService, { strict: false });
    jest.spyOn(stock, 'figures').mockResolvedValueOnce(null);
    expect((await call('PATCH', path, { price: 4000 })).body.code).toBe('STOCK_CHANGE_BUSY');
    expect(await changesOf(sale)).toEqual([]);
  });
});
