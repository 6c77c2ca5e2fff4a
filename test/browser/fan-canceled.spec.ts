import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import type { Browser, BrowserContext } from 'playwright-core';
import type { Snapshot } from '../../src/contract/line/line-shapes.js';
import type { SaleShape } from '../../src/contract/sale/sale-shapes.js';
import { describeInBrowser, launchBrowser } from '../support/browser.js';
import { admitted, heldTickets, ordered, paid, publishedSale } from '../support/sale.js';
import { adminHeaders, call, startSystem, type TestSystem, until } from '../support/system.js';

jest.setTimeout(120_000);

describeInBrowser('a canceled show', () => {
  let system: TestSystem;
  let browser: Browser;
  let context: BrowserContext;

  beforeAll(async () => {
    [system, browser] = await Promise.all([startSystem(), launchBrowser()]);
    context = await browser.newContext({ viewport: { width: 390, height: 760 }, locale: 'en-GB' });
  }, 60_000);
  afterAll(async () => {
    await context.close();
    await browser.close();
    await system.close();
  });

  const buy = async (sale: SaleShape) => {
    const { pass } = await admitted(system.url, sale.slug);
    const [type] = sale.ticketTypes;
    const hold = await heldTickets(system.url, sale.slug, pass, [{ ticketTypeId: type?.id, quantity: 2 }]);
    const order = await ordered(system.url, pass, hold.id);
    return await paid(system.url, order).then((now) => ({ ...now, accessToken: order.accessToken }));
  };
  const open = async (path: string) => {
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    await page.goto(system.url + path);
    return page;
  };

  it('is told on every page of its sale, with what happens to the money', async () => {
    const sale = await publishedSale(system.url);
    const order = await buy(sale);
    const [salePage, linePage, orderPage] = await Promise.all([
      open(`/s/${sale.slug}`),
      open(`/s/${sale.slug}/line`),
      open(`/orders/${order.id}#${order.accessToken}`),
    ]);
    await orderPage.getByRole('heading', { name: 'The tickets are yours' }).waitFor();
    await call(`${system.url}/v1/admin/sales/${sale.id}/cancel-show`, {
      headers: adminHeaders,
      body: { reason: 'the singer is ill' },
    });
    // pages that are open hear it
    for (const page of [salePage, linePage]) {
      await page.getByText('The show was canceled.', { exact: true }).waitFor();
      await page.getByText('Whoever paid here gets the money back, the way they paid.', { exact: true }).waitFor();
      expect(await page.getByRole('button', { name: 'Take my place' }).count()).toBe(0);
    }
    await salePage.getByText('Canceled', { exact: true }).waitFor();
    // a page of tickets that is opened now shows none
    await orderPage.reload();
    await orderPage.getByRole('heading', { name: 'Canceled' }).waitFor();
    await orderPage.getByText('The show was canceled. No money is kept.', { exact: true }).waitFor();
    expect(await orderPage.getByRole('img', { name: /Ticket code/ }).count()).toBe(0);
    const shopPage = await open(`/s/${sale.slug}/shop`);
    await shopPage.getByText('The show was canceled. No money is kept.', { exact: true }).waitFor();

    const told = /The show was canceled\.<\/strong> Whoever paid here gets the money back/;
    expect((await call<string>(`${system.url}/s/${sale.slug}?plain`)).body).toMatch(told);
    const { show } = (await call<SaleShape>(`${system.url}/v1/sales/${sale.slug}`)).body;
    const snapshot = await until('the snapshot', async () => {
      const { body } = await call<Snapshot>(`${system.url}/v1/sales/${sale.slug}/queue`);
      return body.showCanceledAt === undefined ? null : body;
    });
    expect(snapshot).toMatchObject({ state: 'closed', showCanceledAt: show.canceledAt });
  });

  it('is not told of a sale that is only closed', async () => {
    const sale = await publishedSale(system.url);
    await call(`${system.url}/v1/admin/sales/${sale.id}/close`, { method: 'POST', headers: adminHeaders });
    const page = await open(`/s/${sale.slug}`);
    await page.locator('main').getByText('This sale is over.').first().waitFor();
    expect(await page.getByText('canceled').count()).toBe(0);
    const { show } = (await call<SaleShape>(`${system.url}/v1/sales/${sale.slug}`)).body;
    expect(show).not.toHaveProperty('canceledAt');
  });
});
