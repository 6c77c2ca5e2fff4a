import { expect, it, jest } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import type { OrderShape } from '../../src/contract/orders/order-shapes.js';
import type { SaleShape } from '../../src/contract/sale/sale-shapes.js';
import type { StaffOrdersPage } from '../../src/contract/staff/staff-shapes.js';
import { expectNoFindings } from '../support/axe.js';
import { describeInBrowser } from '../support/browser.js';
import { enterBuyer, holdTickets, openShop, takePlace } from '../support/fan-steps.js';
import { admitted, heldTickets, ordered, paid, publishedSale } from '../support/sale.js';
import { LARGE_PHONE, setStage } from '../support/stage.js';
import { adminHeaders, call } from '../support/system.js';

jest.setTimeout(180_000);

type Placed = OrderShape & { accessToken: string };

describeInBrowser('the pages of a fan, in each state that an order or a basket can be in,', () => {
  const stage = setStage({ page: { viewport: LARGE_PHONE } });
  const types = ['Standing', 'Balcony'].map((name) => ({
    ...{ name, admission: 'general', price: 4500, capacity: 40, maxPerFan: 4 },
  }));
  const more = (page: Page, type: string) => page.getByRole('button', { name: `More ${type}` });

  const byStaff = async (path: string, body: unknown, method = 'POST') => {
    const answer = await call(`${stage.url}/v1/admin/${path}`, { method, headers: adminHeaders, body });
    expect({ path, status: answer.status, isFine: answer.status < 300 }).toMatchObject({ isFine: true });
  };
  async function placed(sale: SaleShape, quantity: number): Promise<Placed> {
    const { pass } = await admitted(stage.url, sale.slug);
    const items = [{ ticketTypeId: sale.ticketTypes[0]?.id ?? '', quantity }];
    return await ordered(stage.url, pass, (await heldTickets(stage.url, sale.slug, pass, items)).id);
  }
  async function bought(sale: SaleShape, quantity = 2): Promise<Placed> {
    const order = await placed(sale, quantity);
    return { ...(await paid(stage.url, order)), accessToken: order.accessToken };
  }
  async function opened({ id, accessToken }: Placed): Promise<Page> {
    const page = await stage.newPage();
    await page.goto(`${stage.url}/orders/${id}#${accessToken}`);
    return page;
  }
  const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name }).waitFor();
  /** What staff did a moment ago may be missing from a first answer, and a page that has settled asks again late. */
  async function reloadedTo(page: Page, target: Locator): Promise<void> {
    for (let tries = 0; tries < 5; tries += 1) {
      await page.reload();
      if (
        await target.waitFor({ timeout: 5_000 }).then(
          () => true,
          () => false,
        )
      )
        return;
    }
    await target.waitFor();
  }
  async function toPayment(sale: SaleShape): Promise<Page> {
    const page = await opened(await placed(sale, 1));
    await heading(page, 'Pay €45.00');
    await page.getByText('Works', { exact: true }).waitFor();
    return page;
  }

  it('say which ticket was given back, and go on saying it after a reload', async () => {
    const order = await bought(await publishedSale(stage.url, { currency: 'EUR' }));
    await byStaff(`orders/${order.id}/refund`, { ticketIds: [order.tickets[0]?.id] });
    const page = await opened(order);
    await page.getByText('€45.00 of this was refunded.').waitFor({ timeout: 60_000 });
    await page.getByText('No longer valid: 1 ticket of this order.').waitFor();
    await heading(page, 'The tickets are yours');
    await page
      .getByRole('img', { name: /^Ticket code/ })
      .first()
      .waitFor();
    expect(await page.getByRole('img', { name: /^Ticket code/ }).count()).toBe(1);
    await expectNoFindings(page);
    await page.reload();
    await page.getByText('No longer valid: 1 ticket of this order.').waitFor();
    await byStaff(`orders/${order.id}/refund`, {});
    await reloadedTo(page, page.getByRole('heading', { level: 1, name: 'This order was refunded' }));
    expect(await page.getByRole('img', { name: /^Ticket code/ }).count()).toBe(0);
  });

  it('do not call tickets the buyer’s that are with others', async () => {
    const order = await bought(await publishedSale(stage.url, { transferable: true }));
    const headers = { authorization: `Order ${order.accessToken}` };
    for (const [n, { id }] of order.tickets.entries()) {
      const body = { email: `friend${n}@example.org`, name: `Friend ${n}` };
      const given = await call(`${stage.url}/v1/orders/${order.id}/tickets/${id}/transfer`, { headers, body });
      expect(given.status).toBeLessThan(300);
    }
    const page = await stage.newPage();
    await page.goto(`${stage.url}/orders/${order.id}`);
    await heading(page, 'This order cannot be shown here');
    await page.goto(`${stage.url}/orders/${order.id}#${order.accessToken}`); // pasted into the page that is open
    await heading(page, 'You have passed on your tickets');
    expect(new URL(page.url()).hash).toBe('');
    await page.getByText('now belongs to Friend 0').waitFor();
    expect(await page.getByText('The tickets are yours').count()).toBe(0);
    const plain = await call<string>(`${stage.url}/orders/${order.id}?plain`, { headers });
    expect(plain.status).toBe(200);
  });

  it('say that the show was postponed since it was bought, from when to when', async () => {
    const sale = await publishedSale(stage.url);
    const order = await bought(sale);
    const page = await opened(order);
    await heading(page, 'The tickets are yours');
    expect(await page.getByText('Changed since you ordered').count()).toBe(0);
    const startsAt = new Date(Date.parse(sale.show.startsAt) + 7 * 86_400_000).toISOString();
    const { name, venue, timeZone } = sale.show;
    await byStaff(`sales/${sale.id}`, { show: { name, venue, timeZone, startsAt } }, 'PATCH');
    await reloadedTo(page, page.getByText('Changed since you ordered'));
    await page.getByText(/^Show begins:/).waitFor();
    await expectNoFindings(page);
    // whoever buys now knows no other date
    const later = await opened(await bought(sale, 1));
    await heading(later, 'The tickets are yours');
    await later.getByText('Add to calendar').waitFor();
    expect(await later.getByText('Changed since you ordered').count()).toBe(0);
  });

  it('take a payment that the bank has yet to decide for neither declined nor paid, and go on by themselves', async () => {
    const page = await toPayment(await publishedSale(stage.url));
    const { pathname } = new URL(page.url());
    await page.goto(`${page.url()}?redirect_status=processing`);
    await page.locator('main').getByText('Your bank has not decided yet.').first().waitFor();
    expect(await page.getByText('The card was declined').count()).toBe(0);
    expect(await page.getByRole('button', { name: /^Pay / }).count()).toBe(0);
    const order = (await (await stage.context.request.get(`${stage.url}/v1${pathname}`)).json()) as OrderShape;
    const confirmed = await call(order.payment?.confirmUrl ?? '', { body: { paymentMethod: 'pm_card_visa' } });
    expect(confirmed.status).toBe(200);
    await heading(page, 'The tickets are yours');
  });

  it('offer another way to pay once the bank has taken long, as it may have refused', async () => {
    const page = await toPayment(await publishedSale(stage.url));
    await page.clock.install();
    await page.goto(`${page.url()}?redirect_status=processing`);
    await heading(page, 'Payment');
    const otherwise = page.getByRole('button', { name: 'Pay another way' });
    expect(await otherwise.count()).toBe(0);
    for (let tries = 0; tries < 10 && (await otherwise.count()) === 0; tries += 1) {
      await page.clock.fastForward(61_000); // counted from when its chunk has come
      await page.waitForTimeout(1_000);
    }
    await otherwise.press('Enter');
    await heading(page, 'Pay €45.00');
    expect(await page.evaluate<string | undefined>('document.activeElement?.tagName')).toBe('H1');
    await page.getByRole('button', { name: 'Pay €45.00' }).press('Enter');
    await heading(page, 'The tickets are yours');
  });

  it('stay when Pay is pressed without a network, and take the money once when it is back', async () => {
    const sale = await publishedSale(stage.url);
    const page = await toPayment(sale);
    const { pathname } = new URL(page.url());
    await stage.context.setOffline(true);
    const pay = page.getByRole('button', { name: 'Pay €45.00' });
    await pay.focus();
    await page.keyboard.press('Enter');
    await page.locator('main').getByText('We could not reach the box office.').first().waitFor();
    await page
      .locator('main')
      .getByText(/Nothing was taken from you/)
      .first()
      .waitFor();
    expect(new URL(page.url()).pathname).toBe(pathname);
    await stage.context.setOffline(false);
    await page.locator('.note-title', { hasText: 'We could not reach' }).waitFor({ state: 'detached' });
    await pay.press('Enter');
    await heading(page, 'The tickets are yours');
    const orders = await call<StaffOrdersPage>(`${stage.url}/v1/admin/orders?saleId=${sale.id}`, {
      headers: adminHeaders,
    });
    expect(orders.body.orders.map(({ state, totalMinor }) => [state, totalMinor])).toEqual([['paid', 4500]]);
  });

  it('say that there is more time when the deadlines are put off', async () => {
    const sale = await publishedSale(stage.url);
    const page = await openShop(stage, sale.slug);
    await holdTickets(page, 'Standing');
    await page.getByText(/^Held until/).waitFor();
    expect(await page.getByText('You have more time now.').count()).toBe(0);
    await byStaff(`sales/${sale.id}/extend-deadlines`, { minutes: 5 });
    await page.getByText('You have more time now.', { exact: true }).waitFor({ timeout: 30_000 });
    await enterBuyer(page);
    await heading(page, 'Pay €45.00');
    await byStaff(`sales/${sale.id}/extend-deadlines`, { minutes: 5 });
    await page.getByText('You have more time now.', { exact: true }).waitFor({ timeout: 30_000 });
  });

  it('bound a basket by what one order may have, of all types together, and say so', async () => {
    const sale = await publishedSale(stage.url, { ticketTypes: types, limits: { perOrder: 3 } });
    const page = await openShop(stage, sale.slug);
    await more(page, 'Standing').press('Enter');
    await more(page, 'Standing').press('Enter');
    await more(page, 'Balcony').press('Enter');
    await page.locator('main').getByText('At most 3 in one order.', { exact: true }).first().waitFor();
    expect([await more(page, 'Standing').isDisabled(), await more(page, 'Balcony').isDisabled()]).toEqual([true, true]);
    await page.getByRole('button', { name: 'Hold these tickets' }).press('Enter');
    await page.locator('main').getByText('Held for you').first().waitFor();
  });

  it('say why a companion seat is not taken when there is no room for its wheelchair place too', async () => {
    const seats = ['1', '2', '3', '4'].map((label, x) => ({ label, x, y: 0 }));
    Object.assign(seats[0] ?? {}, { accessible: true });
    Object.assign(seats[1] ?? {}, { companionOf: 'A-1-1' });
    const sale = await publishedSale(stage.url, {
      seatMap: { sections: [{ key: 'A', label: 'Stalls', rows: [{ label: '1', seats }] }] },
      ticketTypes: [{ name: 'Seated', admission: 'reserved', price: 6500, sections: ['A'], maxPerFan: 1 }],
    });
    const page = await openShop(stage, sale.slug);
    await page.getByRole('button', { name: 'List', exact: true }).press('Enter');
    const companion = page.getByRole('button', { name: /seat for a companion/ });
    await companion.press('Enter');
    await page.locator('.choice-limit', { hasText: 'At most 1 per person.' }).waitFor();
    expect(await companion.getAttribute('aria-pressed')).toBe('false');
  });

  it('have room for each of the people of a group, who share one number', async () => {
    const opensAt = new Date(Date.now() + 3_600_000).toISOString();
    const policy = { cap: 100, perMinute: 6000, groupMax: 2 };
    const sale = await publishedSale(stage.url, { ticketTypes: types, opensAt, policy });
    const page = await stage.newPage();
    await page.addInitScript(
      `Object.defineProperty(navigator, 'clipboard', { value: { writeText: async (text) => { window.copied = text; } } })`,
    );
    await takePlace(page, `${stage.url}/s/${sale.slug}`);
    await page.getByRole('button', { name: 'Go with friends' }).press('Enter');
    await page.getByText('1 of 2 are in').waitFor();
    await page.getByRole('button', { name: 'Copy the link' }).press('Enter');
    const link = await page.evaluate<string>('window.copied');
    const friend = await stage.newPage();
    await friend.goto(link);
    await friend.getByRole('heading', { name: 'A friend is taking you along' }).waitFor();
    await friend.reload(); // the link is kept until it is used
    await friend.getByRole('heading', { name: 'A friend is taking you along' }).waitFor();
    await expectNoFindings(friend);
    await friend.getByRole('button', { name: 'Join the group' }).press('Enter');
    await friend.locator('main').getByText('Entry no. 1').first().waitFor();
    expect(new URL(friend.url()).hash).toBe('');
    await page.getByText('2 of 2 are in').waitFor(); // while the dialog is open
    await page.keyboard.press('Escape');
    await page.locator('main').getByText('Entry no. 1').first().waitFor();
    await byStaff(`sales/${sale.id}/open`, undefined);
    await page.getByRole('button', { name: 'Go in' }).press('Enter', { timeout: 60_000 });
    for (let n = 0; n < 8; n += 1) await more(page, 'Standing').press('Enter');
    await page.locator('main').getByText('At most 8 for your group.', { exact: true }).first().waitFor();
    await page.getByRole('button', { name: 'Hold these tickets' }).press('Enter');
    await page.locator('main').getByText('Held for you').first().waitFor();
    await page.locator('main').getByText('€360.00').first().waitFor();
  });
});
