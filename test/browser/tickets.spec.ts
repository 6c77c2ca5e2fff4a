import { beforeAll, expect, it, jest } from '@jest/globals';
import type { Page } from 'playwright-core';
import type { OrderShape } from '../../src/contract/orders/order-shapes.js';
import { expectNoFindings } from '../support/axe.js';
import { describeInBrowser, untilTrue } from '../support/browser.js';
import { type Picture, readCode } from '../support/read-codes.js';
import { admitted, heldTickets, ordered, paid, publishedSale } from '../support/sale.js';
import { setStage } from '../support/stage.js';
import { until } from '../support/system.js';

jest.setTimeout(120_000);

/** Decodes a screenshot to pixels, using the browser as PNG decoder. */
async function pixelsOf(page: Page, png: Buffer): Promise<Picture> {
  const { width, height, base64 } = await page.evaluate<{
    width: number;
    height: number;
    base64: string;
  }>(`(async () => {
    const bitmap = await createImageBitmap(await (await fetch('data:image/png;base64,${png.toString('base64')}')).blob());
    const drawing = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
    drawing.drawImage(bitmap, 0, 0);
    const { data } = drawing.getImageData(0, 0, bitmap.width, bitmap.height);
    let text = '';
    for (let at = 0; at < data.length; at += 8192) text += String.fromCharCode(...data.subarray(at, at + 8192));
    return { width: bitmap.width, height: bitmap.height, base64: btoa(text) };
  })()`);
  return { width, height, data: new Uint8Array(Buffer.from(base64, 'base64')) };
}

describeInBrowser('the tickets of an order', () => {
  const stage = setStage({ page: { viewport: { width: 320, height: 640 } } });
  let order: OrderShape;
  beforeAll(async () => {
    const sale = await publishedSale(stage.url);
    const { pass } = await admitted(stage.url, sale.slug);
    const items = [{ ticketTypeId: sale.ticketTypes[0]?.id ?? '', quantity: 2 }];
    const placed = await ordered(stage.url, pass, (await heldTickets(stage.url, sale.slug, pass, items)).id);
    order = { ...(await paid(stage.url, placed)), accessToken: placed.accessToken ?? '' };
  }, 100_000);
  async function opened(colorScheme: 'light' | 'dark' = 'light'): Promise<Page> {
    const page = await stage.newPage({ colorScheme });
    await page.goto(`${stage.url}/orders/${order.id}#${order.accessToken ?? ''}`);
    await page.waitForSelector('.ticket-code svg');
    return page;
  }

  it.each(['light', 'dark', 'print'] as const)('show a code that two decoders read at 320 px: %s', async (scheme) => {
    const page = await opened(scheme === 'dark' ? 'dark' : 'light');
    if (scheme === 'print') await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    const png = await page.locator('.ticket-code').first().screenshot();
    const blank = await stage.browser.newPage();
    const barcode = order.tickets[0]?.barcode;
    expect(readCode(await pixelsOf(blank, png))).toEqual({ jsqr: barcode, zxing: barcode });
    await blank.close();
    if (scheme !== 'print') await expectNoFindings(page);
  });

  it.each(['light', 'dark'] as const)('fill a white screen with the code that was pressed: %s', async (scheme) => {
    const page = await opened(scheme);
    await page
      .getByRole('button', { name: /^Show the code full screen/ })
      .nth(1)
      .press('Enter');
    const screen = page.locator('.code-screen');
    await screen.getByText('Ticket 2 of 2').waitFor();
    const second = screen.locator('li').nth(1);
    await untilTrue(
      page,
      'the second ticket in sight',
      `(({ left, right }) => left >= 0 && right <= innerWidth)(document.querySelectorAll('.code-screen li')[1].getBoundingClientRect())`,
    );
    const blank = await stage.browser.newPage();
    const barcode = order.tickets[1]?.barcode;
    const code = await pixelsOf(blank, await second.locator('svg').screenshot());
    expect(readCode(code)).toEqual({ jsqr: barcode, zxing: barcode });
    await blank.close();
    await expectNoFindings(page);
    await page.keyboard.press('Escape');
    await page.waitForSelector('.code-screen', { state: 'detached' });
    expect(await page.evaluate('document.activeElement.className')).toBe('ticket-enlarge');
  });

  it('turn to the next code by arrow key and by finger, on a screen that stays on until it is closed', async () => {
    const page = await stage.newPage({ hasTouch: true });
    // no browser without a screen keeps one on
    await page.addInitScript(`window.awake = 0; Object.defineProperty(navigator, 'wakeLock', { value: {
      request: async () => { window.awake += 1; return { release: async () => { window.awake -= 1; } }; },
    } })`);
    await page.goto(`${stage.url}/orders/${order.id}#${order.accessToken ?? ''}`);
    await page
      .getByRole('button', { name: /^Show the code full screen/ })
      .first()
      .press('Enter');
    const shown = (index: number, by: string) =>
      until(`code ${index} on the screen ${by}`, () =>
        page.evaluate<boolean>(
          `(({ left, right }) => Math.abs(left) < 20 && right <= innerWidth)(document.querySelectorAll('.code-screen li')[${index}].getBoundingClientRect())`,
        ),
      );
    const awake = () => page.evaluate<number>('window.awake');
    await page.locator('.code-screen').waitFor();
    await shown(0, 'at first');
    expect(await awake()).toBe(1);
    await page.keyboard.press('ArrowRight');
    await shown(1, 'by key');
    await page.keyboard.press('ArrowLeft');
    await shown(0, 'by key');
    const phone = await stage.context.newCDPSession(page);
    const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', ...touchPoints: { x: number; y: number }[]) =>
      phone.send('Input.dispatchTouchEvent', { type, touchPoints });
    await touch('touchStart', { x: 270, y: 250 });
    for (let x = 260; x >= 60; x -= 20) await touch('touchMove', { x, y: 250 });
    await touch('touchEnd');
    await shown(1, 'by finger');
    await page.getByRole('button', { name: 'Close' }).click();
    await page.waitForSelector('.code-screen', { state: 'detached' });
    await until('a screen that may sleep', async () => (await awake()) === 0);
  });

  it('leave their token neither in the address nor in the storage of the device', async () => {
    const page = await opened();
    expect(page.url()).not.toContain('#');
    await untilTrue(page, 'a forgotten token', `!JSON.stringify(localStorage).includes('${order.accessToken ?? ''}')`);
    await page.reload();
    await page.waitForSelector('.ticket-code svg'); // authenticated by the cookie
    const pdf = await page.context().request.get(`${stage.url}/v1/orders/${order.id}/tickets.pdf`);
    expect(pdf.headers()['content-type']).toBe('application/pdf');
  });

  it('go to a friend by keyboard alone, one at a time, and leave the rest as it was', async () => {
    const page = await opened();
    const focused = (): Promise<string> => page.evaluate('document.activeElement.textContent');
    await page.locator('text=Transfer to a friend').first().focus();
    await page.keyboard.press('Enter');
    await page.waitForSelector('#friend-name:focus');
    await page.keyboard.press('Escape');
    await page.waitForSelector('.dialog', { state: 'detached' });
    expect(await focused()).toBe('Transfer to a friend');
    await page.keyboard.press('Enter');
    await page.waitForSelector('#friend-name:focus');
    await page.keyboard.press('Enter');
    await page.waitForSelector('#friend-name[aria-invalid=true]:focus');
    await page.keyboard.type('A Friend');
    await page.keyboard.press('Tab');
    await page.keyboard.type('friend@example.com');
    await expectNoFindings(page);
    await page.keyboard.press('Enter');
    await page.waitForSelector('text=now belongs to A Friend');
    await page.waitForSelector('h1:focus');
    expect(await page.locator('.ticket').count()).toBe(1);
  });

  it('open again while nothing can be reached', async () => {
    const page = await opened();
    await untilTrue(
      page,
      'a kept order',
      `caches.open('ropeline-pages-1').then((kept) => kept.match('/orders/${order.id}')).then((page) => page !== undefined)`,
    );
    await untilTrue(page, 'a worker in charge', 'navigator.serviceWorker.controller !== null');
    await Promise.all(stage.system.nodes.map((node) => node.close()));
    await page.reload();
    await page.waitForSelector('.ticket-code svg');
    expect(await page.textContent('body')).toContain('You’re offline');
  });
});
