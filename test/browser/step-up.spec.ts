import { expect, it, jest } from '@jest/globals';
import type { Page } from 'playwright-core';
import type { SaleShape } from '../../src/contract/sale/sale-shapes.js';
import { Keys } from '../../src/platform/redis/keys.js';
import { RedisService } from '../../src/platform/redis/redis.service.js';
import { expectNoFindings } from '../support/axe.js';
import { describeInBrowser } from '../support/browser.js';
import { admitted, joinLine, publishedSale } from '../support/sale.js';
import { LARGE_PHONE, setStage } from '../support/stage.js';
import { adminHeaders, call, until } from '../support/system.js';

jest.setTimeout(120_000);

/** As many places of one network as a small sale lets in unasked. */
const UNASKED = 59;
/** Exceeds the time in which a place is sent one code, whatever the address. */
const AGED_MS = 30_000;

describeInBrowser('the step-up at the turn', () => {
  const stage = setStage({ readsMails: true, page: { viewport: LARGE_PHONE } });

  /** A sale that the reader's own network has crowded. */
  async function crowdedSale(): Promise<SaleShape> {
    const policy = { cap: 200, perMinute: 6000, stepUp: 'on' };
    const sale = await publishedSale(stage.url, { challenge: 'observe', policy });
    for (let taken = 0; taken < UNASKED; taken += 1) await joinLine(stage.url, sale.slug);
    return sale;
  }

  /** Lets the time between two mails of a place pass at once. */
  async function ageMails({ id }: SaleShape): Promise<void> {
    const redis = stage.system.nodes[0]?.app.get(RedisService).core;
    const marks = Object.entries((await redis?.hgetall(Keys.generations(id))) ?? {});
    const asked = marks.filter(([field]) => field.endsWith(':asked'));
    expect(asked).toHaveLength(1);
    for (const [field, at] of asked) await redis?.hset(Keys.generations(id), field, Math.max(1, Number(at) - AGED_MS));
  }

  /** A colour that is still on its way to the other scheme is no finding. */
  async function expectNoFindingsInBoth(page: Page): Promise<void> {
    for (const colorScheme of ['dark', 'light'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.evaluate(
        'Promise.allSettled(document.getAnimations().map((animation) => animation.finished)).then(() => null)',
      );
      await expectNoFindings(page);
    }
  }

  const codeFor = async (address: string): Promise<string> =>
    await until('the code', async () => (await stage.mails.codesTo(address))[0]);

  it('is answered by the keyboard alone, announced, and without a finding of axe', async () => {
    const sale = await crowdedSale();
    const page = await stage.newPage();
    await page.goto(`${stage.url}/s/${sale.slug}`);
    await page.getByRole('button', { name: 'Take my place' }).press('Enter');
    await page.getByRole('button', { name: 'Go in' }).press('Enter', { timeout: 60_000 });
    await page.getByRole('heading', { name: 'Your turn has come: please confirm your e-mail' }).waitFor();
    await page
      .locator('[aria-live=assertive]', { hasText: 'Please confirm your e-mail address' })
      .waitFor({ state: 'attached' });
    await page.getByText(/Your place is kept until \d/).waitFor();
    await page.keyboard.type('ada lovelace');
    await page.keyboard.press('Enter');
    expect(await page.locator('input:invalid').count()).toBe(1);
    await page.keyboard.press('Control+a');
    await page.keyboard.type('ada@example.org');
    await expectNoFindingsInBoth(page);
    await page.keyboard.press('Enter');
    const field = page.getByLabel('Code from the e-mail');
    await field.waitFor();
    await page.keyboard.type('0000 0000');
    expect(await field.inputValue()).toBe('0000 0000');
    await page.keyboard.press('Enter');
    await page.getByText('This code is incorrect or has expired.', { exact: true }).waitFor(); // not the announced text
    const code = await codeFor('ada@example.org');
    await page.reload();
    // what was asked is asked again, and the code that came stays good
    await page.getByLabel('Your e-mail address').waitFor();
    await page.keyboard.type('ada@example.org');
    await page.keyboard.press('Enter');
    await field.waitFor();
    await page.keyboard.type(code);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Standing' }).waitFor({ timeout: 60_000 });
  });

  it('tries the press again that was refused, and says of no address that it was mailed before that', async () => {
    const sale = await crowdedSale();
    const page = await stage.newPage();
    await page.clock.install();
    const pass = async (): Promise<void> => {
      await ageMails(sale);
      await page.clock.fastForward(AGED_MS);
    };
    await page.goto(`${stage.url}/s/${sale.slug}`);
    await page.getByRole('button', { name: 'Take my place' }).press('Enter');
    await page.getByRole('button', { name: 'Go in' }).press('Enter', { timeout: 60_000 });
    const address = page.getByLabel('Your e-mail address');
    await address.waitFor();
    await page.keyboard.type('mary@exampel.org');
    await page.keyboard.press('Enter');
    const hint = page.locator('#step-up-hint');
    await hint.waitFor();
    const tooSoon = page.locator('.note-title', { hasText: 'Too many requests in a short time.' });
    await page.getByRole('button', { name: 'Use another address' }).press('Enter');
    await address.waitFor();
    await page.keyboard.press('Control+a');
    await page.keyboard.type('mary@example.org');
    await page.keyboard.press('Enter');
    await tooSoon.waitFor();
    expect(await hint.count()).toBe(0);
    await pass();
    await hint.waitFor();
    expect(await hint.textContent()).toMatch(/^mary@example\.org/);
    await codeFor('mary@example.org');
    await page.getByRole('button', { name: 'Send the code again' }).press('Enter');
    await tooSoon.waitFor();
    await pass();
    await tooSoon.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Confirm' }).locator('visible=true').waitFor();
    expect(await page.locator('.step-up .note').count()).toBe(0);
  });

  it('is announced to those in line once everyone is asked, and then says nothing of their network', async () => {
    const sale = await publishedSale(stage.url, { challenge: 'observe', policy: { cap: 1, perMinute: 6000 } });
    await admitted(stage.url, sale.slug);
    const policy = async (body: object): Promise<void> => {
      const change = { method: 'PUT', headers: adminHeaders, body };
      expect((await call(`${stage.url}/v1/admin/sales/${sale.id}/policy`, change)).status).toBe(200);
    };
    const page = await stage.newPage();
    await page.goto(`${stage.url}/s/${sale.slug}`);
    await page.getByRole('button', { name: 'Take my place' }).press('Enter');
    await page.getByRole('heading', { name: 'Keep this page open' }).waitFor();
    expect(await page.getByText('Everyone confirms an e-mail address').count()).toBe(0);
    await policy({ stepUp: 'everyone' });
    await page.getByRole('heading', { name: 'Everyone confirms an e-mail address' }).waitFor();
    await expectNoFindingsInBoth(page);
    await policy({ cap: 100 });
    await page.getByRole('button', { name: 'Go in' }).press('Enter', { timeout: 60_000 });
    await page.getByText('everyone in this sale confirms an e-mail address').waitFor();
    expect(await page.getByText('Many places came from the network').count()).toBe(0);
    expect(await page.getByRole('heading', { name: 'Everyone confirms an e-mail address' }).count()).toBe(0);
    await page.keyboard.type('edith@example.org');
    await page.keyboard.press('Enter');
    await page.getByLabel('Code from the e-mail').waitFor();
    await page.keyboard.type(await codeFor('edith@example.org'));
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Standing' }).waitFor({ timeout: 60_000 });
  });

  it('is answered on the page without JavaScript', async () => {
    const sale = await crowdedSale();
    const page = await stage.newPage({ javaScriptEnabled: false });
    await page.goto(`${stage.url}/s/${sale.slug}?plain`);
    await page.getByRole('button', { name: 'Take my place' }).click();
    const goIn = page.getByRole('button', { name: 'Go in' });
    await until('the turn', async () => {
      await page.reload(); // a page without JavaScript does so by itself, every few seconds
      return (await goIn.count()) > 0;
    });
    await goIn.click();
    await page.getByRole('heading', { name: 'Your turn has come: please confirm your e-mail' }).waitFor();
    const field = page.getByLabel('E-mail', { exact: true });
    await field.click();
    await page.keyboard.type('grace@exampel.org');
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: 'Use another address' }).click();
    await field.click();
    await page.keyboard.type('grace@example.org');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').filter({ hasText: 'Wait a few seconds' }).waitFor();
    expect(await page.getByText('The code is on its way').count()).toBe(0);
    await ageMails(sale);
    await field.click();
    await page.keyboard.type('grace@example.org');
    await page.keyboard.press('Enter');
    await page.getByLabel('Code from the e-mail').click();
    await page.keyboard.type('0000 0000');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').waitFor();
    await page.getByLabel('Code from the e-mail').click();
    await page.keyboard.type(await codeFor('grace@example.org'));
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/shop\?plain/, { timeout: 60_000 });
  });
});
