import { it, jest } from '@jest/globals';
import { expectNoFindings } from '../support/axe.js';
import { OWNER } from '../support/app.js';
import { describeInBrowser } from '../support/browser.js';
import { LARGE_PHONE, setStage } from '../support/stage.js';

jest.setTimeout(90_000);

describeInBrowser('a passkey', () => {
  const stage = setStage({ isOnHostName: true, page: { viewport: LARGE_PHONE } });

  it('is added under “Your account” and signs its member in with one button', async () => {
    const page = await stage.newPage();
    const devtools = await stage.context.newCDPSession(page);
    await devtools.send('WebAuthn.enable');
    await devtools.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        ...{ protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true },
        ...{ isUserVerified: true, automaticPresenceSimulation: true },
      },
    });
    await page.goto(`${stage.url}/admin`);
    await page.getByLabel('E-mail').click();
    await page.keyboard.type(OWNER.email);
    await page.keyboard.press('Tab');
    await page.keyboard.type(OWNER.password);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByRole('heading', { name: 'Sales' }).waitFor();

    await page.goto(`${stage.url}/admin/account`);
    await page.getByRole('button', { name: 'Add a passkey' }).click();
    await page.getByLabel('Its name').click();
    await page.keyboard.type('Spec phone');
    await page.getByLabel('Your password').click();
    await page.keyboard.type(OWNER.password);
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByText('never used').waitFor();

    await stage.context.clearCookies();
    await page.goto(`${stage.url}/admin`);
    const button = page.getByRole('button', { name: 'Sign in with a passkey' });
    await button.waitFor();
    await expectNoFindings(page);
    await button.click();
    await page.getByRole('heading', { name: 'Sales' }).waitFor();
    await page.goto(`${stage.url}/admin/account`);
    await page.getByText('last used', { exact: false }).first().waitFor();
  });
});
