import { beforeAll, beforeEach, expect, it, jest } from '@jest/globals';
import type { Page, Request } from 'playwright-core';
import { expectNoFindings } from '../support/axe.js';
import { describeInBrowser } from '../support/browser.js';
import { admitted, heldTickets, ordered, paid, publishedSale } from '../support/sale.js';
import { LARGE_PHONE, setStage } from '../support/stage.js';
import { adminHeaders, call } from '../support/system.js';

jest.setTimeout(120_000);

const SCANS = '**/v1/admin/scans';

describeInBrowser('the door, where answers are lost', () => {
  const stage = setStage({ page: { viewport: LARGE_PHONE } });
  let page: Page;
  let saleId: string;
  let barcodes: string[];
  let sent: Request[];

  beforeAll(async () => {
    const sale = await publishedSale(stage.url, { name: 'Door Night' });
    saleId = sale.id;
    const { pass } = await admitted(stage.url, sale.slug);
    const items = [{ ticketTypeId: sale.ticketTypes[0]?.id, quantity: 3 }];
    const hold = await heldTickets(stage.url, sale.slug, pass, items);
    const order = await paid(stage.url, await ordered(stage.url, pass, hold.id));
    barcodes = order.tickets.map(({ barcode }) => barcode);
  }, 100_000);
  beforeEach(async () => {
    page = await stage.newPage();
    await stage.signIn();
    sent = [];
    page.on('request', (request) => {
      if (request.method() === 'POST' && request.url().endsWith('/v1/admin/scans')) sent.push(request);
    });
    await page.goto(`${stage.url}/admin/scan`);
    await page.getByText(/List of .*: 3 tickets/).waitFor();
  });

  async function scan(code: string, word: string): Promise<void> {
    await page.getByLabel('Code', { exact: true }).click();
    await page.keyboard.type(code);
    await page.keyboard.press('Enter');
    await page.locator('.verdict-word', { hasText: word }).waitFor();
  }
  async function resultElsewhere(barcode: string): Promise<string> {
    const answer = await call<{ result: string }>(`${stage.url}/v1/admin/scans`, {
      headers: adminHeaders,
      body: { barcode },
    });
    return answer.body.result;
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
    expect(await resultElsewhere(barcode)).toBe('already');
  });

  it('hands in what it decided without a network or after lost answers, and nobody hears of a conflict', async () => {
    const [, barcode = '', unheard = ''] = barcodes;
    await stage.context.setOffline(true);
    await scan(unheard, 'Let in'); // of which only the handing in can tell the server
    await page.getByText('wait to be handed in').waitFor();
    await stage.context.setOffline(false);
    await page.getByText('wait to be handed in').waitFor({ state: 'detached' });
    expect(await resultElsewhere(unheard)).toBe('already');
    await page.route(SCANS, async (route) => {
      await route.fetch();
      await route.abort();
    });
    await scan(barcode, 'Let in');
    await page.getByText('No network').waitFor();
    await expectNoFindings(page);
    await scan(barcode, 'Used already');
    await page.unroute(SCANS);
    await scan(barcode, 'Used already');
    await page.getByText('wait to be handed in').waitFor({ state: 'detached' });
    await page.getByText('Connected').waitFor();
    expect(await page.getByText('had come in elsewhere too').count()).toBe(0);
    const { body } = await call<{ conflicts: unknown[] }>(`${stage.url}/v1/admin/scans/conflicts?saleId=${saleId}`, {
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

  it('shows the verdict of a ticket after which the next was shown before it came', async () => {
    const [barcode = ''] = barcodes;
    const answers = [0, 1].map(() => {
      let resolve: () => void = () => undefined;
      const promise = new Promise<void>((resolved) => (resolve = resolved));
      return { promise, resolve: () => resolve() };
    });
    await page.route(SCANS, async (route) => {
      await answers[sent.length - 1]?.promise;
      await route.continue();
    });
    await scan('https://example.com', 'Checking');
    await scan(barcode, 'Checking 2 tickets');
    answers[0]?.resolve();
    const before = page.getByRole('log', { name: 'Tickets before' });
    await before.getByText('Not a ticket').waitFor();
    expect(await page.locator('.verdict-word').textContent()).toBe('Checking');
    answers[1]?.resolve();
    await page.locator('.verdict-word', { hasText: 'Used already' }).waitFor();
    expect(await before.getByText('Not a ticket').count()).toBe(1);
    await expectNoFindings(page);
  });

  it('is set to a show and a gate by keyboard, scans for those, and remembers the gate', async () => {
    const [barcode = ''] = barcodes;
    const startsAt = new Date(Date.now() + 40 * 86_400_000).toISOString();
    const show = { name: 'Later Night', venue: 'Club', startsAt, timeZone: 'Europe/Berlin' };
    await publishedSale(stage.url, { name: 'Another Door', show });
    await page.reload();
    await page.getByText(/List of .*: 3 tickets/).waitFor(); // of the show that is next
    await page.getByText('Show and gate').click();
    await page.getByLabel('Show', { exact: true }).focus();
    await page.keyboard.type('Later');
    await page.getByText(/List of .*: 0 tickets/).waitFor();
    await page.getByLabel('Gate', { exact: true }).click();
    await page.keyboard.type('North');
    await page.getByText('Show and gate').click();
    await page.locator('input[autocomplete=off]:focus').waitFor();
    await page.keyboard.type(barcode);
    await page.keyboard.press('Enter');
    await page.locator('.verdict-word', { hasText: 'Another show' }).waitFor();
    expect(sent.map((request) => request.postDataJSON() as unknown)).toEqual([
      expect.objectContaining({ barcode, gate: 'North' }),
    ]);
    await page.reload();
    await page.getByText('Show and gate').click();
    expect(await page.getByLabel('Gate', { exact: true }).inputValue()).toBe('North');
  });
});
