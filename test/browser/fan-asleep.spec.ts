import { expect, it, jest } from '@jest/globals';
import type { BrowserContext } from 'playwright-core';
import type { Snapshot } from '../../src/contract/line/line-shapes.js';
import { describeInBrowser } from '../support/browser.js';
import { takePlace } from '../support/fan-steps.js';
import { admitted, publishedSale } from '../support/sale.js';
import { setStage } from '../support/stage.js';
import { call, until } from '../support/system.js';

jest.setTimeout(240_000);

const SLEEPERS = 5;

describeInBrowser('fans whose phones slept through the draw and their turn', () => {
  const stage = setStage({ readsMails: true });

  it('are mailed that the line has come to them, and all get in by the page that they open then', async () => {
    const sale = await publishedSale(stage.url, {
      opensAt: new Date(Date.now() + 45_000).toISOString(),
      ticketTypes: [{ name: 'Standing', admission: 'general', price: 4500, capacity: 50, maxPerFan: 4 }],
    });
    const address = (n: number) => `sleeper${n}@example.org`;
    const asleep: BrowserContext[] = [];
    for (let n = 0; n < SLEEPERS; n += 1) {
      const page = await stage.newPage();
      await takePlace(page, `${stage.url}/s/${sale.slug}`);
      await page.getByRole('button', { name: 'E-mail me as well' }).press('Enter');
      await page.getByLabel('Your e-mail address').pressSequentially(address(n));
      await page.keyboard.press('Enter');
      await page.getByText('We’ll e-mail you when your turn is near').waitFor();
      asleep.push(stage.context);
      await page.close(); // a tab that the phone has thrown away
    }
    const servingOf = async (): Promise<number> => {
      const { body } = await call<Snapshot>(`${stage.url}/v1/sales/${sale.slug}/queue`);
      return body.state === 'on_sale' ? (body.lanes['general']?.serving ?? 0) : -1;
    };
    await until('the opening', async () => ((await servingOf()) >= 0 ? true : null), 90_000);
    await admitted(stage.url, sale.slug); // the line goes on to whoever is there
    await until('the line to pass them', async () => ((await servingOf()) > SLEEPERS ? true : null), 60_000);
    const gotIn = await Promise.all(
      asleep.map(async (context, n) => {
        await until(
          `a mail to ${address(n)}`,
          async () => ((await stage.mails.to(address(n))).length > 0 ? true : null),
          60_000,
        );
        const page = await context.newPage();
        await page.goto(`${stage.url}/s/${sale.slug}/line`);
        await page.getByRole('button', { name: /^(Go in|I’m here)$/ }).press('Enter', { timeout: 60_000 });
        return await page
          .getByRole('button', { name: 'More Standing' })
          .waitFor({ timeout: 60_000 })
          .then(
            () => true,
            () => false,
          );
      }),
    );
    expect(gotIn).toEqual(asleep.map(() => true));
  });
});
