import { execFile, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import type { EventsPage } from '../../../src/contract/partners/webhook-events.js';
import type { PartnerSalesPage } from '../../../src/contract/partners/partner-shapes.js';
import type { EndpointShape, EndpointsPage, MessagesPage } from '../../../src/contract/partners/webhook-shapes.js';
import type { Problem } from '../../../src/contract/errors.js';
import type { SaleShape } from '../../../src/contract/sale/sale-shapes.js';
import { OutboxService } from '../../../src/platform/outbox/outbox.service.js';
import { publishedSale } from '../../support/sale.js';
import { startSystem, type TestSystem, until } from '../../support/system.js';
import type { TestNode } from '../../support/app.js';
import { saleBody, withKey } from '../admin/staff-client.js';
import { call, newPartner, type TestPartner } from './partner-client.js';
import { Receiver } from './webhook-bench.js';

const run = promisify(execFile);

describe("a partner's doors", () => {
  const receiver = new Receiver();
  let system: TestSystem;
  let node: TestNode;
  let partner: TestPartner;

  beforeAll(async () => {
    await receiver.start();
    system = await startSystem({ env: { ROPELINE_PARTNER_INBOX_URL: receiver.url } });
    const [first] = system.nodes;
    if (!first) throw new Error('no node');
    node = first;
    partner = await newPartner(node, ['sales:read', 'events:read', 'endpoints:read', 'endpoints:write']);
  }, 60_000);
  afterAll(async () => {
    receiver.stop();
    await system.close();
  });

  const ask = async <T = Problem>(path: string, init: { method?: string; body?: unknown } = {}, who = partner) =>
    await call<T>(`${system.url}/v1/partner/${path}`, { headers: who.headers, ...init });

  it('list published sales and read one, but no draft', async () => {
    const sale = await publishedSale(system.url);
    const { body } = await ask<PartnerSalesPage>('sales');
    const listed = body.sales.find(({ id }) => id === sale.id);
    expect(listed).toMatchObject({ slug: sale.slug });
    expect((await ask<SaleShape>(`sales/${sale.id}`)).body).toEqual(listed);
    const { body: draft } = await withKey(node)<SaleShape>('POST', '/v1/admin/sales', saleBody());
    for (const id of [draft.id, sale.slug, 'sale_none'])
      expect(await ask(`sales/${id}`)).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } });
  });

  it('tell by webhook what the event list says', async () => {
    const made = await ask<EndpointShape>('webhook-endpoints', { body: { url: `${receiver.url}/partner` } });
    expect(made.status).toBe(201);
    const { next } = (await ask<EventsPage>('events?limit=500')).body;
    await publishedSale(system.url);
    const told = await until('the webhooks', async () => {
      const { events } = (await ask<EventsPage>(`events?after=${next ?? 0}&limit=500`)).body;
      const ids = new Set(receiver.bodiesAt('/partner').map(({ id }) => id));
      return events.some(({ type }) => type === 'sale.opened') && events.every(({ id }) => ids.has(id)) && events;
    });
    const received = receiver.bodiesAt('/partner').sort((a, b) => a.sequence - b.sequence);
    expect(received.filter(({ id }) => told.some((event) => event.id === id))).toEqual(told);
    for (const event of told) expect(event.previousSequence).toBe(event.sequence === 1 ? null : event.sequence - 1);
  });

  it('answer a waiting reader as soon as something happens', async () => {
    const seen = (await ask<EventsPage>('events?limit=500')).body.next ?? 0;
    /** Events of earlier cases may still come first. */
    const read = async (after: number): Promise<EventsPage['events'][number]> => {
      const { events, next } = (await ask<EventsPage>(`events?after=${after}&wait=20`)).body;
      const mine = events.find(({ data }) => (data as { saleId?: string }).saleId === 'sale_x');
      if (events.length === 0) throw new Error('nothing was told in time');
      return mine ?? (await read(next ?? after));
    };
    const waiting = read(seen);
    await node.app.get(OutboxService).append([{ saleId: null, type: 'sale.paused', data: { saleId: 'sale_x' } }]);
    expect(await waiting).toMatchObject({ type: 'sale.paused' });
  });

  it('answer an empty page with no next, and refuse what is no sequence in plain words', async () => {
    const seen = (await ask<EventsPage>('events?limit=500')).body.next ?? 0;
    expect((await ask<EventsPage>(`events?after=${seen}`)).body).toEqual({ events: [], next: null });
    const refused = await ask('events?after=x');
    expect(refused).toMatchObject({
      status: 400,
      body: { errors: [{ field: 'after', message: expect.stringContaining('sequence number') }] },
    });
    expect((await ask('events?types=order.paid,nonsense')).status).toBe(400);
  });

  it('feed the command line, which forwards events signed and in order', async () => {
    const seen = (await ask<EventsPage>('events?limit=500')).body.next ?? 0;
    const secret = `whsec_${Buffer.from('a secret of this spec').toString('base64')}`;
    const args = ['scripts/cli.mjs', 'listen', '--forward', `${receiver.url}/local`, '--after', String(seen)];
    const child = spawn(process.execPath, [...args, '--secret', secret], {
      env: { ...process.env, ROPELINE_URL: system.url, ROPELINE_API_KEY: partner.key },
      stdio: 'ignore',
    });
    try {
      await node.app.get(OutboxService).append([
        { saleId: null, type: 'sale.paused', data: { saleId: 'sale_1' } },
        { saleId: null, type: 'sale.resumed', data: { saleId: 'sale_1' } },
      ]);
      await until('the events', () => Promise.resolve(receiver.bodiesAt('/local').length >= 2));
      expect(receiver.bodiesAt('/local').map(({ type }) => type)).toEqual(['sale.paused', 'sale.resumed']);
      const [first] = receiver.received.filter(({ path }) => path === '/local');
      expect(new Webhook(secret).verify(first?.body ?? '', first?.headers ?? {})).toMatchObject({
        type: 'sale.paused',
      });
    } finally {
      child.kill();
    }
  });

  it('answer the command line, which replays a range and verifies what was sent', async () => {
    const made = await ask<EndpointShape>('webhook-endpoints', { body: { url: `${receiver.url}/cli` } });
    const env = { ...process.env, ROPELINE_URL: system.url, ROPELINE_API_KEY: partner.key };
    const cli = async (...args: string[]) => await run(process.execPath, ['scripts/cli.mjs', ...args], { env });
    const { stdout } = await cli('replay', made.body.id, '--from', '1', '--to', '1');
    expect(stdout).toBe('1 message will be sent again.\n');
    const sent = await until('the replay', () =>
      Promise.resolve(receiver.received.find(({ path, body }) => path === '/cli' && body.includes('"sequence":1,'))),
    );
    const headers = join(mkdtempSync(join(tmpdir(), 'ropeline-cli-')), 'headers.json');
    writeFileSync(headers, JSON.stringify(sent.headers));
    const verified = (secret: string, body: string) => {
      const args = ['scripts/cli.mjs', 'verify', '--secret', secret, '--headers', headers];
      const { status, stdout: said } = spawnSync(process.execPath, args, { input: body, encoding: 'utf8' });
      return { status, said };
    };
    expect(verified(made.body.secret ?? '', sent.body)).toMatchObject({
      status: 0,
      said: expect.stringMatching(/sequence 1\.\n$/),
    });
    expect(verified(made.body.secret ?? '', `${sent.body} `).status).toBe(1);
    rmSync(dirname(headers), { recursive: true });
  });

  it("never show one partner another's endpoints", async () => {
    const other = await newPartner(node, ['endpoints:read', 'endpoints:write', 'events:read']);
    const made = await ask<EndpointShape>('webhook-endpoints', { body: { url: `${receiver.url}/mine` } });
    expect((await ask<EndpointsPage>('webhook-endpoints', {}, other)).body.endpoints).toEqual([]);
    const path = `webhook-endpoints/${made.body.id}`;
    const calls: [string, string, unknown?][] = [
      ['GET', path],
      ['PATCH', path, { description: 'mine now' }],
      ['POST', `${path}/test`],
      ['POST', `${path}/rotate-secret`],
      ['POST', `${path}/replay`, { from: 1 }],
      ['GET', `${path}/messages`],
      ['GET', `${path}/attempts`],
      ['DELETE', path],
    ];
    for (const [method, at, body] of calls)
      expect((await ask(at, { method, ...(body === undefined ? {} : { body }) }, other)).status).toBe(404);
  });

  it('manage an endpoint: change, disable, enable, test, read its messages, replay a range', async () => {
    const { body: made } = await ask<EndpointShape>('webhook-endpoints', {
      body: { url: `${receiver.url}/life`, types: ['sale.opened'] },
    });
    const path = `webhook-endpoints/${made.id}`;
    const patched = await ask<EndpointShape>(path, {
      method: 'PATCH',
      body: { description: 'Ours', concurrency: 1, state: 'disabled' },
    });
    expect(patched.body).toMatchObject({ description: 'Ours', concurrency: 1, disabledReason: 'by_hand' });
    expect((await ask<EndpointShape>(path, { method: 'PATCH', body: { state: 'active' } })).body.state).toBe('active');
    await ask(`${path}/test`, { method: 'POST' });
    await until('the test', async () =>
      Promise.resolve(receiver.bodiesAt('/life').some(({ type }) => type === 'endpoint.test')),
    );
    const replayed = await ask<{ messages: number }>(`${path}/replay`, { body: { from: 1 } });
    expect(replayed.body.messages).toBeGreaterThan(0);
    const sent = await until('the replay', async () => {
      const { body } = await ask<MessagesPage>(`${path}/messages?state=delivered&type=sale.opened`);
      return body.messages.length === replayed.body.messages && body.messages;
    });
    expect(sent[0]?.payload).toMatchObject({ type: 'sale.opened', version: 1 });
    for (const body of [{}, { messageId: 'evt_1', from: 1 }, { to: 4 }, { from: 0 }, { from: 5, to: 2 }])
      expect((await ask(`${path}/replay`, { body })).status).toBe(400);
    expect((await ask<Problem>('webhook-endpoints', { body: { url: `${receiver.url}/life` } })).body.code).toBe(
      'ENDPOINT_EXISTS',
    );
  });
});
