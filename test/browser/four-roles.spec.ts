import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { findNginx, startNginx } from '../../scripts/lib/nginx.mjs';
import { type RunningSimulator, startSimulator } from '../../tools/stripe-simulator/simulator.js';
import { testSecret, testSettings } from '../support/app.js';
import { describeInBrowser, launchBrowser } from '../support/browser.js';
import { NodeProcess } from '../support/node-process.js';
import { freePort } from '../support/ports.js';
import { sampleNginx } from '../support/sample-nginx.js';
import type { LiveShape } from '../../src/contract/live/live-shapes.js';
import { publishedSale } from '../support/sale.js';
import { freshDatabase, sharedRedisUrl } from '../support/services.js';
import { adminHeaders, call, until } from '../support/system.js';

jest.setTimeout(90_000);
const roles = ['edge', 'shop', 'payments', 'control'] as const;
const WEBHOOK_SECRET = 'whsec_four_roles_0123456789';

(findNginx() ? describeInBrowser : describe.skip)('four processes, a role each, behind a real nginx', () => {
  let folder: string;
  let proxy: { url: string; stop: () => Promise<void> };
  let simulator: RunningSimulator;
  let browser: Browser;
  const nodes: NodeProcess[] = [];
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'ropeline-roles-'));
    const ports: number[] = [];
    for (const _ of roles) ports.push(await freePort());
    const webhookUrl = `http://127.0.0.1:${ports[roles.indexOf('payments')]}/v1/stripe/webhook`;
    [proxy, simulator, browser] = await Promise.all([
      startNginx(
        folder,
        sampleNginx(folder, (role) => `127.0.0.1:${ports[roles.findIndex((each) => each === role)]}`),
      ),
      startSimulator({ port: 0, webhookUrl, webhookSecret: WEBHOOK_SECRET }),
      launchBrowser(),
    ]);
    const terms = { databaseUrl: await freshDatabase(), redisUrl: await sharedRedisUrl(), secret: testSecret() };
    for (const [at, role] of roles.entries()) {
      const env = {
        ...{ ROPELINE_ROLES: role, PORT: String(ports[at]), PUBLIC_URL: proxy.url, ROPELINE_DATA_DIR: folder },
        ...{ ROPELINE_TRUSTED_PROXIES: '127.0.0.1/32', ROPELINE_STRIPE_API_BASE: simulator.url },
        STRIPE_WEBHOOK_SECRET: WEBHOOK_SECRET,
      };
      nodes.push(await NodeProcess.start(testSettings({ ...terms, env })));
    }
  }, 90_000);
  afterAll(async () => {
    await browser.close();
    await Promise.all(nodes.map((node) => node.kill()));
    await Promise.all([proxy.stop(), simulator.close()]);
    await rm(folder, { recursive: true, force: true });
  });

  it('sell a ticket to a page that is in line, in the shop and at the till by live sockets', async () => {
    const sale = await publishedSale(proxy.url);
    const page = await browser.newPage({ viewport: { width: 360, height: 740 }, locale: 'en-GB' });
    page.setDefaultTimeout(20_000);
    const connected = new Set<string>();
    page.on('websocket', (socket) => {
      const { pathname } = new URL(socket.url());
      socket.on('framereceived', () => connected.add(pathname));
    });
    await page.goto(`${proxy.url}/s/${sale.slug}`);
    await page.getByRole('button', { name: 'Take my place' }).click();
    await page.getByRole('button', { name: 'Go in' }).click();
    await page.getByRole('button', { name: 'More Standing' }).waitFor();
    // a node that has just started ends a handshake or two, for the proxy's sake
    for (const until = Date.now() + 40_000; !connected.has('/socket.io/shop/') && Date.now() < until; )
      await page.waitForTimeout(100);
    await page.getByRole('button', { name: 'More Standing' }).click();
    await page.getByRole('button', { name: 'Hold these tickets' }).click();
    await page.getByLabel('E-mail').fill('ada@example.org');
    await page.getByLabel('Name').fill('Ada Lovelace');
    await page.getByRole('button', { name: /Continue to payment/ }).click();
    await page.getByText('Works', { exact: true }).click();
    await page.getByRole('button', { name: /^Pay / }).click();
    await page.getByRole('heading', { name: 'The tickets are yours' }).waitFor();
    expect([...connected].toSorted()).toEqual(['/socket.io/queue/', '/socket.io/shop/']);
  });

  it.each([
    ['edge', '/', '/verify', '/v1/push-key', '/.well-known/jwks.json', '/v1/sales', '/v1/openapi.json'],
    ['shop', '/partner', '/.well-known/ticket-keys.json'],
    ['control', '/admin', '/v1/admin/sessions/challenge'],
    ['payments', '/v1/card-checks'],
  ])('find the doors of %s at their addresses', async (_role, ...addresses) => {
    for (const address of addresses) {
      const method = address === '/v1/card-checks' ? 'POST' : 'GET';
      const { status } = await fetch(proxy.url + address, { method });
      expect([address, status === 404 || status >= 500]).toEqual([address, false]);
    }
  });

  it('are all named in the control room, which says when none serves the shop any more', async () => {
    const sale = await publishedSale(proxy.url);
    const when = (what: string, seen: (live: LiveShape) => boolean) =>
      until(what, async () => {
        const { body } = await call<LiveShape>(`${proxy.url}/v1/admin/sales/${sale.id}/live`, {
          headers: adminHeaders,
        });
        return seen(body) || null;
      });
    await when(
      'all nodes',
      (live) =>
        live.nodes
          .flatMap((node) => node.roles)
          .toSorted()
          .join() === 'control,edge,payments,shop',
    );
    await nodes[roles.indexOf('shop')]?.kill();
    await when('the loss of the shop', (live) => live.reason === 'SHOP_AWAY');
    await when('the stop of calls', (live) => live.reason === 'SHOP_AWAY' && live.target.perMinute === 0);
  });
});
