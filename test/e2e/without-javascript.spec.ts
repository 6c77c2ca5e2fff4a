import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fanLanguages } from '../../src/contract/languages.js';
import { wordsIn } from '../../src/words/all.js';
import { codeIn, MailFolder } from '../support/mail-folder.js';
import { PlainBrowser, type PlainPage } from '../support/plain-browser.js';
import { hasTextBrowser, TextBrowser } from '../support/text-browser.js';
import { admitted, publishedSale } from '../support/sale.js';
import { adminHeaders, call, startSystem, type TestSystem, until } from '../support/system.js';

let system: TestSystem;
let mails: MailFolder;
let slugOfLanguages: string | undefined;
beforeAll(async () => {
  mails = await MailFolder.make();
  system = await startSystem({ env: { ROPELINE_DATA_DIR: mails.dataDir } });
}, 60_000);
afterAll(async () => await system.close());

/** A place may be read 20 times in ten seconds; pages refresh less often than that. */
const aSecond = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 800));
const browser = (headers: Record<string, string> = {}): PlainBrowser => new PlainBrowser(system.url, headers);
const TO_PAY = /<a href="(http[^"]*)">Pay €/;
const inAnHour = new Date(Date.now() + 3_600_000).toISOString();
const fieldOf = (page: PlainPage, name: string): string =>
  page.forms.flatMap(({ fields }) => fields).find(([each]) => each === name)?.[1] ?? '';

/** Presses "Send me a code" and returns the code from the mail. */
async function codeAfter(address: string, ask: () => Promise<PlainPage>): Promise<[PlainPage, string]> {
  const before = (await mails.to(address)).length;
  const page = await ask();
  const mail = await until('the mail', async () => (await mails.to(address))[before]);
  return [page, codeIn(mail)];
}

/** Goes from the shared shell to the page of the place. */
async function joined(fan: PlainBrowser, slug: string): Promise<PlainPage> {
  const shell = await fan.open(`/s/${slug}`);
  const sale = await fan.open(shell.refresh?.url ?? '');
  return await fan.press(sale, 'Take my place');
}

/** Acts like a person who sees "Go in" after an automatic refresh. */
async function inside(fan: PlainBrowser, page: PlainPage): Promise<PlainPage> {
  let now = page;
  await until('the turn', async () => {
    if (now.forms.some(({ button }) => button === 'Go in')) return true;
    await aSecond();
    now = await fan.open(now.refresh?.url ?? '');
    return null;
  });
  return await fan.press(now, 'Go in');
}

describe('a fan without JavaScript', () => {
  it('joins, is called, holds, orders, pays and has tickets, by links and forms alone', async () => {
    const { slug } = await publishedSale(system.url, {
      seatMap: { sections: [{ key: 'A', label: 'Stalls', rows: [{ label: '1', seats: 6 }] }] },
      ticketTypes: [
        { name: 'Standing', admission: 'general', price: 4500, capacity: 10, maxPerFan: 4 },
        { name: 'Seated', admission: 'reserved', price: 6500, sections: ['A'], maxPerFan: 6 },
      ],
    });
    const fan = browser();
    const place = await joined(fan, slug);
    expect(place).toMatchObject({ status: 200, url: `/s/${slug}/line?plain` });
    expect(place.text).toContain('Entry no. 1');
    const shop = await inside(fan, place);
    expect(shop.url).toBe(`/s/${slug}/shop?plain`);
    expect(shop.text).toContain('10 free');
    const empty = await fan.press(shop, 'Hold these tickets');
    expect(empty.text).toContain('Nothing chosen yet');
    const held = await fan.press(shop, 'Hold these tickets', { quantity: '2' });
    expect(held.text).toContain('€220.00');
    const wrong = await fan.press(held, 'Continue to payment', { email: 'nobody', name: 'Ada' });
    expect(wrong).toMatchObject({ status: 400 });
    expect(wrong.text).toContain('Something in the form isn’t right.');
    const ordered = await fan.press(wrong, 'Continue to payment', { email: 'ada@example.com', name: 'Ada <b>' });
    expect(ordered.url).toMatch(/^\/orders\/ord_\w+\?plain$/);
    const order = await until('the payment form', async () => {
      const page = await fan.open(ordered.url);
      return TO_PAY.test(page.text) ? page : null;
    });
    const payUrl = TO_PAY.exec(order.text)?.[1] ?? '';
    expect(new URL(payUrl).searchParams.get('return_url')).toContain(ordered.url);
    await call(payUrl, { body: { paymentMethod: 'pm_card_visa' } });
    const paid = await until('the tickets', async () => {
      const page = await fan.open(order.refresh?.url ?? '');
      return page.text.includes('The tickets are yours') ? page : null;
    });
    expect(paid.refresh).toBeNull();
    expect(paid.text.match(/<code>/g)).toHaveLength(4);
    const pdf = /href="(\/v1\/orders\/[^"]*pdf)"/.exec(paid.text)?.[1] ?? '';
    expect((await fan.open(pdf)).status).toBe(200);
    // the turn ended with the payment, so a page of the shop leads back to the line
    const late = await fan.press(shop, 'Hold these tickets', { quantity: '1' });
    expect(late).toMatchObject({ status: 200, url: `/s/${slug}/line?plain` });
    // another device sees nothing of it
    const stranger = await browser().open(ordered.url);
    expect(stranger.text).not.toContain('The tickets are yours');
    expect(stranger.forms[0]?.button).toBe('Open your order');
  }, 60_000);

  (hasTextBrowser ? it : it.skip)(
    'buys a ticket with a text browser (SKIPPED where w3m is not installed)',
    async () => {
      const { slug } = await publishedSale(system.url);
      const fan = await TextBrowser.start(system.url);
      try {
        const shop = await inside(fan, await joined(fan, slug));
        const held = await fan.press(shop, 'Hold these tickets', { quantity: '1' });
        const ordered = await fan.press(held, 'Continue to payment', { email: 'ada@example.com', name: 'Ada' });
        const order = await until('the payment form', async () => {
          const page = await fan.open(ordered.url);
          return TO_PAY.test(page.text) ? page : null;
        });
        await call(TO_PAY.exec(order.text)?.[1] ?? '', {
          body: { paymentMethod: 'pm_card_visa' },
        });
        const paid = await until('the ticket', async () => {
          const page = await fan.open(order.url);
          return page.text.includes('The tickets are yours') ? page : null;
        });
        expect(paid.text.match(/<code>/g)).not.toBeNull();
      } finally {
        await fan.close();
      }
    },
    60_000,
  );

  it.each(fanLanguages)(
    'reads %s where the browser asks for it, and escapes what a promoter wrote',
    async (language) => {
      slugOfLanguages ??= (
        await publishedSale(system.url, {
          show: { name: 'A <b>& B', venue: 'Arena', startsAt: inAnHour, timeZone: 'Europe/Berlin' },
        })
      ).slug;
      const address = `${system.url}/s/${slugOfLanguages}?plain`;
      const page = await fetch(address, { headers: { 'accept-language': `${language}-AT,${language};q=0.9` } });
      const text = await page.text();
      const { sale, direction } = wordsIn(language);
      expect(text).toContain(`<html lang="${language}" dir="${direction}">`);
      expect(text).toContain(`<button>${sale.take}</button>`);
      expect(text).toContain('A &lt;b&gt;&amp; B');
      // readers of forced colours and higher contrast need their styles without a script
      expect(text).toMatch(/media="\(forced-colors: active\), \(prefers-contrast: more\)" [^>]*contrast-[\w-]+\.css/);
      expect(page.headers.get('cache-control')).toBe('private, no-store');
    },
  );

  it('offers no lane by invitation, and a field for a code that leads there', async () => {
    const lanes = [
      { key: 'general', label: 'General' },
      { key: 'crew', label: 'Crew', access: 'invite' },
    ];
    const { slug } = await publishedSale(system.url, { lanes });
    const page = await browser().open(`/s/${slug}?plain`);
    expect(page.text).toContain('Access code, if you have one');
    expect(page.text).not.toContain('Crew');
  });

  it('waits for the draw, leaves, and joins again', async () => {
    const { slug } = await publishedSale(system.url, { opensAt: inAnHour });
    const fan = browser();
    const place = await joined(fan, slug);
    expect(place.text).toContain('Nothing you do now changes your chances');
    expect(place.refresh?.seconds).toBeGreaterThan(15);
    const left = await fan.press(place, 'Leave the line');
    expect(left.text).toContain('You left the line');
    expect((await fan.press(left, 'Take a new place')).text).toContain('Entry no. 2');
  });

  it('proves an address where a browser would solve a challenge: one place for each', async () => {
    const { slug } = await publishedSale(system.url, { opensAt: inAnHour, challenge: 'on' });
    const numberOf = async (email: string): Promise<string> => {
      const fan = browser();
      const ask = await joined(fan, slug);
      expect(ask.status).toBe(403);
      const [enter, code] = await codeAfter(email, () => fan.press(ask, 'Send me a code', { email }));
      const wrong = await fan.press(enter, 'Take my place', { code: '00000000' });
      expect(wrong.text).toContain('This code is incorrect');
      const place = await fan.press(wrong, 'Take my place', { code });
      return /Entry no\. (\d+)/.exec(place.text)?.[1] ?? place.text;
    };
    expect(await numberOf('one@example.com')).toBe('1');
    expect(await numberOf('two@example.com')).toBe('2');
    expect(await numberOf('one@example.com')).toBe('1');
  });

  it('is not acted for by another site, nor without the token of its own form', async () => {
    const { slug } = await publishedSale(system.url);
    const fan = browser();
    const place = await joined(fan, slug);
    const token = fieldOf(place, 'form');
    const post = (body: object, headers: Record<string, string> = {}): Promise<PlainPage> =>
      fan.open(`/s/${slug}/line/leave`, { method: 'POST', headers, body: new URLSearchParams({ ...body }) });
    expect((await post({ form: token }, { origin: 'https://evil.example' })).status).toBe(403);
    expect((await post({ form: token }, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await post({ form: `${token}x` })).status).toBe(403);
    expect((await post({})).status).toBe(400);
    expect((await fan.open(`/s/${slug}/line?plain`)).text).toContain('Entry no. 1');
    // a GET alone claims nothing, whatever its URL says
    await fan.open(`/s/${slug}/line?plain&go=${'x'.repeat(43)}`);
    expect((await fan.open(`/s/${slug}/line?plain`)).url).toBe(`/s/${slug}/line?plain`);
    expect((await fan.open(`/s/${slug}/shop?plain`)).url).toBe(`/s/${slug}/line?plain`);
  });

  it('sends no form to a door of the API', async () => {
    const { slug } = await publishedSale(system.url);
    const body = new URLSearchParams({ lane: 'general' });
    const answer = await fetch(`${system.url}/v1/sales/${slug}/places`, { method: 'POST', body });
    expect(answer.status).toBe(415);
  });

  it('comes back after a missed call, and then goes in without pressing again', async () => {
    const { id, slug } = await publishedSale(system.url, { policy: { cap: 1, perMinute: 6000, graceSeconds: 2 } });
    const first = await admitted(system.url, slug);
    const fan = browser();
    const place = await joined(fan, slug);
    await call(`${system.url}/v1/passes/current`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${first.pass}` },
    });
    const passed = await until('the missed call', async () => {
      await aSecond();
      const page = await fan.open(place.url);
      return page.forms.some(({ button }) => button === 'I’m here') ? page : null;
    });
    await call(`${system.url}/v1/admin/sales/${id}/pause`, { method: 'POST', headers: adminHeaders });
    await call(`${system.url}/v1/admin/sales/${id}/resume`, { method: 'POST', headers: adminHeaders });
    const waiting = await fan.press(passed, 'I’m here');
    const shop = await until('the shop', async () => {
      if (waiting.url.includes('/shop')) return waiting;
      await aSecond();
      const page = await fan.open(waiting.refresh?.url ?? '');
      return page.url.includes('/shop') ? page : null;
    });
    expect(shop.text).toContain('You can shop until');
  }, 60_000);
});
