import { expect, it, jest } from '@jest/globals';
import type { BrowserContextOptions, CDPSession, Page } from 'playwright-core';
import { describeInBrowser } from '../support/browser.js';
import { goIn } from '../support/fan-steps.js';
import { publishedSale } from '../support/sale.js';
import { setStage } from '../support/stage.js';

jest.setTimeout(120_000);

const rows = Array.from({ length: 20 }, (_, index) => ({ label: String(index + 1), seats: 30 }));
const seated = {
  seatMap: { sections: [{ key: 'A', label: 'Stalls', rows }] },
  ticketTypes: [{ name: 'Seated', admission: 'reserved', price: 6500, sections: ['A'], maxPerFan: 6 }],
};
const GLIDE_MS = 700;
type Point = { x: number; y: number };

describeInBrowser('the seat map', () => {
  /** The map glides, as for most fans. */
  const stage = setStage({ waitMs: 15_000, page: { reducedMotion: 'no-preference' } });

  /** Opens the shop; returns the middle of its map, after which nothing scrolls. */
  async function openMap(options: BrowserContextOptions): Promise<{ page: Page; middle: Point }> {
    const page = await stage.newPage(options);
    const sale = await publishedSale(stage.url, seated);
    await goIn(page, `${stage.url}/s/${sale.slug}`);
    const map = page.locator('canvas.map');
    await map.scrollIntoViewIfNeeded();
    const box = await map.boundingBox();
    if (!box) throw new Error('the map is not shown');
    return { page, middle: { x: box.x + box.width / 2, y: box.y + box.height / 2 } };
  }
  const touch = async (phone: CDPSession, steps: readonly (readonly Point[])[]): Promise<void> => {
    for (const [index, touchPoints] of steps.entries()) {
      const type = index === 0 ? 'touchStart' : touchPoints.length === 0 ? 'touchEnd' : 'touchMove';
      await phone.send('Input.dispatchTouchEvent', { type, touchPoints: touchPoints.map((at, id) => ({ ...at, id })) });
    }
  };
  const chosen = (page: Page) => page.getByRole('list', { name: 'chosen' }).getByRole('listitem').count();

  it('follows fingers: two of them zoom, one moves the house, a tap goes nearer and takes a seat', async () => {
    const { page, middle } = await openMap({ viewport: { width: 390, height: 844 }, hasTouch: true });
    const phone = await stage.context.newCDPSession(page);
    const smaller = page.getByRole('button', { name: 'Smaller' });
    expect(await smaller.isDisabled()).toBe(true);

    const apart = (by: number): Point[] => [-by, by].map((x) => ({ x: middle.x + x, y: middle.y }));
    await touch(phone, [apart(20), ...[35, 50, 65, 80].map(apart), []]);
    await page.waitForTimeout(GLIDE_MS);
    expect(await smaller.isDisabled()).toBe(false);
    expect(await chosen(page)).toBe(0);

    const tap = async (): Promise<void> => {
      await touch(phone, [[middle], [{ x: middle.x + 2, y: middle.y - 1 }], []]);
      await page.waitForTimeout(GLIDE_MS);
    };
    for (let tries = 0; tries < 4 && (await chosen(page)) === 0; tries += 1) await tap();
    expect(await chosen(page)).toBe(1);

    const along = (by: number): Point[] => [{ x: middle.x - by, y: middle.y }];
    await touch(phone, [along(0), along(30), along(60), along(90), []]);
    await page.waitForTimeout(GLIDE_MS);
    expect(await chosen(page)).toBe(1);
    await tap();
    expect(await chosen(page)).toBe(2);
  });

  it('is worked by keys up to its corners, and its buttons cover none of it', async () => {
    const { page } = await openMap({ viewport: { width: 1440, height: 900 } });
    const map = page.locator('canvas.map');
    const box = await map.boundingBox();
    const buttons = await page.locator('.map-buttons').boundingBox();
    expect(buttons?.x ?? 0).toBeGreaterThanOrEqual((box?.x ?? 0) + (box?.width ?? 0));
    await map.focus();
    for (let tries = 0; tries < 5 && (await chosen(page)) === 0; tries += 1) {
      await page.keyboard.press('Enter');
      await page.waitForTimeout(GLIDE_MS);
    }
    expect(await chosen(page)).toBe(1);
    for (const key of ['ArrowRight', 'ArrowUp'])
      for (let step = 0; step < 20; step += 1) await page.keyboard.press(key);
    // above the first row is the stage
    for (let step = 0; step < 12 && (await chosen(page)) === 1; step += 1) {
      await page.keyboard.press('ArrowDown');
      await page.waitForTimeout(GLIDE_MS);
      await page.keyboard.press('Enter');
      await page.waitForTimeout(GLIDE_MS);
    }
    expect(await chosen(page)).toBe(2);
    await page.getByRole('button', { name: /^Stalls, row 1, seat 30/ }).waitFor();
  });
});
