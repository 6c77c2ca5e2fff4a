import { afterAll, afterEach, beforeAll, it, jest } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { SaleShape } from '../../src/contract/sale/sale-shapes.js';
import { describeInBrowser, launchBrowser } from '../support/browser.js';
import { admitted, heldTickets, ordered, paid, publishedSale } from '../support/sale.js';
import { startSystem, type TestSystem, until } from '../support/system.js';

jest.setTimeout(180_000);

describeInBrowser('what a fan has on the way', () => {
  let system: TestSystem;
  let browser: Browser;
  let context: BrowserContext;

  beforeAll(async () => {
    [system, browser] = await Promise.all([startSystem(), launchBrowser()]);
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    await system.close();
  });
  afterEach(() => context.close());

  async function newPage(): Promise<Page> {
    context = await browser.newContext({ viewport: { width: 360, height: 740 }, locale: 'en-GB' });
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    return page;
  }
  const salePage = ({ slug }: SaleShape, step = ''): string => `${system.url}/s/${slug}${step}`;

  async function toPayment(page: Page, sale: SaleShape): Promise<void> {
    await page.goto(salePage(sale));
    await page.getByRole('button', { name: 'Take my place' }).click();
    await page.getByRole('button', { name: 'Go in' }).click({ timeout: 60_000 });
    await page.getByRole('button', { name: 'More Standing' }).click();
    await page.getByRole('button', { name: 'Hold these tickets' }).click();
    await page.getByLabel('E-mail').pressSequentially('ada@example.org');
    await page.getByLabel('Name').pressSequentially('Ada');
    await page.getByRole('button', { name: /Continue to payment/ }).click();
    await page.getByRole('heading', { name: /^Pay / }).waitFor();
    await untilCookie(page);
  }

  /** Waits until the order's token has become a cookie. */
  async function untilCookie(page: Page): Promise<void> {
    await until('the token to become a cookie', async () =>
      (await page.evaluate<string>('JSON.stringify(localStorage)')).includes('\\"accessToken\\":\\"\\"') ? true : null,
    );
  }

  /** Like a browser that was told to forget the site's data, but not its cookies. */
  async function comeBackForgetful(page: Page, sale: SaleShape): Promise<void> {
    await page.evaluate('localStorage.clear(); sessionStorage.clear();');
    await page.goto(salePage(sale));
    await page.getByRole('button', { name: 'Take my place' }).click();
  }

  it('is found again when the browser has lost it: the order, its payment and its tickets', async () => {
    const sale = await publishedSale(system.url);
    const page = await newPage();
    await toPayment(page, sale);
    await comeBackForgetful(page, sale);
    await page.getByRole('heading', { name: 'Your payment is waiting' }).waitFor();
    await page
      .getByRole('link', { name: /^Continue payment/ })
      .first()
      .click();
    await page.getByText('Works', { exact: true }).click();
    await page.getByRole('button', { name: /^Pay / }).click();
    await page.getByRole('heading', { name: 'The tickets are yours' }).waitFor();
    await page.getByRole('img', { name: /Ticket code/ }).waitFor();
  });

  it('is paid or canceled in another browser of the same place, whose tickets are where the order was made', async () => {
    const sale = await publishedSale(system.url);
    const page = await newPage();
    await toPayment(page, sale);
    await context.clearCookies({ name: /order/ });
    await comeBackForgetful(page, sale);
    await page.getByRole('heading', { name: 'Your payment is waiting' }).waitFor();
    await page
      .getByRole('link', { name: /^Continue payment/ })
      .first()
      .click();
    await page.getByRole('button', { name: 'Cancel this order' }).click();
    await page.getByText('Held for you').first().waitFor();
    await page.getByLabel('E-mail').pressSequentially('ada@example.org');
    await page.getByLabel('Name').pressSequentially('Ada');
    await page.getByRole('button', { name: /Continue to payment/ }).click();
    await page.getByRole('heading', { name: /^Pay / }).waitFor();
    await untilCookie(page);
    await context.clearCookies({ name: /order/ });
    await comeBackForgetful(page, sale);
    await page
      .getByRole('link', { name: /^Continue payment/ })
      .first()
      .click();
    await page.getByText('Works', { exact: true }).click();
    await page.getByRole('button', { name: /^Pay / }).click();
    await page.getByText('The tickets are in the browser that you ordered in').waitFor();
    await page.reload();
    await page.getByText('The tickets are in the browser that you ordered in').waitFor();
  });

  it('leads from the pages of the sale to tickets that were opened by the link of the e-mail, and names the seller there', async () => {
    const sale = await publishedSale(system.url);
    const { pass } = await admitted(system.url, sale.slug);
    const items = [{ ticketTypeId: sale.ticketTypes[0]?.id ?? '', quantity: 2 }];
    const placed = await ordered(system.url, pass, (await heldTickets(system.url, sale.slug, pass, items)).id);
    await paid(system.url, placed);
    const page = await newPage();
    await page.goto(salePage(sale));
    await page.getByRole('button', { name: 'Take my place' }).click();
    await page.goto(`${system.url}/orders/${placed.id}#${placed.accessToken ?? ''}`);
    await page.getByRole('heading', { name: 'The tickets are yours' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'Who sells this' }).waitFor();
    await page.goto(salePage(sale));
    await page.getByRole('link', { name: 'Your 2 tickets' }).waitFor();
    // a place of one's own is not ended by tickets that came by mail
    await page.getByRole('button', { name: 'Back to my place' }).waitFor();
  });
});
