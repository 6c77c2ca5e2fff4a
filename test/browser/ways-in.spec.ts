import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, it, jest } from '@jest/globals';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import type { AccessCodesMadeShape } from '../../src/contract/entry-shapes.js';
import type { GroupShape, HandoffShape } from '../../src/contract/place-shapes.js';
import type { SaleShape } from '../../src/contract/shapes.js';
import { describeInBrowser, launchBrowser } from '../support/browser.js';
import { publishedSale } from '../support/sale.js';
import { adminHeaders, call, startSystem, type TestSystem, until } from '../support/system.js';

jest.setTimeout(180_000);
const soon = (ms: number): string => new Date(Date.now() + ms).toISOString();

describeInBrowser('the ways into the line', () => {
  let system: TestSystem;
  let browser: Browser;
  let folder: string;
  const contexts: BrowserContext[] = [];
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'ropeline-ways-'));
    [system, browser] = await Promise.all([startSystem({ env: { ROPELINE_DATA_DIR: folder } }), launchBrowser()]);
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    await system.close();
    await rm(folder, { recursive: true, force: true });
  });
  afterEach(async () => {
    for (const context of contexts.splice(0)) await context.close();
  });

  async function newPage(options: BrowserContextOptions = {}): Promise<Page> {
    const context = await browser.newContext({ viewport: { width: 360, height: 740 }, locale: 'en-GB', ...options });
    contexts.push(context);
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    return page;
  }
  const room = async (change: object): Promise<SaleShape> =>
    await publishedSale(system.url, { prequeueAt: soon(-60_000), opensAt: soon(3_600_000), ...change });
  const open = async (page: Page, { slug }: SaleShape): Promise<void> => {
    await page.goto(`${system.url}/s/${slug}`);
  };
  const take = async (page: Page): Promise<void> => await page.getByRole('button', { name: 'Take my place' }).click();
  const entry = async (page: Page, number: number): Promise<void> =>
    await page.getByText(`Entry no. ${number}`).first().waitFor();

  it('takes an access code', async () => {
    const sale = await room({ lanes: [{ key: 'fanclub', label: 'Fan club', access: 'code' }] });
    const asked = { headers: adminHeaders, body: { lane: 'fanclub', generate: 1, uses: 1 } };
    const made = await call<AccessCodesMadeShape>(`${system.url}/v1/admin/sales/${sale.id}/access-codes`, asked);
    const page = await newPage();
    await open(page, sale);
    await page.getByLabel('Access code').fill('not-a-code');
    await take(page);
    await page.getByText('This access code doesn’t work here.').waitFor();
    await page.getByLabel('Access code').fill(made.body.codes[0] ?? '');
    await take(page);
    await entry(page, 1);
  });

  it('takes a code sent by e-mail', async () => {
    const sale = await room({ entry: 'email' });
    const page = await newPage();
    await open(page, sale);
    await page.getByLabel('Your e-mail address').fill('ada@example.org');
    await page.getByRole('button', { name: 'Send me a code' }).click();
    const mail = await until('the mail', async () => {
      const files = await readdir(path.join(folder, 'mail')).catch(() => []);
      const texts = await Promise.all(files.map((file) => readFile(path.join(folder, 'mail', file), 'utf8')));
      return texts.find((text) => text.includes('ada@example.org'));
    });
    await page.getByLabel('Code from the e-mail').fill(/(\d{4}) (\d{4})/.exec(mail)?.slice(1).join('') ?? '');
    await page.getByRole('button', { name: 'Confirm' }).click();
    await take(page);
    await entry(page, 1);
  });

  it('takes a checked card, and says so when the bank does not accept it', async () => {
    const sale = await room({ entry: 'card' });
    const page = await newPage();
    await open(page, sale);
    await page.getByRole('button', { name: 'Check my card' }).click();
    await page.getByText('Is declined', { exact: true }).click();
    await page.getByRole('button', { name: 'Check this card' }).click();
    await page.getByText('Your card has not been checked yet').waitFor();
    await page.getByRole('button', { name: 'Check my card' }).click();
    await page.getByRole('button', { name: 'Check this card' }).click();
    await page.waitForFunction(`localStorage.getItem('ropeline.identity.${sale.slug}') !== null`);
    await take(page);
    await entry(page, 1);
  });

  it('takes a friend along on one number', async () => {
    const sale = await room({});
    const [one, other] = [await newPage(), await newPage()];
    await open(one, sale);
    await take(one);
    await entry(one, 1);
    const asked = one.waitForResponse((response) => response.url().endsWith('/v1/place/group'));
    await one.getByRole('button', { name: 'Go with friends' }).click();
    const { groupCode } = (await (await asked).json()) as GroupShape;
    await other.goto(`${system.url}/s/${sale.slug}/line#group=${groupCode}`);
    await other.getByRole('button', { name: 'Join the group' }).click();
    await entry(other, 1);
  });

  it('moves to another browser, and ends in the first', async () => {
    const sale = await room({});
    const [one, other] = [await newPage(), await newPage()];
    await open(one, sale);
    await take(one);
    await entry(one, 1);
    const asked = one.waitForResponse((response) => response.url().endsWith('/v1/place/handoff'));
    await one.getByRole('button', { name: 'Continue on another device' }).click();
    const { url } = (await (await asked).json()) as HandoffShape;
    await other.goto(url);
    await other.getByRole('button', { name: 'Continue here' }).click();
    await entry(other, 1);
    await one.getByText('Entry no. 1').first().waitFor({ state: 'detached' });
  });

  it('takes a place without JavaScript', async () => {
    const sale = await room({});
    const page = await newPage({ javaScriptEnabled: false });
    await open(page, sale);
    await page.getByRole('button', { name: 'Take my place' }).click();
    await page.getByText('Entry no. 1').first().waitFor();
  });
});
