import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import type { Page, Request } from 'playwright-core';
import type { SaleShape } from '../../src/contract/sale/sale-shapes.js';
import { describeInBrowser } from '../support/browser.js';
import { admitted, heldTickets, ordered, paid, publishedSale } from '../support/sale.js';
import { DESKTOP, expectNoFindings, setStage } from '../support/stage.js';
import { adminHeaders, call, until } from '../support/system.js';

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
  async function bought(sale: SaleShape, card = 'pm_card_visa') {
    const { pass } = await admitted(stage.url, sale.slug);
    const hold = await heldTickets(stage.url, sale.slug, pass, [
      { ticketTypeId: sale.ticketTypes[0]?.id, quantity: 1 },
    ]);
    return await paid(stage.url, await ordered(stage.url, pass, hold.id), card);
  }

  it('works through Attention by keyboard alone, and takes the last decision back', async () => {
    const sale = await publishedSale(stage.url);
    const orders = [await bought(sale, 'pm_card_createDispute'), await bought(sale, 'pm_card_createDispute')];
    const openItems = async (): Promise<number> =>
      (
        await call<{ items: { orderId: string }[] }>(`${stage.url}/v1/admin/attention`, { headers: adminHeaders })
      ).body.items.filter(({ orderId }) => orders.some(({ id }) => id === orderId)).length;
    await until('both disputes', async () => (await openItems()) === 2);
    await open('/attention');
    const items = page.locator('.attention-items > li');
    await items.nth(1).waitFor();
    const inFocus = () =>
      page.evaluate<number>(
        `[...document.querySelectorAll('.attention-items > li')].findIndex((item) => item === document.activeElement)`,
      );
    await page.locator('h1').focus();
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    expect(await inFocus()).toBe(1);
    await page.keyboard.press('k');
    expect(await inFocus()).toBe(0);

    const keep = (
      await items
        .first()
        .getByRole('button', { name: /Keep as it is/ })
        .innerText()
    )
      .trim()
      .charAt(0);
    for (const left of [1, 0]) {
      await page.keyboard.press(keep);
      await dialog().getByLabel('Note for the log (optional)').click();
      await page.keyboard.type('3 bank letters');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await dialog().waitFor({ state: 'hidden' });
      await page.getByText('Decided: keep as it is.').waitFor();
      await until('one item fewer', async () => (await items.count()) === left);
    }
    expect(await openItems()).toBe(0);
    await page.getByText('Nothing needs a person right now.').waitFor();
    await until('the focus', async () => await page.evaluate(`document.activeElement?.tagName === 'H1'`));
    await page.getByText('U undoes, too.').waitFor();
    await page.keyboard.press('u');
    await items.first().waitFor();
    expect(await openItems()).toBe(1);
    await until('the focus on what was reopened', async () => (await inFocus()) === 0);
    await expectNoFindings(page);
  });

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
