import { afterAll, beforeAll, beforeEach, afterEach, expect, it, jest } from '@jest/globals';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContext, Page, Request } from 'playwright-core';
import { describeInBrowser, launchBrowser } from '../support/browser.js';
import { admitted, heldTickets, ordered, paid, publishedSale } from '../support/sale.js';
import { adminHeaders, call, startSystem, type TestSystem } from '../support/system.js';

jest.setTimeout(120_000);

const OWNER = { email: 'owner@spec.example', password: 'a long enough password' };
const SCANS = '**/v1/admin/scans';

describeInBrowser('the door, where answers are lost', () => {
  let system: TestSystem;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let saleId: string;
  let barcodes: string[];
  let sent: Request[];

  beforeAll(async () => {
    const env = { ROPELINE_OWNER_EMAIL: OWNER.email, ROPELINE_OWNER_PASSWORD: OWNER.password };
    [system, browser] = await Promise.all([startSystem({ env }), launchBrowser()]);
    const sale = await publishedSale(system.url, { name: 'Door Night' });
    saleId = sale.id;
    const { pass } = await admitted(system.url, sale.slug);
    const items = [{ ticketTypeId: sale.ticketTypes[0]?.id, quantity: 2 }];
    const hold = await heldTickets(system.url, sale.slug, pass, items);
    const order = await paid(system.url, await ordered(system.url, pass, hold.id));
    barcodes = order.tickets.map(({ barcode }) => barcode);
  }, 100_000);
  afterAll(async () => {
    await browser.close();
    await system.close();
  });
  beforeEach(async () => {
    context = await browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'en-GB' });
    await context.request.post(`${system.url}/v1/admin/sessions`, { data: OWNER });
    page = await context.newPage();
    page.setDefaultTimeout(20_000);
    sent = [];
    page.on('request', (request) => {
      if (request.method() === 'POST' && request.url().endsWith('/v1/admin/scans')) sent.push(request);
    });
    await page.goto(`${system.url}/admin/scan`);
    await page.getByText(/List of .*: 2 tickets/).waitFor();
  });
  afterEach(async () => await context.close());

  async function scan(code: string, word: string): Promise<void> {
    await page.getByLabel('Code', { exact: true }).click();
    await page.keyboard.type(code);
    await page.keyboard.press('Enter');
    await page.locator('.verdict-word', { hasText: word }).waitFor();
  }
  const keys = (): (string | undefined)[] => sent.map((request) => request.headers()['idempotency-key']);

  it('lets the bearer in once: the repeat of a lost scan is the same, a copy within the minute is not', async () => {
    const [barcode = ''] = barcodes;
    await page.route(
      SCANS,
      async (route) => {
        await route.fetch(); // the server decides, and its answer gets lost
        await route.abort();
      },
      { times: 1 },
    );
    await scan(barcode, 'Let in');
    expect(sent).toHaveLength(2);
    expect(keys()[1]).toBe(keys()[0]);
    await scan(barcode, 'Used already');
    expect(sent).toHaveLength(3);
    expect(keys()[2]).not.toBe(keys()[0]);
    const elsewhere = await call<{ result: string }>(`${system.url}/v1/admin/scans`, {
      headers: adminHeaders,
      body: { barcode },
    });
    expect(elsewhere.body.result).toBe('already');
  });

  it('hands in what it decided after every answer was lost, and nobody hears of a conflict', async () => {
    const [, barcode = ''] = barcodes;
    await page.route(SCANS, async (route) => {
      await route.fetch();
      await route.abort();
    });
    await scan(barcode, 'Let in');
    await page.getByText('No network').waitFor();
    expect((await new AxeBuilder({ page }).setLegacyMode().analyze()).violations.map(({ id }) => id)).toEqual([]);
    await scan(barcode, 'Used already');
    await page.unroute(SCANS);
    await scan(barcode, 'Used already');
    await page.getByText('wait to be handed in').waitFor({ state: 'detached' });
    await page.getByText('Connected').waitFor();
    expect(await page.getByText('had come in elsewhere too').count()).toBe(0);
    const { body } = await call<{ conflicts: unknown[] }>(`${system.url}/v1/admin/scans/conflicts?saleId=${saleId}`, {
      headers: adminHeaders,
    });
    expect(body.conflicts).toEqual([]);
  });

  it('shows no verdict of the ticket before while it waits, and asks about a code once at a time', async () => {
    const [barcode = ''] = barcodes;
    await scan('https://example.com', 'Not a ticket');
    let release = (): void => undefined;
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    await page.route(SCANS, async (route) => {
      await released;
      await route.continue();
    });
    await scan(barcode, 'Checking');
    await scan(barcode, 'Checking');
    release();
    await page.locator('.verdict-word', { hasText: 'Used already' }).waitFor();
    expect(sent).toHaveLength(2);
  });
});
