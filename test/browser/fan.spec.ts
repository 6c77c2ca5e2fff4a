import { expect, it, jest } from '@jest/globals';
import type { Page } from 'playwright-core';
import type { PlaceShape } from '../../src/contract/line/line-shapes.js';
import type { SaleShape } from '../../src/contract/sale/sale-shapes.js';
import { wordsIn } from '../../src/words/all.js';
import { findingsOf } from '../support/axe.js';
import { headingLevels, listenTo } from '../support/hearing.js';
import { describeInBrowser, untilTrue } from '../support/browser.js';
import { enterBuyer, holdTickets, openShop, pay, takePlace } from '../support/fan-steps.js';
import { joinLine, publishedSale } from '../support/sale.js';
import { DESKTOP, LARGE_PHONE, setStage } from '../support/stage.js';
import { adminHeaders, call } from '../support/system.js';

jest.setTimeout(180_000);

const soon = (ms: number): string => new Date(Date.now() + ms).toISOString();
const rows = (count: number, seats: number) =>
  Array.from({ length: count }, (_, index) => ({ label: String(index + 1), seats }));
const seated = {
  seatMap: {
    sections: [
      { key: 'A', label: 'Stalls', rows: rows(4, 12) },
      { key: 'B', label: 'Balcony', rows: rows(2, 8) },
    ],
  },
  ticketTypes: [
    { name: 'Standing', admission: 'general', price: 4500, capacity: 50, maxPerFan: 4 },
    { name: 'Seated', admission: 'reserved', price: 6500, sections: ['A', 'B'], maxPerFan: 6 },
  ],
};

interface Focused {
  label: string;
  fault: string | null;
}

/** What a screen reader says of an element, roughly. */
const labelOf = `((element) => element.getAttribute('aria-label') || element.labels?.[0]?.textContent || element.textContent || '')`;

/** The label of the focused element, and what keeps the eye from finding it. */
const focusedElement = `(() => {
  const element = document.activeElement;
  const label = ${labelOf}(element);
  if (element === document.body) return { label: '', fault: null };
  const ringed = element.type === 'radio' ? element.closest('label') : element;
  const { left, top, right, bottom } = ringed.getBoundingClientRect();
  const at = (x, y) => {
    const hit = document.elementFromPoint(x, y);
    return hit !== null && (ringed.contains(hit) || hit.contains(ringed));
  };
  const y = Math.min(Math.max((top + bottom) / 2, 1), innerHeight - 1);
  const isSeen = bottom > 0 && top < innerHeight && [0.2, 0.5, 0.8].some((share) => at(left + (right - left) * share, y));
  const { outlineStyle, outlineWidth } = getComputedStyle(element);
  const hasRing = element.type === 'radio' || (outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2);
  return { label, fault: isSeen ? (hasRing ? null : 'no ring') : 'not in sight' };
})()`;

describeInBrowser('the fan’s pages', () => {
  const stage = setStage({ waitMs: 15_000 });

  const openSale = (change: Record<string, unknown> = {}): Promise<SaleShape> =>
    publishedSale(stage.url, { ...seated, ...change });
  const salePage = (sale: SaleShape, step = ''): string => `${stage.url}/s/${sale.slug}${step}`;

  const command = (sale: SaleShape, verb: string) =>
    call(`${stage.url}/v1/admin/sales/${sale.id}/${verb}`, { method: 'POST', headers: adminHeaders });
  /** Creates a sale whose draw happens on request, however long the preceding steps take. */
  const openRoom = (change: Record<string, unknown> = {}): Promise<SaleShape> =>
    openSale({ prequeueAt: soon(-60_000), opensAt: soon(3_600_000), ...change });

  async function enterShop(sale: SaleShape): Promise<Page> {
    const page = await openShop(stage, sale.slug);
    await page.getByRole('heading', { name: 'Seated' }).waitFor();
    return page;
  }
  const untilTickets = (page: Page) => page.getByRole('heading', { name: 'The tickets are yours' }).waitFor();

  it('lead from the waiting room, over a pause and a draw checked here, to tickets that no other device is shown', async () => {
    const sale = await openRoom();
    for (let ghost = 0; ghost < 5; ghost += 1) await joinLine(stage.url, sale.slug);
    const page = await stage.newPage();
    await takePlace(page, salePage(sale));
    await page.locator('main').getByText('Entry no. 6').first().waitFor();
    await page.getByText('6 people are here').waitFor();
    await command(sale, 'pause');
    await page.getByRole('heading', { name: 'The sale is paused' }).waitFor();
    await command(sale, 'resume');
    await page.locator('main').getByText('You are in.').first().waitFor();
    await command(sale, 'open');

    await page.getByText('Verified on this device').waitFor();
    await page.getByText('Show the arithmetic').click();
    const position = Number(await page.locator('.sums dd').last().innerText());
    const kept = await page.evaluate<string>(`localStorage.getItem('ropeline.place.${sale.slug}')`);
    const { placeToken: token } = JSON.parse(kept) as { placeToken: string };
    const place = await call<PlaceShape>(`${stage.url}/v1/place`, { headers: { authorization: `Place ${token}` } });
    expect(place.body.position).toBe(position);

    await page.getByRole('button', { name: 'Go in' }).click();
    await holdTickets(page, 'Seated', 2);
    await page.locator('main').getByText('€130.00').first().waitFor();
    await enterBuyer(page);
    await pay(page);

    await untilTickets(page);
    await page
      .getByRole('img', { name: /Ticket code/ })
      .first()
      .waitFor();
    expect(await page.getByRole('img', { name: /Ticket code/ }).count()).toBe(2);
    expect(await page.getByText('DEMO · not valid').count()).toBe(2);
    expect(new URL(page.url()).search + new URL(page.url()).hash).toBe('');

    await page.reload();
    await untilTickets(page);
    const address = page.url();
    expect(stage.faults).toEqual([]);
    await stage.context.close();
    const stranger = await stage.newPage();
    await stranger.goto(address);
    await stranger.getByRole('heading', { name: 'This order cannot be shown here' }).waitFor();
    expect(stage.faults).toEqual([]);
  });

  it('survive a second tab, Back, a declined card, and a page of the bank that is answered too late', async () => {
    const sale = await openSale();
    const page = await enterShop(sale);
    await holdTickets(page, 'Standing');
    await enterBuyer(page);
    await pay(page, 'Asks for 3D Secure');
    const confirmation = page.getByRole('button', { name: 'Yes, confirm the payment' });
    await confirmation.waitFor();
    await page.goBack();
    const again = page.getByRole('button', { name: /^Pay / });
    await again.waitFor();
    expect(await again.isEnabled()).toBe(true);
    await page.goForward();
    await confirmation.waitFor();

    const second = await stage.context.newPage();
    await second.goto(salePage(sale));
    await second
      .getByRole('link', { name: /^Continue payment/ })
      .first()
      .click();
    await pay(second, 'Is declined');
    // the simulator keeps the fan on its own form, as Stripe does
    await second.getByRole('alert').waitFor();
    await second.getByText('A card that pays').click();
    await second.getByRole('button', { name: /^Pay / }).click();
    await untilTickets(second);

    await confirmation.click();
    await page.getByRole('link', { name: 'Back to the shop' }).click();
    await untilTickets(page);
    expect(stage.faults).toEqual([]);
  });

  it('keep the basket over a reload and a change, and lead from every page back to an open payment, and from a canceled one back to the basket', async () => {
    const sale = await openSale();
    const page = await enterShop(sale);
    await holdTickets(page, 'Standing');
    await page.locator('main').getByText('Held for you').first().waitFor();
    await page.reload();
    await page.locator('main').getByText('Held for you').first().waitFor();
    await page.getByRole('button', { name: 'Choose again' }).click();
    await page.getByRole('button', { name: 'More Standing' }).click();
    await page.getByRole('button', { name: 'Change to these tickets' }).click();
    await page.locator('main').getByText('€90.00').first().waitFor();
    await enterBuyer(page);
    await page.getByRole('heading', { name: 'Pay €90.00' }).waitFor();
    await page.getByText('The tickets are tied to ada@example.org.').waitFor();
    for (const step of ['', '/line', '/shop']) {
      await page.goto(salePage(sale, step));
      await page
        .getByRole('link', { name: /^Continue payment/ })
        .first()
        .waitFor();
    }
    await page.getByRole('heading', { name: 'Your payment is waiting' }).waitFor();
    await page
      .getByRole('link', { name: /^Continue payment/ })
      .first()
      .click();
    await page.getByRole('button', { name: 'Cancel this order' }).click();
    await page.locator('main').getByText('Held for you').first().waitFor();
    await command(sale, 'close');
    await page.getByText('The sale is closed.', { exact: true }).waitFor();
    expect(stage.faults).toEqual([]);
  });

  it('serve a fan whose browser keeps nothing and gets no socket, warn of it, and find the place again after a reload', async () => {
    const sale = await openSale();
    const page = await stage.newPage();
    const refuse = "{ get() { throw new DOMException('blocked', 'SecurityError'); } }";
    await page.addInitScript(
      `for (const name of ['localStorage', 'sessionStorage']) Object.defineProperty(window, name, ${refuse});`,
    );
    await page.routeWebSocket(/socket\.io/, (socket) => socket.close());
    await page.goto(salePage(sale));
    await page.getByRole('button', { name: 'Take my place' }).click();
    await page.waitForURL('**/line');
    // a phone reloads what it has put to sleep: the cookie has the place, and the fan is called
    await page.reload();
    await page.getByRole('button', { name: 'Go in' }).click({ timeout: 60_000 });
    await page.getByRole('heading', { name: 'Seated' }).waitFor();
    await page.getByText('Your browser blocks storage here.').waitFor();
    await page.getByRole('button', { name: 'More Standing' }).click();
    await page.locator('main').getByText('€45.00').first().waitFor();
    expect(stage.faults).toEqual([]);
  });

  it('say that the place is safe while nobody answers or nothing is connected, and find back by themselves', async () => {
    const sale = await openRoom();
    const page = await stage.newPage();
    await takePlace(page, salePage(sale));
    await page.getByText('Live', { exact: true }).waitFor();
    let down = true;
    await page.route('**/v1/**', (route) => (down ? route.abort() : route.continue()));
    await page.routeWebSocket(/socket\.io/, (socket) => (down ? socket.close() : void socket.connectToServer()));
    await page.reload();
    await page.getByText('Your place is safe. We’re reconnecting.').waitFor();
    await page.locator('main').getByText('Entry no. 1').first().waitFor();
    down = false;
    await page.getByText(/^(Live|Up to date)$/).waitFor({ timeout: 45_000 });
    await untilTrue(page, 'a kept page', `caches.match('/s/${sale.slug}/line').then((kept) => kept !== undefined)`);
    await stage.context.setOffline(true);
    // "Live" disappears at once
    await page.getByText('Your place is safe. We’re reconnecting.').waitFor();
    await page.reload();
    await page.locator('main').getByText('Entry no. 1').first().waitFor();
    await page.getByText('Your place is safe. We’re reconnecting.').waitFor();
  });

  it.each([
    ['a phone, by the list', LARGE_PHONE],
    ['a wide screen, by the map', DESKTOP],
  ])('can be walked to the ticket with the keyboard alone on %s', async (_way, viewport) => {
    const sale = await openSale();
    const page = await stage.newPage({ viewport });
    const tabTo = async (name: RegExp): Promise<void> => {
      // nobody walks to what has yet to load, and would push what has focus out of sight
      const controls = `[...document.querySelectorAll('a, button, input, select, [tabindex]')]`;
      await untilTrue(page, String(name), `${controls}.some((each) => ${String(name)}.test(${labelOf}(each)))`);
      for (let step = 0; step < 120; step += 1) {
        await page.keyboard.press('Tab');
        const { label, fault } = await page.evaluate<Focused>(focusedElement);
        // what has just come may still be on its way into sight, and a busy machine takes its time to scroll
        if (fault !== null) await untilTrue(page, `${label} in sight (${fault})`, `${focusedElement}.fault === null`);
        if (name.test(label)) return;
      }
      throw new Error(`the keyboard does not reach ${String(name)}`);
    };
    const isFocusOn = (what: string) => page.locator(`:is(${what}):focus`).waitFor({ state: 'attached' });
    await page.goto(salePage(sale));
    await tabTo(/^Take my place/);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/line');
    await page.getByRole('button', { name: 'Go in' }).waitFor({ timeout: 40_000 });
    await page.keyboard.press('Enter'); // the turn's button has focus already
    await page.getByRole('heading', { name: 'Seated' }).waitFor();
    await isFocusOn('h1');
    if (viewport === LARGE_PHONE) {
      await tabTo(/^List$/);
      await page.keyboard.press('Enter');
      await tabTo(/^Stalls, row 1, seat 1,/);
      for (const key of ['ArrowRight', 'ArrowRight', 'Space']) await page.keyboard.press(key);
    } else {
      await tabTo(/^Seat map/);
      const chosen = page.getByRole('list', { name: 'chosen' }).getByRole('listitem');
      for (let tries = 0; tries < 5 && (await chosen.count()) === 0; tries += 1) {
        await page.keyboard.press('Enter'); // goes nearer first
        await chosen
          .first()
          .waitFor({ timeout: 700 })
          .catch(() => undefined);
      }
    }
    await tabTo(/^Hold these tickets/);
    await page.keyboard.press('Enter');
    await page.getByText(/^(Stalls|Balcony), row \d, seat \d+$/).waitFor();
    await isFocusOn('h1, h2, input');
    await tabTo(/^E-mail/);
    await page.keyboard.type('ada@example.org');
    await tabTo(/^Name/);
    await page.keyboard.type('Ada Lovelace');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Pay €65.00' }).waitFor();
    await isFocusOn('h1');
    await tabTo(/^Pay €65\.00/);
    await page.keyboard.press('Enter');
    await untilTickets(page);
    await page.getByRole('img', { name: /^Ticket code/ }).waitFor();
    await tabTo(/calendar/i);
    expect(stage.faults).toEqual([]);
  });

  it('have no finding of axe on any page, by day and by night, and tell a screen reader each step once, in order', async () => {
    const sale = await openRoom();
    const page = await stage.newPage();
    const heard = await listenTo(page);
    const findings: string[] = [];
    const lookIn = async (where: string, colorScheme: 'light' | 'dark'): Promise<void> => {
      await page.emulateMedia({ colorScheme });
      await page.evaluate(
        'Promise.allSettled(document.getAnimations().map((animation) => animation.finished)).then(() => null)',
      );
      // in the dark scheme only the colours differ
      const found = await findingsOf(page, ...(colorScheme === 'dark' ? ['color-contrast'] : []));
      findings.push(...found.map((each) => `${where}, ${colorScheme}: ${each}`));
    };
    const look = async (where: string): Promise<void> => {
      for (const colorScheme of ['dark', 'light'] as const) await lookIn(where, colorScheme);
      const levels = await headingLevels(page);
      const jumps = levels.filter((level, index) => level > (levels[index - 1] ?? 0) + 1);
      expect({ where, tops: levels.filter((level) => level === 1), jumps }).toEqual({ where, tops: [1], jumps: [] });
    };
    await page.goto(stage.url);
    await page.getByRole('heading', { name: 'On sale' }).first().waitFor();
    await look('home');
    await page.goto(salePage(sale));
    await look('sale');
    await page.getByRole('button', { name: 'Take my place' }).click();
    await page.locator('main').getByText('You are in.').first().waitFor();
    await look('before the draw');
    await command(sale, 'open');
    await page.getByRole('button', { name: 'Go in' }).waitFor();
    await look('turn');
    await page.getByRole('button', { name: 'Go in' }).click();
    await page.locator('canvas.map').waitFor();
    await look('map');
    await page.getByRole('button', { name: 'List', exact: true }).click();
    await look('list');
    await holdTickets(page, 'Standing');
    await page.getByRole('button', { name: /Continue to payment/ }).click();
    await page.getByText('Enter your name.').waitFor();
    // an error belongs to its field, and is not a part of the field's name, which would be said twice
    const email = page.getByRole('textbox', { name: 'E-mail', exact: true });
    expect(await email.getAttribute('aria-invalid')).toBe('true');
    const told = ((await email.getAttribute('aria-describedby')) ?? '').split(' ');
    const notes = await Promise.all(told.map((id) => page.locator(`#${id}`).innerText()));
    expect(notes.at(-1)?.trim()).toMatch(/^Enter an e-mail address/);
    await look('details with errors');
    await enterBuyer(page);
    await pay(page);
    await untilTickets(page);
    await look('tickets');
    await page.goto(`${stage.url}/verify?sale=${sale.slug}`);
    await page.getByLabel('Entry number').fill('1');
    await page.getByRole('button', { name: 'Compute' }).click();
    await page
      .locator('main')
      .getByText(/Number 1 has position/)
      .first()
      .waitFor();
    await look('verifier');
    expect(findings).toEqual([]);
    const steps = [
      ...['You are in. Nothing you do', 'The draw is complete. Your position is 1.', 'It’s your turn. Press Go in.'],
      ...['Held for you. Held until', 'Pay €45.00. Your tickets are held.', 'Pay before', 'The tickets are yours.'],
      'Number 1 has position 1.',
    ];
    const times = steps.map((step) => ({ step, times: heard.filter((text) => text.includes(step)).length }));
    expect(times).toEqual(steps.map((step) => ({ step, times: 1 })));
    const order = steps.map((step) => heard.findIndex((text) => text.includes(step)));
    expect(order).toEqual(order.toSorted((a, b) => a - b));
  });

  it('fit a narrow phone with text of double size, in forced colours as well, and show what a promoter typed as plain text', async () => {
    const text = '</script><img src=x onerror="document.title=1">';
    const show = { name: text, venue: 'V'.repeat(90), startsAt: soon(86_400_000), timeZone: 'Europe/Berlin' };
    const sale = await openRoom({ name: text, show });
    const page = await stage.newPage({ viewport: { width: 320, height: 512 } });
    for (const step of ['', '/line', '/shop']) {
      await page.goto(salePage(sale, step));
      await page.locator('main').getByText(text).first().waitFor();
      expect(await page.locator('img').count()).toBe(0);
      await page.evaluate("document.documentElement.style.fontSize = '200%'");
      const over = await page.evaluate<number>('document.documentElement.scrollWidth - window.innerWidth');
      expect({ step, over }).toEqual({ step, over: 0 });
      await page.emulateMedia({ forcedColors: 'active' }); // adds borders where grounds and fills are gone
      const forced = await page.evaluate<number>('document.documentElement.scrollWidth - window.innerWidth');
      expect({ step, forced }).toEqual({ step, forced: 0 });
      await page.emulateMedia({ forcedColors: 'none' });
    }
    expect(stage.faults).toEqual([]);
  });

  it('stay whole at 400 %, the call can be scrolled to, and whoever sleeps through it is told how to come back', async () => {
    const sale = await openSale({ policy: { cap: 100, perMinute: 6000, graceSeconds: 8 } });
    // 1280 × 1024 at 400 %
    const page = await stage.newPage({ viewport: { width: 320, height: 256 } });
    const over = 'document.documentElement.scrollWidth - window.innerWidth';
    const stuck = `[...document.querySelectorAll('main *')].filter((part) => {
      const { position } = getComputedStyle(part);
      return position === 'sticky' && part.getBoundingClientRect().height > innerHeight / 3;
    }).map((part) => part.className)`;
    const expectWhole = async (step: string): Promise<void> =>
      expect({ step, over: await page.evaluate(over), stuck: await page.evaluate(stuck) }).toEqual({
        ...{ step, over: 0, stuck: [] },
      });
    await page.goto(salePage(sale));
    const take = page.getByRole('button', { name: 'Take my place' });
    await take.waitFor();
    await expectWhole('sale');
    await take.click();
    const enter = page.getByRole('button', { name: 'Go in', exact: true });
    await enter.waitFor();
    await page.evaluate(`document.querySelector('.turn').scrollTo(0, 0)`);
    expect(
      await page.evaluate<number>(`document.querySelector('.turn-title').getBoundingClientRect().top`),
    ).toBeGreaterThanOrEqual(0);
    await page.locator('main').getByText('We called you, but didn’t hear back').first().waitFor();
    await expectWhole('missed');
    await page.getByRole('button', { name: 'I’m here' }).click();
    await page.locator('canvas.map').waitFor();
    await expectWhole('shop');
    expect(stage.faults).toEqual([]);
  });

  it('keep a promoter’s colour legible in the dark from right to left, and give way to forced colours', async () => {
    const sale = await openSale({ branding: { accent: '#0055AA' } });
    const page = await stage.newPage({ locale: 'ar', colorScheme: 'dark' });
    const { sale: onSale, line } = wordsIn('ar');
    const over = 'document.documentElement.scrollWidth - window.innerWidth';
    await page.goto(salePage(sale));
    await page.getByRole('button', { name: onSale.take }).waitFor();
    await page.locator('html[style*="--velvet"]').waitFor({ state: 'attached' });
    expect(await page.evaluate('document.documentElement.dir')).toBe('rtl');
    for (const step of [onSale.take, line.turnButton]) {
      await page.getByRole('button', { name: step }).waitFor();
      expect({ step, found: await findingsOf(page, 'color-contrast') }).toEqual({ step, found: [] });
      await page.emulateMedia({ forcedColors: 'active' });
      expect({ step, over: await page.evaluate(over) }).toEqual({ step, over: 0 });
      await page.emulateMedia({ forcedColors: 'none' });
      await page.getByRole('button', { name: step }).click();
    }
    await page.locator('canvas.map').waitFor();
    expect(await page.evaluate(over)).toBe(0);
    expect(stage.faults).toEqual([]);
  });
});
