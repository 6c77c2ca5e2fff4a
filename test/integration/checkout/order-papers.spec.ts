import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import ICAL from 'ical.js';
import type { OrderShape } from '../../../src/contract/orders/order-shapes.js';
import type { SaleView } from '../../../src/sales/sales.types.js';
import { pagesOf, readCode } from '../../support/read-codes.js';
import { sharedRedisUrl } from '../../support/services.js';
import { Shop } from './shop.js';

describe('what a buyer takes along', () => {
  let shop: Shop;
  let sale: SaleView;
  let order: OrderShape;
  let strangersOrder: OrderShape;
  beforeAll(async () => {
    shop = await Shop.open(await sharedRedisUrl());
    sale = await shop.sale('papers', 20);
    const items = [{ ticketTypeId: sale.ticketTypes[0]?.id ?? '', quantity: 1 }];
    order = await (await shop.fan('papers')).buy(items);
    strangersOrder = await (await shop.fan('papers')).buy(items);
  }, 60_000);
  afterAll(() => shop.close());

  const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
    fetch(`${shop.url}/v1/orders/${order.id}/${path}`, { method, headers });
  const asBuyer = () => ({ authorization: `Order ${order.accessToken ?? ''}` });

  it('is a PDF whose code is the ticket’s barcode', async () => {
    const answer = await get('tickets.pdf', asBuyer());
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/pdf']);
    expect(answer.headers.get('cache-control')).toBe('private, no-store');
    const [page] = await pagesOf(new Uint8Array(await answer.arrayBuffer()), 2);
    const barcode = order.tickets[0]?.barcode;
    expect(page && readCode(page).jsqr).toBe(barcode); // ticket-sheet.spec.ts asks the second decoder, of a code that does not change
  });

  it('is a calendar entry in the language asked for', async () => {
    const answer = await get('calendar.ics?language=de', asBuyer());
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/calendar; charset=utf-8']);
    const text = await answer.text();
    expect(new ICAL.Component(ICAL.parse(text) as unknown[]).getFirstSubcomponent('vevent')).not.toBeNull();
    expect(text).toContain('Beginn:');
    expect((await get('calendar.ics?language=xx', asBuyer())).status).toBe(400);
  });

  it('is nobody else’s', async () => {
    for (const path of ['tickets.pdf', 'calendar.ics']) {
      expect((await get(path, { authorization: `Order ${strangersOrder.accessToken ?? ''}` })).status).toBe(404);
      expect((await get(path, { authorization: 'Order x' })).status).toBe(404);
      expect((await get(path)).status).toBe(404);
    }
  });

  it('is not there before the order is paid', async () => {
    const fan = await shop.fan('papers');
    const held = await fan.hold([{ ticketTypeId: sale.ticketTypes[0]?.id ?? '', quantity: 1 }]);
    const { body } = await fan.order(held.body.id);
    const answer = await fetch(`${shop.url}/v1/orders/${body.id}/tickets.pdf`, {
      headers: { authorization: `Order ${body.accessToken ?? ''}` },
    });
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([409, 'ORDER_STATE']);
  });

  it('opens with a cookie that its token was exchanged for, on its own addresses only', async () => {
    const exchanged = await get('access', asBuyer(), 'POST');
    expect(exchanged.status).toBe(204);
    const set = exchanged.headers.get('set-cookie') ?? '';
    expect(set).toMatch(new RegExp(`; Path=/v1/orders/${order.id}; HttpOnly.*SameSite=Lax`));
    const cookie = set.split(';')[0] ?? '';
    expect((await get('tickets.pdf', { cookie })).status).toBe(200);
    const foreign = await get(
      'link',
      { cookie, origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
      'POST',
    );
    expect(foreign.status).toBe(403);
    const link = await get('link', { cookie, 'sec-fetch-site': 'same-origin' }, 'POST');
    expect(((await link.json()) as { url: string }).url).toContain(`/orders/${order.id}#${order.accessToken ?? ''}`);
    expect((await get('access', { authorization: 'Order x' }, 'POST')).status).toBe(404);
  });
});
