import { beforeEach, expect, it, jest } from '@jest/globals';
import type { Page } from 'playwright-core';
import { describeInBrowser } from '../support/browser.js';
import { saleBody } from '../support/sale.js';
import { DESKTOP, setStage } from '../support/stage.js';
import { adminHeaders, call } from '../support/system.js';

jest.setTimeout(120_000);

interface Saved {
  version: string;
  input: { name: string; show: { venue: string } };
}

describeInBrowser('a draft that two people edit', () => {
  const stage = setStage({ page: { viewport: DESKTOP } });
  let page: Page;
  let draft: string;

  beforeEach(async () => {
    const url = `${stage.url}/v1/admin/sales`;
    const { status, body } = await call<{ id: string }>(url, { headers: adminHeaders, body: saleBody() });
    expect(status).toBe(201);
    draft = `${url}/${body.id}`;
    page = await stage.newPage();
    await stage.signIn();
    await page.goto(`${stage.url}/admin/sales/${body.id}/edit`);
    await page.getByRole('heading', { name: 'Edit the draft' }).waitFor();
  });

  const saved = async (): Promise<Saved> => (await call<Saved>(`${draft}/input`, { headers: adminHeaders })).body;
  async function savedElsewhere(name: string): Promise<void> {
    const { version, input } = await saved();
    const { status } = await call(draft, { method: 'PUT', headers: adminHeaders, body: { ...input, name, version } });
    expect(status).toBe(200);
  }
  async function typeVenue(keys: string): Promise<void> {
    await page.getByLabel('Venue', { exact: true }).click();
    await page.keyboard.press('End');
    await page.keyboard.type(keys);
  }
  const said = (words: string) => page.locator('.save-bar').getByText(words);
  const alert = () => page.getByRole('alert').getByText('saved elsewhere meanwhile');
  const button = (name: string) => page.getByRole('button', { name, exact: true });

  it('goes on after its own save whose answer was lost', async () => {
    await page.route(
      `**${new URL(draft).pathname}`,
      async (route) => {
        if (route.request().method() !== 'PUT') return await route.fallback();
        await route.fetch();
        await route.abort();
      },
      { times: 1 },
    );
    await typeVenue(' One');
    await said('Not saved').waitFor();
    expect((await saved()).input.show.venue).toMatch(/ One$/);
    await typeVenue(' Two');
    await said('Saved at').waitFor();
    expect((await saved()).input.show.venue).toMatch(/ One Two$/);
    expect(await alert().count()).toBe(0);
  });

  it('is replaced by nobody unread, however long one types on or after the page is opened again', async () => {
    await savedElsewhere('Theirs');
    await typeVenue(' Mine');
    await alert().waitFor();
    await page.evaluate(`document.querySelector('.save-bar [role=alert]').dataset.seen = 'yes'`);
    await typeVenue(' too');
    await page.waitForTimeout(5_000);
    expect(await page.locator('.save-bar [role=alert][data-seen=yes]').count()).toBe(1);
    expect((await saved()).input.name).toBe('Theirs');
    await page.reload();
    await page.getByText('you typed here before').waitFor();
    await alert().waitFor();
    await typeVenue('!');
    await page.waitForTimeout(5_000);
    expect((await saved()).input.name).toBe('Theirs');
    await button('Save mine over it').click();
    await page.waitForURL(/\/admin\/sales\/[^/]+$/);
    const { input } = await saved();
    expect(input.name).not.toBe('Theirs');
    expect(input.show.venue).toMatch(/ Mine too!$/);
  });

  it('goes back to what is saved now, not to what was saved when the page was opened', async () => {
    await typeVenue(' Mine');
    await page.reload();
    await page.getByText('you typed here before').waitFor();
    await savedElsewhere('Theirs');
    await button('Go back to what is saved').click();
    await page.getByText('you typed here before').waitFor({ state: 'detached' });
    expect(await page.getByLabel('Name of the sale').inputValue()).toBe('Theirs');
    await typeVenue(' again');
    await said('Saved at').waitFor();
    expect((await saved()).input).toMatchObject({ name: 'Theirs', show: { venue: expect.stringMatching(/ again$/) } });
  });

  it('once published is changed by two tabs at once: one is told, and neither loses anything', async () => {
    expect((await call(`${draft}/publish`, { method: 'POST', headers: adminHeaders })).status).toBe(200);
    const edit = page.url();
    const other = await stage.context.newPage();
    for (const each of [page, other]) {
      await each.goto(edit);
      await each.getByRole('heading', { name: 'What may still change' }).waitFor();
    }
    const type = async (where: Page, label: string, keys: string): Promise<void> => {
      await where.getByLabel(label, { exact: true }).click();
      await where.keyboard.press('End');
      await where.keyboard.type(keys);
    };
    const change = (where: Page) => where.getByRole('button', { name: 'Change it now' });
    await type(page, 'Venue', ' one');
    await type(other, 'Venue', ' two');
    await type(other, 'Show', ' other');
    await change(other).click();
    await other.getByText('Changed.').waitFor();
    await type(page, 'Name of the sale', ' mine');
    await change(page).click();
    const told = page.getByRole('alert').filter({ hasText: 'Somebody changed this meanwhile' });
    await told.waitFor();
    expect(await told.textContent()).toMatch(/Both of you changed Venue \(theirs: “.* two”\)/);
    expect(await page.getByLabel('Show', { exact: true }).inputValue()).toMatch(/ other$/);
    expect(await page.getByLabel('Venue', { exact: true }).inputValue()).toMatch(/ one$/);
    expect((await call<Saved['input']>(draft, { headers: adminHeaders })).body.name).not.toMatch(/ mine$/);
    await change(page).click();
    await page.getByText('Changed.').waitFor();
    const { body } = await call<{ name: string; show: { name: string; venue: string } }>(draft, {
      headers: adminHeaders,
    });
    expect([body.name, body.show.name, body.show.venue]).toEqual([
      expect.stringMatching(/ mine$/),
      expect.stringMatching(/ other$/),
      expect.stringMatching(/ one$/),
    ]);
  });
});
