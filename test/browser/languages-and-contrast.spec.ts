import { expect, it, jest } from '@jest/globals';
import type { Page } from 'playwright-core';
import type { FanLanguage } from '../../src/contract/languages.js';
import type { SaleShape } from '../../src/contract/sale/sale-shapes.js';
import { wordsIn } from '../../src/words/all.js';
import { findingsOf } from '../support/axe.js';
import { describeInBrowser, untilTrue } from '../support/browser.js';
import { publishedSale } from '../support/sale.js';
import { setStage } from '../support/stage.js';
import { until } from '../support/system.js';

jest.setTimeout(120_000);

const rows = Array.from({ length: 4 }, (_, index) => ({ label: String(index + 1), seats: 12 }));
const seated = {
  seatMap: { sections: [{ key: 'A', label: 'Parkett', rows }] },
  ticketTypes: [{ name: 'Parkett', admission: 'reserved', price: 6500, sections: ['A'], maxPerFan: 6 }],
};

/** The focused element's ring, and whether anything but a ground marks it as a control. */
const focusedLook = `(() => {
  const style = getComputedStyle(document.activeElement);
  const sides = ['Top', 'Right', 'Bottom', 'Left'].map((side) => parseFloat(style['border' + side + 'Width']));
  return {
    name: document.activeElement.tagName + '.' + document.activeElement.className,
    ring: style.outlineStyle === 'none' ? 0 : parseFloat(style.outlineWidth),
    marked: Math.min(...sides) > 0 || style.textDecorationLine !== 'none' || document.activeElement.tagName !== 'BUTTON',
  };
})()`;

/** Shares of the map's pixels that are nearly black, nearly white and neither. */
const sharesOfMap = `(() => {
  const canvas = document.querySelector('canvas.map');
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  const count = { dark: 0, light: 0, other: 0 };
  for (let at = 0; at < data.length; at += 4) {
    const sum = data[at] + data[at + 1] + data[at + 2];
    count[sum < 60 ? 'dark' : sum > 700 ? 'light' : 'other'] += 4 / data.length;
  }
  return count;
})()`;

describeInBrowser('the fan’s pages, for readers of other languages and of other colours', () => {
  const stage = setStage({ page: { reducedMotion: 'reduce' }, waitMs: 15_000 });
  async function goIn(page: Page, sale: SaleShape, language: FanLanguage): Promise<void> {
    await page.goto(`${stage.url}/s/${sale.slug}`);
    await page.getByRole('button', { name: wordsIn(language).sale.take }).click();
    await page.getByRole('button', { name: wordsIn(language).line.turnButton }).click({ timeout: 60_000 });
    await page.locator('canvas.map').waitFor();
  }

  it.each(['de', 'ja', 'ar'] as const)('speak %s alone where one is opened directly', async (language) => {
    const sale = await publishedSale(stage.url, seated);
    const page = await stage.newPage({ locale: language });
    const { inside } = wordsIn(language);
    const first: Record<string, string> = {
      '/verify': inside.verify.title,
      [`/s/${sale.slug}/shop`]: inside.shop.noPlace.title,
      '/orders/ord_00000000000000000000000001': inside.order.noRightTitle,
    };
    for (const [path, heading] of Object.entries(first)) {
      await page.goto(stage.url + path);
      await page.getByRole('heading', { name: heading }).waitFor();
    }
  });

  it('change the language of a page with its own texts as a whole', async () => {
    const page = await stage.newPage({ locale: 'de' });
    await page.goto(`${stage.url}/verify`);
    await page.getByRole('heading', { name: wordsIn('de').inside.verify.title }).waitFor();
    await page.locator('.foot select').selectOption('ar');
    await page.getByRole('heading', { name: wordsIn('ar').inside.verify.title }).waitFor();
    expect(await page.evaluate('document.documentElement.dir')).toBe('rtl');
  });

  it('name a seat in the reader’s language', async () => {
    const sale = await publishedSale(stage.url, seated);
    const page = await stage.newPage({ locale: 'de' });
    const { inside } = wordsIn('de');
    await goIn(page, sale, 'de');
    await page.getByRole('button', { name: inside.shop.more('Parkett') }).click();
    await page.getByRole('button', { name: inside.shop.hold }).click();
    await page.getByText(/^Parkett, Reihe \d+, Platz \d+$/).waitFor();
  });

  it.each(['light', 'dark'] as const)('keep map, controls and focus visible in forced colours: %s', async (scheme) => {
    const sale = await publishedSale(stage.url, seated);
    const page = await stage.newPage();
    await page.emulateMedia({ forcedColors: 'active', colorScheme: scheme });
    await goIn(page, sale, 'en');
    // more than seats that are all of one colour with the ground: ground and seats both cover a good part
    await until('a map of two colours', async () => {
      const { dark, light } = await page.evaluate<{ dark: number; light: number }>(sharesOfMap);
      return dark > 0.08 && light > 0.08;
    });
    const seen: string[] = [];
    for (let step = 0; step < 20 && seen.at(-1) !== 'BODY.'; step += 1) {
      await page.keyboard.press('Tab');
      const { name, ring, marked } = await page.evaluate<{ name: string; ring: number; marked: boolean }>(focusedLook);
      seen.push(name);
      if (name !== 'BODY.') expect({ name, visible: ring >= 2, marked }).toEqual({ name, visible: true, marked: true });
    }
    expect(seen).toContain('CANVAS.map');
    expect(
      await page.evaluate(
        `getComputedStyle(document.querySelector('.picker-views [aria-pressed="true"]')).borderTopWidth`,
      ),
    ).toBe('4px');
  });

  it('draw hairlines and secondary text stronger for readers who want more contrast', async () => {
    const page = await stage.newPage();
    await page.emulateMedia({ contrast: 'more' });
    await page.goto(`${stage.url}/verify`);
    await untilTrue(
      page,
      'stronger lines',
      `getComputedStyle(document.body).getPropertyValue('--line').trim() !== '#e4dbd2'`,
    );
    expect(await findingsOf(page, 'color-contrast-enhanced')).toEqual([]);
  });
});
