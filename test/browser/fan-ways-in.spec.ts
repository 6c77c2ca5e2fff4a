import { expect, it, jest } from '@jest/globals';
import type { Page } from 'playwright-core';
import type { AccessCodesMadeShape } from '../../src/contract/line/entry-shapes.js';
import type { SaleShape } from '../../src/contract/sale/sale-shapes.js';
import { expectNoFindings } from '../support/axe.js';
import { describeInBrowser } from '../support/browser.js';
import { publishedSale } from '../support/sale.js';
import { LARGE_PHONE, setStage } from '../support/stage.js';
import { adminHeaders, call, until } from '../support/system.js';

jest.setTimeout(120_000);

const lanes = [
  { key: 'general', label: 'General', weight: 1, access: 'open' },
  { key: 'club', label: 'Fan club', weight: 1, access: 'code' },
];
/** What a page puts on the clipboard, read without asking for the permission to. */
const watchClipboard = `
  window.copied = [];
  Object.defineProperty(navigator, 'clipboard', { value: { writeText: async (text) => void window.copied.push(text) } });`;

describeInBrowser('the ways into a line', () => {
  const stage = setStage({ readsMails: true, page: { viewport: LARGE_PHONE } });
  const prequeue = { opensAt: new Date(Date.now() + 3_600_000).toISOString() };
  const open = async (page: Page, { slug }: SaleShape): Promise<void> => {
    await page.goto(`${stage.url}/s/${slug}`);
    await page.getByRole('heading', { name: 'Spec Night' }).waitFor();
  };
  const inLine = (page: Page): Promise<void> => page.getByRole('heading', { name: 'Keep this page open' }).waitFor();
  const numberOf = async (page: Page): Promise<string> =>
    /\d+/.exec(
      (await page
        .getByText(/Entry no\. \d/)
        .first()
        .textContent()) ?? '',
    )?.[0] ?? '';

  it('by an access code, typed as it is written on paper, by the keyboard alone', async () => {
    const sale = await publishedSale(stage.url, { ...prequeue, lanes });
    const body = { lane: 'club', codes: ['FAN-CLUB-2027'] };
    const made = `${stage.url}/v1/admin/sales/${sale.id}/access-codes`;
    expect((await call<AccessCodesMadeShape>(made, { headers: adminHeaders, body })).status).toBe(201);
    const page = await stage.newPage();
    await open(page, sale);
    await page.getByLabel('Fan club').focus();
    await page.keyboard.press('Space');
    const field = page.getByLabel('Access code');
    await field.focus();
    await page.keyboard.type('wrong club 27');
    expect(await field.inputValue()).toBe('wrong club 27');
    await page.keyboard.press('Enter');
    await page.locator('.note-title', { hasText: /access code/i }).waitFor();
    await expectNoFindings(page);
    await field.focus();
    await page.keyboard.press('Control+a');
    await page.keyboard.type('fan club 2027');
    await page.keyboard.press('Enter');
    await inLine(page);
    const other = await stage.newPage();
    await open(other, sale);
    await other.getByLabel('Fan club').focus();
    await other.keyboard.press('Space');
    await other.getByLabel('Access code').focus();
    await other.keyboard.type('FAN-CLUB-2027');
    await other.keyboard.press('Enter');
    await other.locator('.note-title', { hasText: /access code/i }).waitFor();
  });

  it('by an e-mail address, one place from two devices, the focus always where it is typed', async () => {
    const sale = await publishedSale(stage.url, { ...prequeue, entry: 'email' });
    const enter = async (spelling: string, look: (page: Page) => Promise<void>): Promise<Page> => {
      const page = await stage.newPage();
      await open(page, sale);
      const before = (await stage.mails.codesTo(spelling)).length;
      await page.getByLabel('Your e-mail address').focus();
      await page.keyboard.type(spelling);
      await page.keyboard.press('Enter');
      const field = page.getByLabel('Code from the e-mail');
      await field.waitFor();
      // read by a screen reader with the field, which has the focus
      const hint = page.locator(`#${(await field.getAttribute('aria-describedby')) ?? 'none'}`);
      expect(await hint.textContent()).toContain('The code is on its way');
      await page.keyboard.type('0000 0000');
      expect(await field.inputValue()).toBe('0000 0000');
      await page.keyboard.press('Enter');
      await page.locator('.note-title', { hasText: 'This code is incorrect or has expired.' }).waitFor();
      await look(page);
      const code = await until('the code', async () => (await stage.mails.codesTo(spelling))[before]);
      await field.focus();
      await page.keyboard.press('Control+a');
      await page.keyboard.type(`${code.slice(0, 4)} ${code.slice(4)}`);
      await page.keyboard.press('Enter');
      await field.waitFor({ state: 'detached' });
      await page.locator('button:focus', { hasText: 'Take my place' }).waitFor();
      await page.keyboard.press('Enter');
      await inLine(page);
      return page;
    };
    const first = await numberOf(await enter('ada@example.org', expectNoFindings));
    expect(first).not.toBe('');
    expect(await numberOf(await enter('Ada@example.org', async () => undefined))).toBe(first);
  });

  it('by a proof of work, whose progress is shown and said', async () => {
    const sale = await publishedSale(stage.url, { ...prequeue, challenge: 'on' });
    const page = await stage.newPage();
    await open(page, sale);
    await page.evaluate(`
      window.shares = [];
      new MutationObserver(() => {
        const bar = document.querySelector('progress');
        if (bar) window.shares.push(bar.value);
      }).observe(document.body, { subtree: true, childList: true, attributes: true });`);
    await page.getByRole('button', { name: 'Take my place' }).press('Enter');
    await inLine(page);
    const shares = await page.evaluate<number[]>('window.shares');
    expect(shares.length).toBeGreaterThan(1);
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
  });

  it('moves to another browser by a link that works once, and says so where it was', async () => {
    const sale = await publishedSale(stage.url, prequeue);
    const old = await stage.newPage();
    await old.addInitScript(watchClipboard);
    await open(old, sale);
    await old.getByRole('button', { name: 'Take my place' }).press('Enter');
    await inLine(old);
    const number = await numberOf(old);
    await old.getByRole('button', { name: 'Continue on another device' }).press('Enter');
    await old.locator('svg.move-code').waitFor();
    await old.getByRole('button', { name: 'Copy' }).press('Enter');
    const link = await until('the link', async () => (await old.evaluate<string[]>('window.copied'))[0]);
    const taker = await stage.newPage();
    await taker.goto(link);
    await taker.getByRole('button', { name: 'Continue here' }).press('Enter');
    await inLine(taker);
    expect(await numberOf(taker)).toBe(number);
    await old.getByRole('heading', { name: 'Your place is on another device' }).waitFor();
    await old.goto(link); // changes only the fragment of a page that is open already
    await old.getByRole('button', { name: 'Continue here' }).press('Enter');
    await old.locator('.note-title', { hasText: 'This code has been used or has expired.' }).waitFor();
    expect(await old.getByRole('heading', { name: 'Keep this page open' }).count()).toBe(0);
  });
});
