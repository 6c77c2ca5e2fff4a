import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { SaleShape } from '../../src/contract/sale/sale-shapes.js';
import { wordsIn } from '../../src/words/all.js';
import { PlainBrowser, type PlainPage } from '../support/plain-browser.js';
import { admitted, publishedSale } from '../support/sale.js';
import { adminHeaders, call, startSystem, type TestSystem, until } from '../support/system.js';

let system: TestSystem;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'ropeline-plain-'));
  system = await startSystem({ env: { ROPELINE_DATA_DIR: folder } });
}, 60_000);
afterAll(async () => {
  await system.close();
  await rm(folder, { recursive: true, force: true });
});

const browser = (): PlainBrowser => new PlainBrowser(system.url);
const inAnHour = new Date(Date.now() + 3_600_000).toISOString();
const aSecond = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 800));
const buttons = ({ forms }: PlainPage): string[] => forms.map(({ button }) => button);
const linkIn = ({ text }: PlainPage, pattern: RegExp): string => pattern.exec(text)?.[1] ?? '';
const TYPING = /<a href="([^"]+&more)"/;
const joined = async (fan: PlainBrowser, { slug }: SaleShape): Promise<PlainPage> =>
  await fan.press(await fan.open(`/s/${slug}?plain`), 'Take my place');
const command = (sale: SaleShape, verb: string) =>
  call(`${system.url}/v1/admin/sales/${sale.id}/${verb}`, { method: 'POST', headers: adminHeaders });

async function inside(fan: PlainBrowser, sale: SaleShape): Promise<PlainPage> {
  let page = await joined(fan, sale);
  await until('the turn', async () => {
    if (buttons(page).includes('Go in')) return true;
    await aSecond();
    page = await fan.open(`/s/${sale.slug}/line?plain`);
    return null;
  });
  return await fan.press(page, 'Go in');
}

describe('a place without JavaScript', () => {
  it('gets more time, is mailed about, and has a receipt', async () => {
    const sale = await publishedSale(system.url, { opensAt: inAnHour });
    const fan = browser();
    const place = await joined(fan, sale);
    expect(place.text).toContain('When you are called you have');
    expect(buttons(place)).not.toContain('Let others go first');
    const more = await fan.press(place, 'Give me more time');
    expect(more.text).toContain('You have twice the time.');
    // what one types into does not reload
    expect(more.refresh).not.toBeNull();
    expect(more.forms.flatMap(({ fields }) => fields).map(([name]) => name)).not.toContain('email');
    const typing = await fan.open(linkIn(more, TYPING));
    expect(typing.refresh).toBeNull();
    expect(linkIn(typing, /<a href="([^"]+)">Back to my place/)).toBe(`/s/${sale.slug}/line?plain`);
    const mailed = await fan.press(typing, 'E-mail me as well', { email: 'ada@example.com' });
    expect(mailed.text).toContain('We’ll e-mail you when your turn is near');
    expect(mailed.refresh?.url).toBe(`/s/${sale.slug}/line?plain`);
    const wrong = await fan.press(typing, 'E-mail me as well', { email: 'nobody' });
    expect(wrong).toMatchObject({ status: 400, refresh: null });
    expect(wrong.text).toContain('Something in the form isn’t right.');
    expect(wrong.forms[0]?.fields).toContainEqual(['email', 'nobody']);
    const receipt = await fan.open(`/s/${sale.slug}/line/receipt`);
    expect(JSON.parse(receipt.text)).toMatchObject({ number: 1, reasons: ['NOT_DRAWN_YET'] });
  });

  it('lets others go first, once for each press of the form', async () => {
    const sale = await publishedSale(system.url, { policy: { cap: 1, perMinute: 6000 } });
    await admitted(system.url, sale.slug); // so that the next one waits
    const fan = browser();
    const drawn = await fan.press(await joined(fan, sale), 'Give me more time');
    const typing = await fan.open(linkIn(drawn, TYPING));
    const deferred = await fan.press(typing, 'Let others go first');
    expect(deferred.text).toContain('Others go first until');
    expect(deferred.text).toContain('You have twice the time.');
    // the same form again, as after Back, is the same deferral
    expect((await fan.press(typing, 'Let others go first')).text).toContain('Others go first until');
  });

  it('goes on going in by itself after an extra, for a fan who said so', async () => {
    const sale = await publishedSale(system.url, { policy: { cap: 1, perMinute: 6000 } });
    await admitted(system.url, sale.slug);
    const fan = browser();
    const place = await joined(fan, sale);
    const form = place.forms[0]?.fields.find(([name]) => name === 'form')?.[1] ?? '';
    const body = new URLSearchParams({ form });
    const insists = await fan.open(`/s/${sale.slug}/line/claim`, { method: 'POST', body });
    const longer = await fan.press(insists, 'Give me more time');
    const typing = await fan.open(linkIn(longer, TYPING));
    const mailed = await fan.press(typing, 'E-mail me as well', { email: 'ada@example.com' });
    for (const page of [insists, longer, await fan.open(longer.refresh?.url ?? ''), mailed]) {
      expect(page.url).toContain('&go=');
      expect(page.text).toContain(wordsIn('en').line.insistingText);
      expect(page.refresh?.url).toMatch(/^[^&]+&go=[^&]+$/);
    }
  });

  it('reloads at the address of the line where a form was refused and the place cannot be read for now', async () => {
    const sale = await publishedSale(system.url, { opensAt: inAnHour });
    const fan = browser();
    let page = await fan.open(linkIn(await joined(fan, sale), TYPING));
    for (let n = 0; n < 40 && page.refresh === null; n += 1)
      page = await fan.press(page, 'E-mail me as well', { email: 'nobody' });
    expect(page.url).toBe(`/s/${sale.slug}/line/more`);
    expect(page.refresh?.url).toBe(`/s/${sale.slug}/line?plain`);
  });

  it('moves to another browser by a pasted link, and says so where it was', async () => {
    const sale = await publishedSale(system.url, { opensAt: inAnHour });
    const [phone, laptop] = [browser(), browser()];
    const offer = await phone.press(await joined(phone, sale), 'Continue on another device');
    const link = linkIn(offer, /<a href="([^"]+#move=[^"]+)"/);
    expect(offer.text).toContain('<svg');
    const nowhere = await laptop.open(`/s/${sale.slug}/line?plain`);
    expect(nowhere.text).toContain('This device has no place in the line');
    const wrong = await laptop.press(nowhere, 'Continue here', { link: 'https://example.org' });
    expect(wrong.text).toContain('This code has been used or has expired.');
    const here = await laptop.press(nowhere, 'Continue here', { link });
    expect(here.text).toContain('Entry no. 1');
    expect((await phone.open(`/s/${sale.slug}/line?plain`)).text).toContain('Your place is on another device');
    // the code works once
    expect((await browser().press(nowhere, 'Continue here', { link })).text).toContain('has been used');
  });

  it('is shared with a friend by a pasted link, also where an address must be proved', async () => {
    const sale = await publishedSale(system.url, { opensAt: inAnHour });
    const [ada, bob] = [browser(), browser()];
    const group = await ada.press(await joined(ada, sale), 'Go with friends');
    const link = linkIn(group, /<a href="([^"]+#group=[^"]+)"/);
    const shared = await bob.press(await bob.open(`/s/${sale.slug}?plain`), 'Continue here', { link });
    expect(shared.text).toContain('Entry no. 1');
    const asked = await publishedSale(system.url, { opensAt: inAnHour, challenge: 'on' });
    const mail = await browser().press(await browser().open(`/s/${asked.slug}?plain`), 'Continue here', { link });
    expect(buttons(mail)).toContain('Send me a code');
    expect(mail.forms[0]?.fields).toContainEqual(['link', link]);
  });

  it('names the seller, and offers a new place after the last one was left, unless the sale is closed', async () => {
    const seller = {
      name: 'Hall Ltd',
      address: null,
      email: 'help@hall.example',
      refundRule: 'Back within 14 days.',
      ...{ helpUrl: null, termsUrl: 'https://hall.example/terms', privacyUrl: null },
    };
    const sale = await publishedSale(system.url, { opensAt: inAnHour, seller });
    const fan = browser();
    for (const page of [await fan.open(`/s/${sale.slug}?plain`), await joined(fan, sale)]) {
      expect(page.text).toContain('Hall Ltd');
      expect(page.text).toContain('Back within 14 days.');
      expect(page.text).toContain('https://hall.example/terms');
    }
    const left = await fan.press(await fan.open(`/s/${sale.slug}/line?plain`), 'Leave the line');
    expect(buttons(left)).toContain('Take a new place');
    await command(sale, 'close');
    const closed = await until('the end', async () => {
      const page = await fan.open(`/s/${sale.slug}/line?plain`);
      return buttons(page).includes('Take a new place') ? null : page;
    });
    expect(closed.text).toContain('Hall Ltd');
  });
});

describe('a basket without JavaScript', () => {
  const seat = (n: number, y: number, more: object = {}) => ({ label: String(n), x: n * 50, y, ...more });
  const house = {
    seatMap: {
      sections: [
        {
          key: 'A',
          label: 'Stalls',
          rows: [
            { label: '1', seats: [seat(1, 0, { accessible: true }), seat(2, 0, { companionOf: 'A-1-1' })] },
            { label: '2', seats: [1, 2, 3, 4].map((n) => seat(n, 90)) },
          ],
        },
      ],
    },
    ticketTypes: [
      { name: 'Standing', admission: 'general', price: 4500, capacity: 10, maxPerFan: 4 },
      { name: 'Seated', admission: 'reserved', price: 6500, sections: ['A'], maxPerFan: 6 },
    ],
  };

  it('gets more time, and offers wheelchair places with their companions', async () => {
    const sale = await publishedSale(system.url, house);
    const fan = browser();
    const shop = await inside(fan, sale);
    expect(shop.text).toContain('Wheelchair places');
    const held = await fan.press(shop, 'Hold these tickets', { wheelchairs: '1', companions: '1' });
    expect(held.text).toContain('€130.00');
    const longer = await fan.press(held, 'I need more time');
    expect(longer.text).toContain('Held until');
    expect(buttons(longer)).not.toContain('I need more time');
  }, 60_000);

  it('is changed as a whole, and kept until it is', async () => {
    const sale = await publishedSale(system.url, house);
    const fan = browser();
    const held = await fan.press(await inside(fan, sale), 'Hold these tickets', { wheelchairs: '1' });
    const change = await fan.open(linkIn(held, /<a href="([^"]+change=[^"]+)"/));
    // companions without a wheelchair place are nothing, and stay as they were chosen
    const nothing = await fan.press(change, 'Change to these tickets', { companions: '2' });
    expect(nothing.text).toContain('Nothing chosen yet');
    expect(nothing.text).toContain('<option value="2" selected>2</option>');
    const changed = await fan.press(nothing, 'Change to these tickets', { quantity: '1' });
    expect(changed.text).toContain('€110.00');
  }, 60_000);

  it('is told on a page that reloads by itself that presses come too fast', async () => {
    const sale = await publishedSale(system.url, house);
    const fan = browser();
    const shop = await inside(fan, sale);
    const fast = await until('the limit', async () => {
      const page = await fan.press(shop, 'Hold these tickets');
      return page.status === 429 ? page : null;
    });
    expect(fast.text).toContain('Too many requests in a short time.');
    expect(fast.refresh).toMatchObject({ url: `/s/${sale.slug}/shop?plain` });
  }, 60_000);

  it('leads from the shop back to an open payment, and out of it to the basket', async () => {
    const sale = await publishedSale(system.url, house);
    const fan = browser();
    const shop = await inside(fan, sale);
    const held = await fan.press(shop, 'Hold these tickets', { quantity: '1' });
    await fan.press(held, 'Continue to payment', { email: 'ada@example.com', name: 'Ada' });
    const waiting = await until('the payment', async () => {
      await aSecond();
      const page = await fan.open(`/s/${sale.slug}/shop?plain`);
      return page.text.includes('Pay €110.00') ? page : null;
    });
    expect(waiting.text).toContain('Your payment is waiting');
    await fan.press(waiting, 'Cancel this order');
    const again = await until('the basket', async () => {
      await aSecond();
      const page = await fan.open(`/s/${sale.slug}/shop?plain`);
      return page.text.includes('Held for you') ? page : null;
    });
    expect(buttons(again)).toContain('Continue to payment · €110.00');
  }, 60_000);

  it('ends in tickets with codes to scan, which go to a friend who reads them without JavaScript too', async () => {
    const sale = await publishedSale(system.url, house);
    const fan = browser();
    const held = await fan.press(await inside(fan, sale), 'Hold these tickets', { quantity: '1' });
    const refused = await fan.press(held, 'Continue to payment', { email: 'ada', name: 'Ada', promoCode: 'SPRING' });
    for (const field of [
      ['email', 'ada'],
      ['name', 'Ada'],
      ['promoCode', 'SPRING'],
    ])
      expect(refused.forms.flatMap(({ fields }) => fields)).toContainEqual(field);
    const ordered = await fan.press(held, 'Continue to payment', { email: 'ada@example.com', name: 'Ada' });
    const payUrl = await until('the payment', async () =>
      linkIn(await fan.open(ordered.url), /<a href="(http[^"]*)">Pay €/),
    );
    await call(payUrl, { body: { paymentMethod: 'pm_card_visa' } });
    const paid = await until('the tickets', async () => {
      const page = await fan.open(ordered.url);
      return page.text.includes('The tickets are yours') ? page : null;
    });
    expect(paid.text.match(/<svg/g)).toHaveLength(2);
    expect(paid.text).toContain('DEMO · not valid');
    expect(paid.text).not.toContain('<details open>');
    const wrong = await fan.press(paid, 'Transfer', { name: 'Grace', email: 'grace' });
    expect(wrong.text.match(/<details open>/g)).toHaveLength(1);
    for (const field of [
      ['name', 'Grace'],
      ['email', 'grace'],
    ])
      expect(wrong.forms.flatMap(({ fields }) => fields)).toContainEqual(field);
    const given = await fan.press(wrong, 'Transfer', { name: 'Grace', email: 'grace@example.com' });
    expect(given.text).toContain('now belongs to Grace');
    expect(given.text.match(/<svg/g)).toHaveLength(1);
  }, 60_000);
});
