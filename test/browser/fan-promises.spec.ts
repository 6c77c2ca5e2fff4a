import { expect, it, jest } from '@jest/globals';
import type { BrowserContext } from 'playwright-core';
import type { Snapshot } from '../../src/contract/line/line-shapes.js';
import type { SaleShape } from '../../src/contract/sale/sale-shapes.js';
import { describeInBrowser } from '../support/browser.js';
import { enterBuyer, holdTickets, openShop, takePlace } from '../support/fan-steps.js';
import { admitted, heldTickets, publishedSale } from '../support/sale.js';
import { setStage } from '../support/stage.js';
import { adminHeaders, call, until } from '../support/system.js';

jest.setTimeout(180_000);

const later = new Date(Date.now() + 3_600_000).toISOString();
const SLEEPERS = 3;
const one = (capacity: number) => [{ name: 'Standing', admission: 'general', price: 4500, capacity, maxPerFan: 4 }];

describeInBrowser('what the pages promise', () => {
  const stage = setStage({ readsMails: true });

  const addressOf = ({ slug }: SaleShape): string => `${stage.url}/s/${slug}`;
  const typeOf = ({ ticketTypes }: SaleShape): string => ticketTypes[0]?.id ?? '';
  const finish = (pass: string) =>
    call(`${stage.url}/v1/passes/current`, { method: 'DELETE', headers: { authorization: `Bearer ${pass}` } });

  it('is to call by sound, notification and a screen that stays on: only what was tried here is said to be on', async () => {
    const sale = await publishedSale(stage.url, { opensAt: new Date(Date.now() + 60_000).toISOString() });
    const page = await stage.newPage({ permissions: ['notifications'] });
    // no browser without a screen keeps one on
    await page.addInitScript(`Object.defineProperty(navigator, 'wakeLock', { value: {
      request: () => window.refusesWake ? Promise.reject(new Error('low battery')) : Promise.resolve({ release: async () => undefined, onrelease: null }),
    } })`);
    await takePlace(page, addressOf(sale));
    await page.getByText('Sound is on').waitFor(); // by the press that took the place
    await page.getByText('Your screen stays on').waitFor();
    await page.reload();
    await page.getByRole('button', { name: 'Switch on the sound' }).waitFor();
    expect(await page.getByText('Sound is on').count()).toBe(0);
    await page.getByRole('button', { name: 'Switch on the sound' }).click();
    await page.getByText('Sound is on').waitFor();
    await page.getByText('Notifications are on').waitFor(); // allowed, and a worker is there to show them
    // no push service reaches this browser
    await page.getByText(/^(Messages to a sleeping device could not be|This browser can’t be woken)/).waitFor();
    expect(await page.getByText('We’ll send this device a message').count()).toBe(0);
    await page.addInitScript('window.refusesWake = true');
    await page.reload();
    await page.getByRole('button', { name: 'Switch on the sound' }).waitFor();
    expect(await page.getByText('Your screen stays on').count()).toBe(0);
  });

  it('is to tell by e-mail, once an address was taken, and to say so again after a reload', async () => {
    const sale = await publishedSale(stage.url, { opensAt: later });
    const page = await stage.newPage();
    await takePlace(page, addressOf(sale));
    await page.getByRole('button', { name: 'E-mail me as well' }).click();
    await page.getByLabel('Your e-mail address').pressSequentially('ada@example.org');
    await page.keyboard.press('Enter');
    await page.getByText('We’ll e-mail you when your turn is near').waitFor();
    await page.reload();
    await page.getByText('We’ll e-mail you when your turn is near').waitFor();
  });

  it('is what happens: the page tries a press again that failed for a moment', async () => {
    const sale = await publishedSale(stage.url, { opensAt: later });
    const page = await stage.newPage();
    let refusals = 2;
    await page.route('**/places', (route) => {
      refusals -= 1;
      if (refusals < 0) return route.continue();
      const problem = { type: 'about:blank', title: 'Away', status: 503, code: 'CORE_AWAY', detail: 'Away' };
      return route.fulfill({ status: 503, contentType: 'application/problem+json', json: problem });
    });
    await takePlace(page, addressOf(sale));
    await page.locator('main').getByText('We’re trying again for you.').first().waitFor();
    await page.locator('main').getByText('Entry no. 1').first().waitFor({ timeout: 30_000 });
  });

  it('is that tickets whose time ran out are free again, and offered to whoever shops', async () => {
    const sale = await publishedSale(stage.url, {
      ticketTypes: one(2),
      policy: { cap: 100, perMinute: 6000, holdMinutes: 0.2 },
    });
    const { pass } = await admitted(stage.url, sale.slug);
    const page = await openShop(stage, sale.slug);
    await holdTickets(page, 'Standing');
    await page.locator('main').getByText('Held for you').first().waitFor();
    await heldTickets(stage.url, sale.slug, pass, [{ ticketTypeId: typeOf(sale), quantity: 1 }]);
    await page.getByText('Your time for these tickets ran out').waitFor({ timeout: 40_000 });
    await page.getByText('2 free').waitFor({ timeout: 60_000 });
  });

  it('is that the payment form appears as soon as the provider has answered', async () => {
    const sale = await publishedSale(stage.url);
    const page = await openShop(stage, sale.slug);
    await holdTickets(page, 'Standing');
    let isSlow = true;
    await page.route('**/v1/orders{,/*}', async (route) => {
      const answer = await route.fetch();
      const order = (await answer.json().catch(() => null)) as object | null;
      await route.fulfill(
        order && isSlow ? { response: answer, json: { ...order, payment: null } } : { response: answer },
      );
    });
    await enterBuyer(page);
    await page.getByText('The payment provider is slow to answer').waitFor();
    isSlow = false;
    await page.getByText('Works', { exact: true }).waitFor();
  });

  it('is that a fan who was not let in yet goes in without another press', async () => {
    const sale = await publishedSale(stage.url, { policy: { cap: 1, perMinute: 6000, graceSeconds: 2 } });
    const first = await admitted(stage.url, sale.slug);
    const page = await stage.newPage();
    await takePlace(page, addressOf(sale));
    await page.getByText('Position 2').waitFor();
    // a link to the shop, followed too early, leads back to the line
    await page.goto(`${stage.url}/s/${sale.slug}/shop`);
    await page.locator('main').getByText('It is not your turn yet').waitFor();
    await page.getByRole('link', { name: 'Go to the line' }).click();
    await finish(first.pass);
    await page.getByRole('button', { name: 'Go in' }).waitFor({ timeout: 60_000 });
    await page.locator('main').getByText('We called you, but didn’t hear back').first().waitFor();
    const second = await admitted(stage.url, sale.slug); // has gone in meanwhile
    await page.getByRole('button', { name: 'I’m here' }).click();
    await page.locator('main').getByText('You’ll go in automatically as soon as there is room.').first().waitFor();
    const said = page.locator('[aria-live=assertive]', { hasText: 'You’ll go in automatically' });
    await said.waitFor({ state: 'attached' });
    expect(await page.evaluate<string>('document.activeElement?.className')).toBe('busy-line');
    await finish(second.pass);
    await page.getByRole('button', { name: 'More Standing' }).waitFor({ timeout: 60_000 });
  });

  it('is to mail those whose phones slept through the draw and their turn: all get in by the page that they open then', async () => {
    const sale = await publishedSale(stage.url, { opensAt: later, ticketTypes: one(50) });
    const address = (n: number) => `sleeper${n}@example.org`;
    const asleep: BrowserContext[] = [];
    for (let n = 0; n < SLEEPERS; n += 1) {
      const page = await stage.newPage();
      await takePlace(page, addressOf(sale));
      await page.getByRole('button', { name: 'E-mail me as well' }).press('Enter');
      await page.getByLabel('Your e-mail address').pressSequentially(address(n));
      await page.keyboard.press('Enter');
      await page.getByText('We’ll e-mail you when your turn is near').waitFor();
      asleep.push(stage.context);
      await page.close(); // a tab that the phone has thrown away
    }
    await call(`${stage.url}/v1/admin/sales/${sale.id}/open`, { method: 'POST', headers: adminHeaders });
    await admitted(stage.url, sale.slug); // the line goes on to whoever is there
    await until(
      'the line to pass them',
      async () => {
        const { body } = await call<Snapshot>(`${stage.url}/v1/sales/${sale.slug}/queue`);
        return body.state === 'on_sale' && (body.lanes['general']?.serving ?? 0) > SLEEPERS;
      },
      60_000,
    );
    const gotIn = asleep.map(async (context, n) => {
      await until(`a mail to ${address(n)}`, async () => (await stage.mails.to(address(n))).length > 0, 60_000);
      const page = await context.newPage();
      await page.goto(`${addressOf(sale)}/line`);
      await page.getByRole('button', { name: /^(Go in|I’m here)$/ }).press('Enter', { timeout: 60_000 });
      await page.getByRole('button', { name: 'More Standing' }).waitFor({ timeout: 60_000 });
    });
    await Promise.all(gotIn);
  });
});
