import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import type { Page, Request } from 'playwright-core';
import type { SaleShape } from '../../src/contract/sale/sale-shapes.js';
import { describeInBrowser } from '../support/browser.js';
import { admitted, heldTickets, ordered, paid, publishedSale } from '../support/sale.js';
import { DESKTOP, setStage } from '../support/stage.js';
import { adminHeaders, call } from '../support/system.js';

jest.setTimeout(180_000);

describeInBrowser('a night in the panel', () => {
  const stage = setStage({ page: { viewport: DESKTOP }, waitMs: 15_000 });
  let page: Page;
  let sent: Request[];

  beforeEach(async () => {
    page = await stage.newPage();
    sent = [];
    page.on('request', (request) => {
      if (request.url().includes('/v1/admin/') && request.method() !== 'GET') sent.push(request);
    });
    await stage.signIn();
  });
  afterEach(() => {
    const bare = sent.filter((request) => !(request.headers()['idempotency-key'] ?? '').match(/^[\w-]{16,}$/));
    expect(bare.map((request) => `${request.method()} ${request.url()}`)).toEqual([]);
    expect(sent.length).toBeGreaterThan(0);
  });

  const open = async (path: string): Promise<void> => {
    await page.goto(`${stage.url}/admin${path}`);
    await page.getByRole('heading').first().waitFor();
  };
  const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true });
  const dialog = () => page.getByRole('dialog');
  async function type(label: string, keys: string): Promise<void> {
    await page.getByLabel(label, { exact: true }).first().click();
    await page.keyboard.press('Control+A');
    await page.keyboard.type(keys);
  }
  async function bought(sale: SaleShape) {
    const { pass } = await admitted(stage.url, sale.slug);
    const hold = await heldTickets(stage.url, sale.slug, pass, [
      { ticketTypeId: sale.ticketTypes[0]?.id, quantity: 1 },
    ]);
    return await paid(stage.url, await ordered(stage.url, pass, hold.id));
  }

  it('does not call a refund undone because its answer was lost, and does it once', async () => {
    const order = await bought(await publishedSale(stage.url));
    await open(`/orders/${order.id}`);
    let asked = 0;
    await page.route(`**/orders/${order.id}/refund`, async (route) => {
      asked += 1;
      if (asked > 1) return await route.fallback();
      await route.fetch();
      await route.abort();
    });
    await button('Refund').click();
    await button('Give €45.00 back').click();
    await dialog().getByText('It is not known whether the change was made.').waitFor();
    expect(
      await dialog()
        .getByText(/nothing was changed/i)
        .count(),
    ).toBe(0);
    await page.keyboard.press('Escape');
    // the page reads how things stand
    await page.getByText('Refunded', { exact: true }).first().waitFor({ timeout: 30_000 });
    const { body } = await call<{ refunds: unknown[] }>(`${stage.url}/v1/admin/orders/${order.id}/refunds`, {
      headers: adminHeaders,
    });
    expect(body.refunds).toHaveLength(1);
  });

  it('says what was typed while it saved, and is not saved yet', async () => {
    const sale = await publishedSale(stage.url, { name: 'Half Saved' });
    await open(`/sales/${sale.id}/edit`);
    let answer = (): void => undefined;
    const held = new Promise<void>((resolve) => (answer = resolve));
    await page.route(`**/v1/admin/sales/${sale.id}`, async (route) => {
      if (route.request().method() === 'PATCH') await held;
      await route.continue();
    });
    await type('Venue', 'Hall 2');
    await button('Change it now').click();
    await type('Show', 'Another show');
    answer();
    await page.getByText('Changed, but for what was typed meanwhile').waitFor();
    expect(await page.getByText('Changed.', { exact: true }).count()).toBe(0);
    await button('Change it now').click();
    await page.getByText('Changed.', { exact: true }).waitFor();
    const { body } = await call<SaleShape>(`${stage.url}/v1/sales/${sale.slug}`);
    expect(body.show).toMatchObject({ venue: 'Hall 2', name: 'Another show' });
  });
});
