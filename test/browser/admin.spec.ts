import { afterAll, afterEach, beforeAll, beforeEach, expect, it, jest } from '@jest/globals';
import type { BrowserContext, Page, Request } from 'playwright-core';
import type { SeatMapList } from '../../src/contract/stock/seat-map-shapes.js';
import type { SaleShape } from '../../src/contract/sale/sale-shapes.js';
import { expectNoFindings, findingsOf } from '../support/axe.js';
import { OWNER } from '../support/app.js';
import { describeInBrowser } from '../support/browser.js';
import { withPartOfDocument } from './api-page.js';
import { labelsInSource, typeIntoAll } from './typed-fields.js';
import { admitted, heldTickets, joinLine, ordered, paid, publishedSale } from '../support/sale.js';
import { Receiver } from '../integration/partners/webhook-bench.js';
import { DESKTOP, setStage } from '../support/stage.js';
import { adminHeaders, call, until } from '../support/system.js';

jest.setTimeout(180_000);

describeInBrowser('the promoter’s panel', () => {
  const inbox = new Receiver();
  // started before the node, which is told its address
  beforeAll(async () => await inbox.start());
  const stage = setStage({
    // a dialog that fades is drawn a dozen times, and found by axe while it goes
    page: { viewport: DESKTOP, colorScheme: 'dark', reducedMotion: 'reduce' },
    waitMs: 15_000,
    env: () => ({ ROPELINE_PARTNER_INBOX_URL: inbox.url }),
  });
  afterAll(() => inbox.stop());
  let page: Page;
  let cookies: Parameters<BrowserContext['addCookies']>[0];

  beforeAll(async () => {
    await stage.newPage();
    await stage.signIn();
    ({ cookies } = await stage.context.storageState());
    await stage.endTest();
  }, 60_000);
  let changes: Request[];
  beforeEach(async () => {
    page = await stage.newPage();
    changes = [];
    page.on('request', (request) => {
      if (request.url().includes('/v1/admin/') && request.method() !== 'GET') changes.push(request);
    });
  });
  afterEach(() => {
    expect(stage.faults).toEqual([]);
    const bare = changes.filter((request) => !/^[\w-]{16,}$/.test(request.headers()['idempotency-key'] ?? ''));
    expect(bare.map((request) => `${request.method()} ${request.url()}`)).toEqual([]);
  });

  /** Opens a page of the panel with the existing session. */
  async function openPanel(path: string): Promise<void> {
    await stage.context.addCookies(cookies);
    await page.goto(`${stage.url}/admin${path}`);
    await page.getByRole('heading').first().waitFor();
  }
  async function controlRoom(sale: SaleShape): Promise<void> {
    await openPanel(`/sales/${sale.id}`);
    await page.getByRole('heading', { name: sale.name }).waitFor();
  }
  /** Edits a field as a person does: click, move to the end, delete, type, blur. */
  async function type(label: string, keys: string, nth = 0): Promise<string> {
    const field = page.getByLabel(label, { exact: true }).nth(nth);
    await field.click();
    await page.keyboard.press('End');
    for (let n = (await field.inputValue()).length; n > 0; n -= 1) await page.keyboard.press('Backspace');
    await page.keyboard.type(keys);
    await page.keyboard.press('Tab');
    return await field.inputValue();
  }
  /** Navigates as a link of the panel does, without a reload. */
  async function moveTo(path: string): Promise<void> {
    await page.evaluate(`
      for (const heading of document.querySelectorAll('h1, h2')) heading.setAttribute('data-left', '');
      history.pushState(null, '', ${JSON.stringify(`/admin${path}`)});
      dispatchEvent(new PopStateEvent('popstate'));`);
    await page.locator(':is(h1, h2):not([data-left])').first().waitFor({ state: 'attached' });
  }
  /** The fan's page beside the form is drawn with each key; other tests look at it. */
  async function withoutPreview(): Promise<void> {
    await page.route('**/admin/preview', async (route) => await route.fulfill({ body: '' }));
  }
  const stageOfSale = (name: string) => page.getByRole('group', { name, exact: true }).locator('.big');

  it('takes somebody new from the sign-in to the published report of an arena', async () => {
    const press = async (name: string): Promise<void> => await page.getByRole('button', { name, exact: true }).click();
    const tab = async (name: string): Promise<void> => await page.getByRole('link', { name, exact: true }).click();
    const dialog = page.getByRole('dialog');
    await page.goto(`${stage.url}/admin`);
    await type('E-mail', OWNER.email);
    await type('Password', 'wrong');
    await press('Sign in');
    await page.getByRole('alert').getByText('Incorrect e-mail or password').waitFor();
    await expectNoFindings(page);
    await type('Password', OWNER.password);
    await press('Sign in');
    await page.getByRole('heading', { name: 'Sales' }).waitFor();

    await press('New sale');
    await type('Name of the sale', 'Presale <b>');
    await type('Show', 'The Newcomers');
    await type('Venue', 'Arena');
    // typing would depend on the locale's order of date parts
    await page.getByLabel('Waiting room opens').fill('2020-01-01T10:00');
    await page.getByLabel('Seat map').selectOption({ label: 'Arena, 20,000 seats' });
    await type('Price in EUR', '45');
    await type('How many', '3000');
    await press('Another ticket type');
    await page.getByText('Named seats', { exact: true }).nth(1).click();
    await type('Name', 'Seats', 1);
    await type('Price in EUR', '1.250,00', 1);
    for (const zone of ['Best seats', 'Middle', 'Upper']) await page.getByLabel(zone).last().click();
    await page.getByRole('group', { name: 'Proof of work against bots' }).getByText('Never', { exact: true }).click();
    const seen = page.frameLocator('iframe');
    await seen.getByRole('heading', { name: 'The Newcomers' }).waitFor();
    await seen.getByText('€1,250.00').first().waitFor();
    await press('Save as draft');
    await page.getByRole('heading', { name: 'Presale <b>' }).waitFor();

    await tab('Rehearsal');
    await type('People who come', '30000');
    await press('Rehearse the night');
    await page.getByRole('heading', { name: 'Recommended' }).waitFor({ timeout: 60_000 });
    await tab('Control room');
    await press('Review and publish');
    await dialog.getByText('23,000 in all').waitFor();
    await dialog.getByRole('button', { name: 'Publish', exact: true }).click();
    // 20,000 seats are written first
    await dialog.waitFor({ state: 'hidden', timeout: 60_000 });

    await press('Pause');
    await dialog.getByText('keep their places').waitFor();
    await dialog.getByRole('button', { name: 'Leave it as it is' }).click();
    const { pathname } = new URL(page.url());
    const { body: sale } = await call<SaleShape>(`${stage.url}/v1${pathname}`, { headers: adminHeaders });
    expect(sale.state).toBe('prequeue');
    expect(await stageOfSale('Waiting').textContent()).toBe('0');
    for (let fan = 0; fan < 3; fan += 1) await joinLine(stage.url, sale.slug);
    await stageOfSale('Waiting').getByText('3', { exact: true }).waitFor();
    expect(await page.evaluate('document.documentElement.scrollHeight - innerHeight')).toBe(0);
    await press('Message');
    await page.getByLabel('What fans read').click();
    await page.keyboard.type('Doors are late.');
    await press('Add this time');
    await dialog.getByText('in New York').waitFor();
    await page.getByRole('button', { name: /^Send to/ }).click();
    await page.getByText(/“Doors are late\. \w{3} \d/).waitFor();

    await press('Open now');
    await dialog.getByRole('button', { name: 'Draw and open' }).click();
    const { pass } = await admitted(stage.url, sale.slug);
    const hold = await heldTickets(stage.url, sale.slug, pass, [
      { ticketTypeId: sale.ticketTypes[0]?.id, quantity: 2 },
    ]);
    await paid(stage.url, await ordered(stage.url, pass, hold.id));
    await stageOfSale('Paid').getByText('1', { exact: true }).waitFor();
    await press('Pause');
    await dialog.getByRole('button', { name: 'Pause' }).click();
    await page.getByText('The sale is paused.').waitFor();
    await dialog.waitFor({ state: 'hidden' });
    await expectNoFindings(page);
    await press('Resume');
    await dialog.getByRole('button', { name: 'Resume' }).click();
    await press('Close for good');
    const close = dialog.getByRole('button', { name: 'Close for good' });
    expect(await close.isDisabled()).toBe(true);
    await type('Type “close” to go on', 'close');
    await close.click();
    await page.getByText('The sale is over. Tickets and orders stay.').waitFor();

    await tab('Report');
    await page.getByText('Only your team can read it.').waitFor();
    await page.getByText('An owner paused the sale').first().waitFor();
    await press('Publish');
    await dialog.getByRole('button', { name: 'Publish' }).click();
    await page.getByText('Public since').waitFor();
    const report = await call<string>(`${stage.url}/s/${sale.slug}/report`);
    expect(report.status).toBe(200);
    await press('Sign out');
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  }, 180_000);

  it('is run by keyboard, says how old its figures are, and yields to whoever changed the speed before', async () => {
    const sale = await publishedSale(stage.url);
    await controlRoom(sale);
    await page.getByText('Live', { exact: true }).waitFor();
    await page.keyboard.press('Tab');
    const reached = new Set<string>();
    for (let n = 0; n < 40; n += 1) {
      const label = await page.evaluate<string>(
        `document.activeElement.getAttribute('aria-label') || document.activeElement.textContent`,
      );
      reached.add(label.trim());
      if (label.trim() === 'Pause') break;
      await page.keyboard.press('Tab');
    }
    expect([...reached]).toEqual(expect.arrayContaining(['Waiting', 'Paid', 'Target', 'Pause']));
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.locator('button:focus', { hasText: /^Pause$/ }).waitFor();

    const policy = async (): Promise<number> => {
      const path = `${stage.url}/v1/admin/sales/${sale.id}/policy`;
      return (await call<{ policy: { perMinute: number } }>(path, { headers: adminHeaders })).body.policy.perMinute;
    };
    await page.getByRole('button', { name: 'Cap and speed' }).click();
    await type('Let in a minute, at most', '60');
    const change = { method: 'PUT', headers: adminHeaders, body: { perMinute: 500 } };
    await call(`${stage.url}/v1/admin/sales/${sale.id}/policy`, change);
    await page.getByRole('button', { name: 'Change it now' }).click();
    await page.getByText('Somebody changed this meanwhile').waitFor();
    expect(await policy()).toBe(500);
    await page.getByRole('button', { name: 'Leave it as it is' }).click();
    await page.reload();
    await page.getByRole('button', { name: 'Cap and speed' }).click();
    await type('Let in a minute, at most', '60');
    await page.getByRole('button', { name: 'Change it now' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await policy()).toBe(60);

    await stage.context.setOffline(true);
    await page.getByText(/Figures are \d+ s old/).waitFor();
    await stage.context.setOffline(false);
    await page.getByText('Live', { exact: true }).waitFor();
    stage.faults.length = 0; // the browser logged every call that failed while offline
  });

  it('finds an order and gives its money back', async () => {
    const sale = await publishedSale(stage.url);
    const { pass } = await admitted(stage.url, sale.slug);
    const items = [{ ticketTypeId: sale.ticketTypes[0]?.id, quantity: 2 }];
    const hold = await heldTickets(stage.url, sale.slug, pass, items);
    await paid(stage.url, await ordered(stage.url, pass, hold.id));
    await openPanel('/orders');
    await page.getByLabel('Search orders').fill('nobody-like-this');
    await page.getByText('No order matches.').waitFor();
    await page.getByLabel('Search orders').fill('FAN@example');
    await page.getByRole('link', { name: 'A Fan' }).first().click();
    await page.getByRole('button', { name: 'Refund' }).click();
    await page.getByRole('dialog').getByText('become void').first().waitFor();
    await page.getByRole('button', { name: 'Give €90.00 back' }).click();
    await page.getByText('is on its way to the buyer').waitFor();
    await page.getByText('Refunded', { exact: true }).first().waitFor({ timeout: 30_000 });
    await expectNoFindings(page);
  });

  it('keeps what is typed into a number, and says what is wrong beside its field', async () => {
    await withoutPreview();
    await openPanel('/new');
    expect(await type('How many', '')).toBe('');
    expect(await type('How many', '8000')).toBe('8000');
    expect(await type('At most for one fan', '2')).toBe('2');
    for (const price of ['€45', '1,250.00', '45 €']) expect(await type('Price in EUR', price)).toBe(price);
    expect(await type('Inside at once, at most', '300')).toBe('300');
    for (const width of [360, 390, 768, 1024, 1440]) {
      await page.setViewportSize({ width, height: 800 });
      expect([width, await page.evaluate('document.documentElement.scrollWidth - innerWidth')]).toEqual([width, 0]);
    }
    await type('Price in EUR', '1.250,00');
    await page.getByRole('button', { name: 'Save as draft' }).click();
    const named = await page.evaluate<string[]>(
      `[...document.querySelectorAll('[aria-invalid=true]')].map((field) => field.labels[0].textContent)`,
    );
    expect(named).toEqual(['Name of the sale', 'Show', 'Venue', 'Address']);
    expect(await page.evaluate('document.activeElement.labels[0].textContent')).toBe('Name of the sale');
    for (const keys of ['Typed Night', 'The Typists', 'Hall']) {
      await page.keyboard.type(keys);
      await page.keyboard.press('Tab');
    }
    await page.reload();
    await page.getByText('you typed here before').waitFor();
    expect(await page.getByLabel('Venue', { exact: true }).inputValue()).toBe('Hall');
    await page.getByLabel('Venue', { exact: true }).press('Enter');
    await page.waitForURL(/\/admin\/sales\/sale_/);
    const { body } = await call<{ input: object }>(
      `${stage.url}/v1/admin${new URL(page.url()).pathname.slice(6)}/input`,
      {
        headers: adminHeaders,
      },
    );
    expect(body.input).toMatchObject({
      ticketTypes: [{ capacity: 8000, maxPerFan: 2, price: 125_000 }],
      policy: { cap: 300 },
    });
  });

  it('keeps what is typed into every number, amount and time of its pages and dialogs', async () => {
    await withoutPreview();
    const typed = new Set<string>();
    const wrong: string[] = [];
    let turn = 0;
    const typeAll = async (): Promise<void> => {
      wrong.push(...(await typeIntoAll(page, typed, turn)));
      turn += 1;
    };
    const endpoint = { headers: adminHeaders, body: { url: `${inbox.url}/panel` } };
    expect((await call(`${stage.url}/v1/admin/webhook-endpoints`, endpoint)).status).toBe(201);
    const press = async (name: string | RegExp): Promise<void> =>
      await page.getByRole('button', { name, exact: true }).first().click();
    const hour = (hours: number): string => new Date(Date.now() + hours * 3_600_000).toISOString();
    const ahead = await publishedSale(stage.url, {
      ...{ prequeueAt: hour(1), opensAt: hour(2) },
      lanes: [
        { key: 'general', label: 'General', weight: 1, access: 'open' },
        { key: 'club', label: 'Club', weight: 3, access: 'code' },
      ],
    });
    const open = await publishedSale(stage.url);
    const { pass } = await admitted(stage.url, open.slug);
    const hold = await heldTickets(stage.url, open.slug, pass, [
      { ticketTypeId: open.ticketTypes[0]?.id, quantity: 1 },
    ]);
    const order = await paid(stage.url, await ordered(stage.url, pass, hold.id));

    await openPanel('/new');
    await press('Another ticket type');
    await page.getByText('Named seats', { exact: true }).nth(1).click();
    await typeAll();
    await moveTo(`/sales/${ahead.id}/edit`);
    await press(/^Change price or limits/);
    await press('Add a ticket type');
    await typeAll();
    await moveTo(`/sales/${ahead.id}/codes`);
    await page.getByLabel('How many codes').waitFor();
    await typeAll();
    await moveTo(`/sales/${ahead.id}/channels`);
    await press('New channel');
    await typeAll();
    await moveTo(`/sales/${ahead.id}/rehearsal`);
    await typeAll();
    await moveTo(`/sales/${ahead.id}`);
    for (const name of ['Cap and speed', 'Opening time', 'Message', 'Stock']) {
      await press(name);
      await page.getByRole('dialog').waitFor();
      await typeAll();
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    }
    await moveTo(`/orders/${order.id}`);
    await press('Refund');
    await page.getByRole('dialog').getByText('An amount').first().click();
    await typeAll();
    await page.keyboard.press('Escape');
    await moveTo('/seat-maps/draw');
    await press('Add a standing area');
    await typeAll();
    await moveTo('/approvals');
    await page.getByRole('checkbox', { name: 'Give money back' }).click();
    await typeAll();
    await moveTo('/webhooks');
    await press(/^Change/);
    await typeAll();
    await page.keyboard.press('Escape');
    await page.getByText('Send a range again').waitFor();
    await typeAll();
    expect(wrong).toEqual([]);
    const forgotten = labelsInSource().filter((pattern) => ![...typed].some((label) => pattern.test(label)));
    expect(forgotten).toEqual([]);
  });

  it('takes a partner from the invitation through a test and a message to its replay, and out again', async () => {
    await openPanel('/partners');
    await page.getByLabel('Name of a new partner').fill('Fan Club');
    await page.getByLabel('E-mail', { exact: true }).fill('club@spec.example');
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    const club = page.getByRole('region', { name: 'Fan Club' });
    await club.getByLabel('Invite somebody of Fan Club by e-mail').fill('ann@club.example');
    await club.getByRole('button', { name: 'Invite' }).click();
    const link = (await club.getByRole('status').locator('code').textContent()) ?? '';
    await expectNoFindings(page);
    const visitor = await stage.browser.newContext({ viewport: { width: 390, height: 800 }, locale: 'en-GB' });
    const portal = await visitor.newPage();
    portal.setDefaultTimeout(15_000);
    await portal.goto(link);
    await portal.getByRole('button', { name: 'Enter the portal' }).click();
    await portal.getByRole('heading', { name: 'Webhooks' }).waitFor();
    expect(portal.url()).not.toContain('invitation');
    await portal.getByLabel('Address of a new endpoint').fill(`${inbox.url}/club`);
    await portal.getByRole('button', { name: 'Add', exact: true }).click();
    await portal.getByText(/whsec_/).waitFor();
    const endpoint = portal.getByRole('region', { name: `${inbox.url}/club` });
    await endpoint.getByRole('button', { name: 'Send a test' }).click();
    await until('a test', async () =>
      Promise.resolve(inbox.bodiesAt('/club').some(({ type }) => type === 'endpoint.test')),
    );
    await publishedSale(stage.url);
    const opened = () => inbox.bodiesAt('/club').filter(({ type }) => type === 'sale.opened').length;
    await until('a message', async () => Promise.resolve(opened() > 0)); // sales of other cases may open meanwhile
    await portal.reload();
    const row = portal.getByRole('row').filter({ hasText: 'sale.opened' }).first();
    await row.getByRole('button', { name: /^Details/ }).click();
    await portal.getByLabel('Payload').getByText('previousSequence').waitFor();
    await expectNoFindings(portal);
    const before = opened();
    await row.getByRole('button', { name: /^Send again/ }).click();
    await until('the replay', async () => Promise.resolve(opened() > before));
    await portal.getByRole('link', { name: 'Log' }).click();
    await portal.getByText('ann@club.example sent events again').waitFor();
    await portal.getByRole('button', { name: 'Leave' }).click();
    await portal.goto(link);
    await portal.getByRole('button', { name: 'Enter the portal' }).click();
    await portal.getByRole('alert').getByText('This link has been used or has expired.').waitFor();
    await visitor.close();
  });

  it('has an API page whose calls and events work under its own policy', async () => {
    const violations: unknown[] = [];
    await page.exposeFunction('violated', (directive: string, what: string) => violations.push([directive, what]));
    await page.addInitScript(
      `addEventListener('securitypolicyviolation', (event) => violated(event.violatedDirective, event.blockedURI));`,
    );
    // the page takes ten seconds for the whole document, which specs without a browser read
    await page.route('**/docs/swagger-ui-init.js', async (route) => {
      const text = await (await route.fetch()).text();
      await route.fulfill({ contentType: 'text/javascript', body: withPartOfDocument(text) });
    });
    const answer = await page.goto(`${stage.url}/docs`, { waitUntil: 'commit' });
    expect(answer?.headers()['content-security-policy']).toContain("script-src 'self'");
    await page.locator('#operations-tag-sales').click();
    const sales = page.locator('.opblock', { has: page.locator('[data-path="/v1/sales"]') }).first();
    await sales.getByRole('button').first().click();
    await sales.getByRole('button', { name: 'Try it out' }).click();
    await sales.getByRole('button', { name: 'Execute' }).click();
    await sales.locator('.live-responses-table .response-col_status', { hasText: '200' }).waitFor();
    const paidEvent = page.locator('.opblock', { has: page.locator('[data-path="order.paid"]') });
    await paidEvent.getByRole('button').first().click();
    await paidEvent.getByText('"previousSequence"').waitFor(); // the example, which only an opened event shows
    expect(violations).toEqual([]);
  });

  it('draws a house by keyboard, takes a step back, and keeps it through a reload until it is saved', async () => {
    await openPanel('/seat-maps/draw');
    await page.getByLabel('Name', { exact: true }).fill('Town hall');
    await page.getByLabel('Rows', { exact: true }).fill('3');
    await page.getByRole('button', { name: 'Add the section' }).click();
    const paper = page.getByRole('application', { name: 'Seat map' });
    await paper.focus();
    // the first seat becomes a wheelchair place, the one beside it its companion's
    for (const key of ['ArrowRight', ' ', 'w', 'Escape', 'ArrowRight', ' ', 'c']) await page.keyboard.press(key);
    const seats = page.getByRole('region', { name: 'Seats' }).getByRole('status');
    await expect(seats.innerText()).resolves.toContain('row 1, seat 2, companion seat, selected');
    await page.keyboard.press('Delete');
    await page.keyboard.press('Control+z');
    await page.reload();
    await page.getByText('36 seats in one section').waitFor();
    await page.getByRole('button', { name: 'Save the map' }).click();
    await page.getByRole('heading', { name: 'Town hall' }).waitFor();
    const { body } = await call<SeatMapList>(`${stage.url}/v1/admin/seat-maps`, { headers: adminHeaders });
    expect(body.seatMaps.find(({ name }) => name === 'Town hall')).toMatchObject({ seats: 36, accessible: 1 });
  });

  it('has no findings of axe on any page and scrolls none sideways, narrow by day and wide by night', async () => {
    const sale = await publishedSale(stage.url);
    const own = ['', '/edit', '/codes', '/channels', '/messages', '/rehearsal', '/report'].map(
      (path) => `/sales/${sale.id}${path}`,
    );
    const lists = ['/orders', '/attention', '/approvals', '/privacy', '/partners', '/webhooks', '/team', '/log'];
    const found: string[] = [];
    const asked = new Set<Request>();
    page.on('request', (request) => request.url().includes('/v1/') && asked.add(request));
    page.on('requestfinished', (request) => asked.delete(request));
    page.on('requestfailed', (request) => asked.delete(request));
    await openPanel('/nothing'); // start at the page visited last
    for (const path of [
      '',
      '/new',
      '/seat-maps',
      '/seat-maps/draw',
      ...own,
      ...lists,
      '/account',
      '/scan',
      '/nothing',
    ]) {
      await moveTo(path);
      await until('what the page shows', async () => {
        await page.waitForTimeout(50); // in which it asks
        return asked.size === 0;
      });
      for (const [colorScheme, width] of [
        ['light', 360],
        ['dark', 1440],
      ] as const) {
        await page.emulateMedia({ colorScheme });
        await page.setViewportSize({ width, height: 800 });
        // in the dark scheme only the colours differ
        const violations = await findingsOf(page, ...(colorScheme === 'dark' ? ['color-contrast'] : []));
        const over = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
        found.push(...violations.map((each) => `${path} ${width}: ${each}`));
        if (over > 0) found.push(`${path} ${width}: ${over} px too wide`);
      }
    }
    expect(found).toEqual([]);
  }, 240_000);
});
