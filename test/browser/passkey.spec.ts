import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser } from 'playwright-core';
import { startNode, type TestNode } from '../support/app.js';
import { describeInBrowser, launchBrowser } from '../support/browser.js';
import { freePort } from '../support/ports.js';
import { freshDatabase, sharedRedisUrl } from '../support/services.js';

jest.setTimeout(90_000);

const OWNER = { email: 'owner@spec.example', password: 'a long enough password' };

describeInBrowser('a passkey', () => {
  let node: TestNode;
  let browser: Browser;
  let url: string;

  beforeAll(async () => {
    const port = await freePort();
    url = `http://localhost:${port}`; // passkeys belong to host names, not to addresses
    const env = { PORT: String(port), PUBLIC_URL: url };
    [node, browser] = await Promise.all([
      startNode({ databaseUrl: await freshDatabase(), redisUrl: await sharedRedisUrl(), env }),
      launchBrowser(),
    ]);
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    await node.close();
  });

  it('is added under “Your account” and signs its member in with one button', async () => {
    const context = await browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'en-GB' });
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    const devtools = await context.newCDPSession(page);
    await devtools.send('WebAuthn.enable');
    await devtools.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        ...{ protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true },
        ...{ isUserVerified: true, automaticPresenceSimulation: true },
      },
    });
    await page.goto(`${url}/admin`);
    await page.getByLabel('E-mail').click();
    await page.keyboard.type(OWNER.email);
    await page.keyboard.press('Tab');
    await page.keyboard.type(OWNER.password);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByRole('heading', { name: 'Sales' }).waitFor();

    await page.goto(`${url}/admin/account`);
    await page.getByRole('button', { name: 'Add a passkey' }).click();
    await page.getByLabel('Its name').click();
    await page.keyboard.type('Spec phone');
    await page.getByLabel('Your password').click();
    await page.keyboard.type(OWNER.password);
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByText('never used').waitFor();

    await context.clearCookies();
    await page.goto(`${url}/admin`);
    const button = page.getByRole('button', { name: 'Sign in with a passkey' });
    await button.waitFor();
    const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
    expect(violations.map(({ id }) => id)).toEqual([]);
    await button.click();
    await page.getByRole('heading', { name: 'Sales' }).waitFor();
    await page.goto(`${url}/admin/account`);
    await page.getByText('last used', { exact: false }).first().waitFor();
    await context.close();
  });
});
