import { it, jest } from '@jest/globals';
import type { Page } from 'playwright-core';
import type { SaleShape } from '../../src/contract/sale/sale-shapes.js';
import { describeInBrowser } from '../support/browser.js';
import { enterBuyer, goIn, holdTickets, pay, takePlace } from '../support/fan-steps.js';
import { admitted, heldTickets, ordered, paid, publishedSale } from '../support/sale.js';
import { setStage } from '../support/stage.js';
import { until } from '../support/system.js';

jest.setTimeout(180_000);

describeInBrowser('what a fan has on the way', () => {
  const stage = setStage();

  const salePage = ({ slug }: SaleShape, step = ''): string => `${stage.url}/s/${slug}${step}`;

  async function toPayment(page: Page, sale: SaleShape): Promise<void> {
    await goIn(page, salePage(sale));
    await holdTickets(page, 'Standing');
    await enterBuyer(page);
    await page.getByRole('heading', { name: /^Pay / }).waitFor();
    await untilCookie(page);
  }

  const continuePayment = (page: Page) =>
    page
      .getByRole('link', { name: /^Continue payment/ })
      .first()
      .click();

  /** Waits until the tokens of all orders have become cookies: one may have been kept before. */
  async function untilCookie(page: Page): Promise<void> {
    await until('the token to become a cookie', async () => {
      const kept = await page.evaluate<string>('JSON.stringify(localStorage)');
      const tokens = [...kept.matchAll(/\\"accessToken\\":\\"([^\\]*)/g)].map(([, token]) => token);
      return tokens.length > 0 && tokens.every((token) => token === '') ? true : null;
    });
  }

  /** Like a browser that was told to forget the site's data, but not its cookies. */
  async function comeBackForgetful(page: Page, sale: SaleShape): Promise<void> {
    await page.evaluate('localStorage.clear(); sessionStorage.clear();');
    await takePlace(page, salePage(sale));
    await page.getByRole('heading', { name: 'Your payment is waiting' }).waitFor(); // else the join would lead away again
  }

  it('is found again when the browser has lost it: the order, its payment and its tickets', async () => {
    const sale = await publishedSale(stage.url);
    const page = await stage.newPage();
    await toPayment(page, sale);
    await comeBackForgetful(page, sale);
    await continuePayment(page);
    await pay(page);
    await page.getByRole('heading', { name: 'The tickets are yours' }).waitFor();
    await page.getByRole('img', { name: /Ticket code/ }).waitFor();
  });

  it('is paid or canceled in another browser of the same place, whose tickets are where the order was made', async () => {
    const sale = await publishedSale(stage.url);
    const page = await stage.newPage();
    await toPayment(page, sale);
    await stage.context.clearCookies({ name: /order/ });
    await comeBackForgetful(page, sale);
    await continuePayment(page);
    await page.getByRole('button', { name: 'Cancel this order' }).click();
    await page.locator('main').getByText('Held for you').first().waitFor();
    await enterBuyer(page);
    await page.getByRole('heading', { name: /^Pay / }).waitFor();
    await untilCookie(page);
    await stage.context.clearCookies({ name: /order/ });
    await comeBackForgetful(page, sale);
    await continuePayment(page);
    await pay(page);
    await page.locator('p', { hasText: 'The tickets are in the browser that you ordered in' }).waitFor();
    await page.reload();
    await page.locator('p', { hasText: 'The tickets are in the browser that you ordered in' }).waitFor();
  });

  it('leads from the pages of the sale to tickets that were opened by the link of the e-mail, and names the seller there', async () => {
    const sale = await publishedSale(stage.url);
    const { pass } = await admitted(stage.url, sale.slug);
    const items = [{ ticketTypeId: sale.ticketTypes[0]?.id ?? '', quantity: 2 }];
    const placed = await ordered(stage.url, pass, (await heldTickets(stage.url, sale.slug, pass, items)).id);
    await paid(stage.url, placed);
    const page = await stage.newPage();
    await takePlace(page, salePage(sale));
    await page.waitForURL('**/line');
    await page.goto(`${stage.url}/orders/${placed.id}#${placed.accessToken ?? ''}`);
    await page.getByRole('heading', { name: 'The tickets are yours' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'Who sells this' }).waitFor();
    await page.goto(salePage(sale));
    await page.getByRole('link', { name: 'Your 2 tickets' }).waitFor();
    // a place of one's own is not ended by tickets that came by mail
    await page.getByRole('button', { name: 'Back to my place' }).waitFor();
  });
});
