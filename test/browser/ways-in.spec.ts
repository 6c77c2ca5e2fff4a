import { afterAll, beforeAll, beforeEach, expect, it, jest } from '@jest/globals';
import { generate } from 'otplib';
import type { Page } from 'playwright-core';
import { expectNoFindings } from '../support/axe.js';
import { OWNER } from '../support/app.js';
import { describeInBrowser } from '../support/browser.js';
import { OidcProvider } from '../support/oidc-provider.js';
import { LARGE_PHONE, setStage } from '../support/stage.js';

jest.setTimeout(180_000);

const ROBIN = { email: 'robin@spec.example', password: 'robin has a password' };

describeInBrowser('the ways into the panel', () => {
  const provider = new OidcProvider();
  // started before the node, which is told its address
  beforeAll(async () => await provider.start());
  const stage = setStage({
    isOnHostName: true,
    page: { viewport: LARGE_PHONE },
    waitMs: 15_000,
    env: () => ({
      ROPELINE_OIDC_ISSUER: provider.url,
      ROPELINE_OIDC_CLIENT_ID: 'ropeline-spec',
      ROPELINE_OIDC_CLIENT_SECRET: 'a secret of the client',
      ROPELINE_OIDC_NAME: 'Spec Login',
    }),
  });
  afterAll(async () => await provider.stop());
  let page: Page;
  beforeEach(async () => {
    page = await stage.newPage();
  });

  const keys = async (text: string): Promise<void> => await page.keyboard.type(text);
  const press = async (key: string): Promise<void> => await page.keyboard.press(key);
  const heading = async (name: string): Promise<void> =>
    await page.getByRole('heading', { name, exact: true }).waitFor();
  /** The words of what has the focus; of a field, its label. */
  const focused = async (): Promise<string> =>
    await page.evaluate('(document.activeElement.labels?.[0] ?? document.activeElement).textContent');
  async function expectFitting(): Promise<void> {
    await expectNoFindings(page);
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0);
  }
  /** The focus is in the first field; the rest is done by keys. */
  async function signIn({ email, password }: typeof OWNER): Promise<void> {
    await heading('Sign in');
    await page.waitForSelector('input[name=email]:focus');
    await keys(email);
    await press('Tab');
    await keys(password);
    await press('Enter');
  }
  async function tabTo(name: string): Promise<void> {
    for (let n = 0; n < 60; n += 1) {
      await press('Tab');
      if ((await focused()).replace(/\s*\*$/, '').trim() === name) return;
    }
    throw new Error(`${name} is not reached by the Tab key`);
  }
  async function choose(name: string): Promise<void> {
    await tabTo(name);
    await press('Enter');
  }
  async function invited(email: string): Promise<string> {
    await page.goto(`${stage.url}/admin/team`);
    await signIn(OWNER);
    await page.getByLabel('E-mail of somebody new').click();
    await keys(email);
    await press('Enter');
    const link = await page.locator('code.secret').textContent();
    await stage.context.clearCookies();
    return link ?? '';
  }

  it('lead somebody invited into the team, by keys alone, and say so', async () => {
    const link = await invited(ROBIN.email);
    await page.goto('about:blank');
    await page.goto(link);
    await heading('Join the team');
    await expectFitting();
    await page.waitForSelector('input[name=name]:focus');
    await keys('Robin');
    await press('Tab');
    await keys('short');
    await press('Enter');
    expect(await page.locator('input[name=password]:invalid').count()).toBe(1);
    await press('Control+A');
    await keys(ROBIN.password);
    await press('Enter');
    await page.getByText('You are in the team').waitFor();
    expect(await page.locator('input[name=password]').inputValue()).toBe('');
    await expectFitting();
    await signIn(ROBIN);
    await page.getByRole('button', { name: 'Sign out' }).waitFor();

    await stage.context.clearCookies();
    await page.goto('about:blank');
    await page.goto(link); // used
    await heading('Join the team');
    await keys('Robin');
    await press('Tab');
    await keys(ROBIN.password);
    await press('Enter');
    await page.getByRole('alert').waitFor();
  });

  it('ask for a second factor, set up by keys, whose recovery codes stay until they are kept', async () => {
    const auth = await stage.context.request.post(`${stage.url}/v1/admin/sessions`, { data: OWNER });
    const headers = { 'x-csrf-token': ((await auth.json()) as { csrfToken: string }).csrfToken, origin: stage.url };
    const asked = await stage.context.request.put(`${stage.url}/v1/admin/team/settings`, {
      headers,
      data: { twoFactorRoles: ['viewer'] },
    });
    expect(asked.status()).toBe(200);
    await stage.context.clearCookies();

    await page.goto(`${stage.url}/admin`);
    await signIn(ROBIN);
    await page.getByText('Your team asks you for a second factor').waitFor();
    await expectFitting();
    await choose('Set it up');
    await page.getByText('1. Add Ropeline').waitFor();
    expect(await focused()).toContain('1. Add Ropeline');
    await expectFitting();
    const secret = ((await page.locator('code.secret').textContent()) ?? '').replaceAll(' ', '');
    await tabTo('2. Type the six digits that it shows now');
    await keys('000000');
    await press('Enter');
    await page.getByRole('alert').waitFor();
    await press('Control+A');
    const code = await generate({ secret });
    await keys(`${code.slice(0, 3)} ${code.slice(3)}`); // as apps show it
    await press('Enter');
    await heading('Keep your recovery codes now');
    expect(await focused()).toBe('Keep your recovery codes now');
    await expectFitting();
    const codes = await page.locator('.recovery li').allTextContents();
    expect(codes).toHaveLength(10);
    const [saved] = await Promise.all([page.waitForEvent('download'), choose('Save as a file')]);
    expect(saved.suggestedFilename()).toBe('ropeline-recovery-codes.txt');
    await choose('I have kept them');
    await heading('Sales'); // what was refused until now

    await page.goto(`${stage.url}/admin/account`);
    await heading('Second factor');
    await choose('New recovery codes');
    await tabTo('Your password');
    await keys(ROBIN.password);
    await tabTo('A code of the app, or a recovery code');
    await keys(codes[9] ?? '');
    await choose('Make new codes');
    await heading('Keep your recovery codes now');
    const newer = await page.locator('.recovery li').allTextContents();
    expect(newer).not.toContain(codes[0]);
    await choose('I have kept them');
    await page.getByText('You have new recovery codes. Those from before are void.').waitFor();
    expect(await page.getByText('from now on').count()).toBe(0);

    await stage.context.clearCookies();
    await page.goto(`${stage.url}/admin`);
    await signIn(ROBIN);
    await heading('Your code');
    await expectFitting();
    await page.waitForSelector('input[name=code]:focus');
    await keys(newer[0] ?? '');
    await press('Enter');
    await heading('Sales');
  });

  it('let an owner give a link for a new password, and a member change theirs', async () => {
    await page.goto(`${stage.url}/admin/team`);
    await signIn(OWNER);
    await choose('New password for Robin');
    await page.getByRole('dialog').getByRole('button', { name: 'Make a link' }).click();
    const link = (await page.locator('code.secret').textContent()) ?? '';
    await stage.context.clearCookies();
    await page.goto('about:blank');
    await page.goto(link);
    await heading('New password');
    await expectFitting();
    await page.waitForSelector('input[name=password]:focus');
    await keys('robin has another password');
    await press('Enter');
    await page.getByText('Your new password is set').waitFor();

    await page.goto(`${stage.url}/admin/account`);
    await signIn(OWNER);
    await page.getByLabel('Current password').click();
    await keys('not this one');
    await press('Tab');
    await press('Tab'); // past the eye
    await keys('the owner has a new password');
    await press('Enter');
    await page.getByRole('alert').getByText('not your current password').waitFor();
    await page.getByLabel('Current password').click();
    await press('Control+A');
    await keys(OWNER.password);
    await press('Enter');
    await page.getByText('Your password is changed').waitFor();
    await expectFitting();
  });

  it('go through the identity provider, and back with a reason for who is not invited', async () => {
    provider.claims = { email: 'stranger@spec.example', email_verified: true, name: 'Stranger', sub: 'stranger' };
    await page.goto(`${stage.url}/admin`);
    await heading('Sign in');
    await choose('Sign in with Spec Login');
    await page.getByRole('alert').getByText('Nobody has invited this address').waitFor();
    await expectFitting();
    provider.claims = { email: OWNER.email, email_verified: true, name: 'Olga', sub: 'olga' };
    await choose('Sign in with Spec Login');
    await page.getByRole('button', { name: 'Sign out' }).waitFor();
  });
});
