import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import type { Browser, BrowserContext, CDPSession, Page } from 'playwright-core';
import { describeInBrowser, launchBrowser, untilTrue } from '../support/browser.js';
import { publishedSale } from '../support/sale.js';
import { adminHeaders, call, startSystem, type TestSystem } from '../support/system.js';

jest.setTimeout(120_000);

const network = { latency: 150, downloadThroughput: 200_000, uploadThroughput: 90_000 };
/** Longer than from an opening to the first calls. */
const ASLEEP_MS = 6_500;
const AWAY = 'We could not reach the box office.';

describeInBrowser('a phone on a bad network', () => {
  let system: TestSystem;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let phone: CDPSession;

  beforeAll(async () => {
    [system, browser] = await Promise.all([startSystem(), launchBrowser()]);
    const device = { viewport: { width: 390, height: 760 }, locale: 'en-GB', hasTouch: true, isMobile: true };
    context = await browser.newContext(device);
    page = await context.newPage();
    page.setDefaultTimeout(30_000);
    phone = await context.newCDPSession(page);
    await phone.send('Network.enable');
    await go(true);
  }, 60_000);
  afterAll(async () => {
    await context.close();
    await browser.close();
    await system.close();
  });

  /** Both: the context's also reaches the service worker, the session's also what is throttled. */
  async function go(online: boolean): Promise<void> {
    const throttle = () => phone.send('Network.emulateNetworkConditions', { offline: !online, ...network });
    // the event that tells the page that it is online comes last, when it is so
    if (online) await throttle();
    await context.setOffline(!online);
    if (!online) await throttle();
  }
  const tap = (name: string | RegExp) => page.getByRole('button', { name }).first().tap();
  /** Presses while nothing can be reached; the press is made again once something can. */
  async function pressOffline(name: string | RegExp): Promise<void> {
    await go(false);
    await tap(name);
    await page.getByText(AWAY, { exact: true }).waitFor();
    await go(true);
  }

  it('gets its fan a ticket, and keeps the thread where the network ends', async () => {
    const opensAt = new Date(Date.now() + 3_600_000).toISOString();
    const times = { prequeueAt: new Date(Date.now() - 60_000).toISOString(), opensAt };
    const policy = { cap: 100, perMinute: 6000, graceSeconds: 60 };
    const { id, slug } = await publishedSale(system.url, { ...times, policy });
    // everything is there that the page fetches after its first paint, such as the texts of refusals
    await page.goto(`${system.url}/s/${slug}`, { waitUntil: 'networkidle' });
    await pressOffline('Take my place');
    await page.locator('main').getByText('You are in.').first().waitFor();
    // in a pocket over the draw
    await phone.send('Page.setWebLifecycleState', { state: 'frozen' });
    await call(`${system.url}/v1/admin/sales/${id}/open`, { method: 'POST', headers: adminHeaders });
    await new Promise((resolve) => setTimeout(resolve, ASLEEP_MS));
    await phone.send('Page.setWebLifecycleState', { state: 'active' });
    await tap(/Go in|I’m here/);
    await tap('More Standing');
    await pressOffline('Hold these tickets');
    await page.locator('main').getByText('Held for you').first().waitFor();

    await go(false);
    await page.reload();
    await page.getByText(AWAY, { exact: true }).waitFor();
    await go(true);
    // read again without a press, the basket included
    await page.locator('main').getByText('Held for you').first().waitFor();
    await page.getByLabel('E-mail').pressSequentially('ada@example.org');
    await page.getByLabel('Name').pressSequentially('Ada');
    await pressOffline(/Continue to payment/);
    await page.getByRole('heading', { name: /^Pay / }).waitFor();
    await tap(/^Pay /);
    await page.getByRole('heading', { name: 'The tickets are yours' }).waitFor();

    await untilTrue(page, 'a kept page', `caches.match('/offline').then((kept) => kept !== undefined)`);
    await go(false);
    for (const path of [`/s/${slug}`, `/s/${slug}/shop`, '/']) {
      await page.goto(system.url + path);
      await page.getByText(AWAY, { exact: true }).waitFor();
      expect(await page.title()).toBe('Ropeline');
      await page.getByRole('link', { name: 'Your ticket' }).waitFor();
    }
    await page.getByRole('link', { name: 'Your ticket' }).tap();
    await page.getByRole('img', { name: /Ticket code/ }).waitFor();
  });
});
