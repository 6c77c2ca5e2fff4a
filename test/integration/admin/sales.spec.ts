import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { LiveTask } from '../../../src/admin/live/live.task.js';
import type { LiveShape } from '../../../src/contract/live/live-shapes.js';
import type {
  AuditEntryShape,
  SalePolicyAnswer,
  SocketTicketShape,
  StaffSaleShape,
} from '../../../src/contract/staff/staff-shapes.js';
import type { EndpointShape } from '../../../src/contract/partners/webhook-shapes.js';
import { NewsService } from '../../../src/platform/news/news.service.js';
import { Tokens } from '../../../src/platform/tokens/tokens.js';
import { SalesService } from '../../../src/sales/sales.service.js';
import { startNode, type TestNode } from '../../support/app.js';
import { freshDatabase, sharedRedisUrl } from '../../support/services.js';
import { until } from '../../support/system.js';
import { type Call, saleBody, withKey } from './staff-client.js';

const run = promisify(execFile);

describe('sales in the hands of staff', () => {
  let node: TestNode;
  let call: Call;

  beforeAll(async () => {
    node = await startNode({ databaseUrl: await freshDatabase(), redisUrl: await sharedRedisUrl() });
    call = withKey(node);
  }, 60_000);
  afterAll(async () => {
    await node.close();
  });

  const make = async (changes: Record<string, unknown> = {}): Promise<StaffSaleShape> => {
    const answer = await call<StaffSaleShape>('POST', '/v1/admin/sales', saleBody(changes));
    expect(answer.status).toBe(201);
    return answer.body;
  };
  const act = async (id: string, verb: string) => await call<StaffSaleShape>('POST', `/v1/admin/sales/${id}/${verb}`);

  it('are made as drafts, with their stock', async () => {
    const sale = await make();
    expect(sale).toMatchObject({
      state: 'draft',
      policyVersion: 1,
      ticketTypes: [{ capacity: 100, sold: 0, price: 4500 }],
    });
    const { body } = await call<{ sales: StaffSaleShape[] }>('GET', '/v1/admin/sales');
    expect(body.sales.map(({ id }) => id)).toContain(sale.id);
  });

  it('go from draft to closed, pausing and resuming on the way', async () => {
    const { id } = await make();
    const states: string[] = [];
    for (const verb of ['publish', 'pause', 'resume', 'open', 'pause', 'resume', 'close'])
      states.push((await act(id, verb)).body.state);
    expect(states).toEqual(['prequeue', 'paused', 'prequeue', 'on_sale', 'paused', 'on_sale', 'closed']);
    expect(await act(id, 'open')).toMatchObject({ status: 409, body: { code: 'SALE_STATE' } });
  });

  it('write every change into the audit log with who made it', async () => {
    const { id } = await make();
    await act(id, 'publish');
    await call('PUT', `/v1/admin/sales/${id}/policy`, { cap: 50 });
    await call('POST', `/v1/admin/sales/${id}/notice`, { text: 'Doors are late.' });
    await act(id, 'pause');
    await act(id, 'pause'); // no effect beyond an audit entry for the call
    const { body } = await call<{ entries: AuditEntryShape[] }>('GET', `/v1/admin/audit?subject=${id}`);
    const actions = ['door', 'sale.pause', 'sale.notice', 'sale.policy', 'sale.publish', 'sale.create'];
    const ours = body.entries.filter(({ actor }) => actor === 'key:environment');
    expect(ours.map(({ action }) => action)).toEqual(actions);
  });

  it('are exported as a log whose hash chain a program without our code checks', async () => {
    const database = new pg.Client(node.config.databaseUrl);
    await database.connect();
    const folder = await mkdtemp(path.join(tmpdir(), 'ropeline-log-'));
    const file = path.join(folder, 'log.csv');
    const check = async (): Promise<{ ok: boolean; said: string }> => {
      await writeFile(file, (await call<string>('GET', '/v1/admin/audit.csv')).body);
      return await run(process.execPath, ['scripts/verify-log.mjs', file]).then(
        ({ stdout }) => ({ ok: true, said: stdout }),
        (error: { stdout: string }) => ({ ok: false, said: error.stdout }),
      );
    };
    try {
      const { id } = await make();
      // of entries at either end only a hash that was kept elsewhere tells
      for (const verb of ['publish', 'pause', 'resume']) await act(id, verb);
      await until('the seal of every entry', async () => {
        const { rows } = await database.query('SELECT 1 FROM audit_entry WHERE seq IS NULL');
        return rows.length === 0 ? true : null;
      });
      expect(await check()).toMatchObject({ ok: true, said: expect.stringContaining('It holds.') });
      const [changed] = (
        await database.query<{ seq: string }>(
          `UPDATE audit_entry SET actor = 'member:other' WHERE subject = $1 AND action = 'sale.publish' RETURNING seq`,
          [id],
        )
      ).rows;
      expect(await check()).toMatchObject({
        ok: false,
        said: expect.stringContaining(`FAULT: entry ${changed?.seq}`),
      });
      await database.query('DELETE FROM audit_entry WHERE seq = $1', [changed?.seq]);
      expect(await check()).toMatchObject({ ok: false, said: expect.stringContaining('are missing') });
    } finally {
      await database.end();
      await rm(folder, { recursive: true, force: true });
    }
  });

  it('tell fans something in their language, with times, where they are', async () => {
    const sale = await make();
    await act(sale.id, 'publish');
    const notice = {
      text: 'Doors at {time:2027-05-01T18:30Z}.',
      texts: { de: 'Einlass um {time:2027-05-01T18:30Z}.' },
      to: ['line', 'shop'],
    };
    const told = await call<StaffSaleShape>('POST', `/v1/admin/sales/${sale.id}/notice`, notice);
    expect(told).toMatchObject({ status: 200, body: { notice } });
    await until('the page', async () => {
      const headers = { 'accept-language': 'de' };
      const page = await (await fetch(`${node.url}/s/${sale.slug}?plain`, { headers })).text();
      return page.includes('Einlass um Samstag, 1. Mai 2027 um 20:30.') || null;
    });
    const gone = await call<StaffSaleShape>('POST', `/v1/admin/sales/${sale.id}/notice`, { text: null });
    expect(gone.body.notice).toBeNull();
  });

  it('refuse a policy that was changed by somebody else in the meantime', async () => {
    const { id } = await make();
    const path = `/v1/admin/sales/${id}/policy`;
    const first = await call<SalePolicyAnswer>('PUT', path, { perMinute: 60, version: 1 });
    expect(first.body).toMatchObject({ version: 2, policy: { perMinute: 60 } });
    expect(await call('PUT', path, { perMinute: 90, version: 1 })).toMatchObject({
      status: 409,
      body: { code: 'VERSION_CONFLICT' },
    });
    expect((await call<SalePolicyAnswer>('GET', path)).body.policy.perMinute).toBe(60);
  });

  it('are made once for one idempotency key', async () => {
    const body = saleBody();
    const key = { 'idempotency-key': `key-${String(body.slug)}-0001` };
    const first = await call<StaffSaleShape>('POST', '/v1/admin/sales', body, key);
    const again = await call<StaffSaleShape>('POST', '/v1/admin/sales', body, key);
    expect(again.body.id).toBe(first.body.id);
    expect(await call('POST', '/v1/admin/sales', { ...body, name: 'Other' }, key)).toMatchObject({ status: 422 });
    expect(await call('POST', '/v1/admin/sales', body)).toMatchObject({ status: 409, body: { code: 'SLUG_TAKEN' } });
  });

  it('refuse bad input and unknown sales with a code', async () => {
    const { id } = await make();
    const refused: [string, string, unknown, number, string][] = [
      ['POST', '/v1/admin/sales', { slug: 'x' }, 400, 'VALIDATION_FAILED'],
      ['POST', '/v1/admin/sales', saleBody({ prequeueAt: 'soon' }), 400, 'VALIDATION_FAILED'],
      ['PATCH', `/v1/admin/sales/${id}`, { closesAt: '2001-01-01T00:00:00Z' }, 400, 'VALIDATION_FAILED'],
      ['PUT', `/v1/admin/sales/${id}/policy`, { cap: 0 }, 400, 'VALIDATION_FAILED'],
      ['PUT', `/v1/admin/sales/${id}/policy`, { cap: 5, colour: 'red' }, 400, 'VALIDATION_FAILED'],
      ['POST', `/v1/admin/sales/${id}/notice`, { text: 'a\u202eb' }, 400, 'VALIDATION_FAILED'],
      ['POST', `/v1/admin/sales/${id}/notice`, { text: 'At {time:soon}' }, 400, 'VALIDATION_FAILED'],
      ['POST', `/v1/admin/sales/${id}/notice`, { text: 'a', texts: { german: 'b' } }, 400, 'VALIDATION_FAILED'],
      ['POST', `/v1/admin/sales/${id}/notice`, { text: 'a', texts: { de: 7 } }, 400, 'VALIDATION_FAILED'],
      ['POST', `/v1/admin/sales/${id}/notice`, { text: 'a', to: ['moon'] }, 400, 'VALIDATION_FAILED'],
      ['GET', '/v1/admin/sales/sale_unknown', undefined, 404, 'NOT_FOUND'],
      ['GET', '/v1/admin/sales/%00/live', undefined, 404, 'NOT_FOUND'],
      ['POST', '/v1/admin/sales/nothing/publish', undefined, 404, 'NOT_FOUND'],
      ['PATCH', '/v1/admin/sales/nothing', {}, 404, 'NOT_FOUND'],
      ['POST', '/v1/admin/socket-tickets', { saleId: 7 }, 400, 'VALIDATION_FAILED'],
      ['POST', '/v1/admin/socket-tickets', { saleId: `sale_${'0'.repeat(26)}` }, 404, 'NOT_FOUND'],
      ['POST', '/v1/admin/webhook-endpoints', { url: 'http://127.0.0.1:1/' }, 422, 'ENDPOINT_URL_REFUSED'],
      ['POST', '/v1/admin/webhook-endpoints', { url: 'not an address' }, 422, 'ENDPOINT_URL_REFUSED'],
      ['POST', '/v1/admin/webhook-endpoints/whe_none/test', undefined, 404, 'NOT_FOUND'],
      ['POST', '/v1/admin/webhook-endpoints/whe_none/replay', { messageId: 'evt_1' }, 404, 'NOT_FOUND'],
      ['GET', '/v1/admin/audit?subject=%27', undefined, 400, 'VALIDATION_FAILED'],
    ];
    for (const [method, path, body, status, code] of refused)
      expect([method, path, await call(method, path, body)]).toMatchObject([method, path, { status, body: { code } }]);
  });

  it('answer what is asked of orders that are not there with a code', async () => {
    const unknown = `ord_${'0'.repeat(26)}`;
    expect((await call<{ orders: unknown[]; next: null }>('GET', '/v1/admin/orders?search=nobody')).body).toEqual({
      orders: [],
      next: null,
    });
    expect((await call<{ items: unknown[] }>('GET', '/v1/admin/attention')).body).toEqual({ items: [], total: 0 });
    expect(await call('POST', `/v1/admin/orders/${unknown}/refund`)).toMatchObject({ status: 404 });
    expect(await call('POST', `/v1/admin/orders/${unknown}/refund`, { all: true })).toMatchObject({ status: 400 });
    expect(await call('POST', '/v1/admin/attention/att_none/resolve')).toMatchObject({ status: 404 });
    expect(await call('GET', '/v1/admin/orders?before=1%27')).toMatchObject({ status: 400 });
  });

  it('offer the door the published sales whose shows are nearest, and cancel no show of a draft', async () => {
    const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString();
    const show = { name: 'Show', venue: 'Hall', timeZone: 'Europe/Berlin' };
    const [far, near, draft] = [
      await make({ show: { ...show, startsAt: inDays(900) } }),
      await make({ show: { ...show, startsAt: inDays(800) } }),
      await make({ show: { ...show, startsAt: inDays(801) } }),
    ];
    await act(far.id, 'publish');
    await act(near.id, 'publish');
    const offered = await node.app.get(SalesService, { strict: false }).nearShows(new Date(inDays(802)), 2);
    expect(offered.map(({ id }) => id).sort()).toEqual([far.id, near.id].sort());
    const canceled = await call('POST', `/v1/admin/sales/${draft.id}/cancel-show`, {});
    expect(canceled).toMatchObject({ status: 409, body: { code: 'SALE_STATE' } });
  });

  it('open when they were told to, though somebody moves the opening in its last 100 ms', async () => {
    const opens = Date.now() + 5_000;
    const opensAt = new Date(opens).toISOString();
    const { id, slug } = await make({ opensAt, prequeueAt: new Date(Date.now() - 60_000).toISOString() });
    await act(id, 'publish');
    await new Promise((resolve) => setTimeout(resolve, opens - 100 - Date.now()));
    const later = { opensAt: new Date(opens + 3_600_000).toISOString() };
    // refused in that second, and refused to whoever comes after it
    expect(await call('PATCH', `/v1/admin/sales/${id}`, later)).toMatchObject({
      ...{ status: 409, body: { code: 'SALE_STATE' } },
    });
    const opened = async () => (await call<StaffSaleShape>('GET', `/v1/sales/${slug}`)).body;
    await until('the opening', async () => (await opened()).state === 'on_sale');
    expect((await opened()).opensAt).toBe(opensAt);
  });

  it('show live figures that add up', async () => {
    const { id } = await make({
      opensAt: new Date(Date.now() - 60_000).toISOString(),
      prequeueAt: new Date(Date.now() - 120_000).toISOString(),
      policy: { cap: 50 }, // fewer than there are tickets, so that the decided cap is this one
    });
    await act(id, 'publish');
    const { body: live } = await call<LiveShape>('GET', `/v1/admin/sales/${id}/live`);
    expect(live).toMatchObject({
      state: 'on_sale',
      target: { cap: 50 },
      stock: [{ capacity: 100, free: 100, held: 0, sold: 0, withdrawn: 0 }],
      orders: { pending: 0, authorized: 0, paid: 0, attention: 0 },
      revenue: { amount: 0, currency: 'EUR' },
      conservation: { ok: true },
    });
    expect(live.reason).not.toBe('CORE_AWAY');
  });

  it('tell their control rooms at most a second or two apart', async () => {
    const { id } = await make();
    await act(id, 'publish');
    const heard: LiveShape[] = [];
    const stop = node.app.get(NewsService).listen<'control'>(`control:${id}`, ({ event, payload }) => {
      if (event === 'live') heard.push(payload);
    });
    expect(node.app.get(LiveTask).name).toBe('admin-live');
    for (let n = 0; n < 60 && heard.length < 3; n += 1) await new Promise((resolve) => setTimeout(resolve, 100));
    stop();
    expect(heard.length).toBeGreaterThanOrEqual(3);
    expect(heard[0]?.state).toBe('prequeue');
  });

  it('give tickets for the socket that name who, what and until when', async () => {
    const { id } = await make();
    const { status, body } = await call<SocketTicketShape>('POST', '/v1/admin/socket-tickets', { saleId: id });
    expect(status).toBe(201);
    const [who, , saleId, until] = node.app.get(Tokens).verify('socket', body.ticket) ?? [];
    expect([who, saleId]).toEqual(['key:environment', id]);
    expect(Math.abs(Number(until) - Date.now() - 60_000)).toBeLessThan(5_000);
  });

  it('tell their webhook endpoints, whose secret is shown once', async () => {
    const made = await call<EndpointShape>('POST', '/v1/admin/webhook-endpoints', { url: 'https://hooks.example/in' });
    expect(made.body.secret).toMatch(/^whsec_/);
    const { id } = made.body;
    const { body } = await call<{ endpoints: EndpointShape[] }>('GET', '/v1/admin/webhook-endpoints');
    expect(body.endpoints.find((endpoint) => endpoint.id === id)).not.toHaveProperty('secret');
    const rotated = await call<{ secret: string }>('POST', `/v1/admin/webhook-endpoints/${id}/rotate-secret`);
    expect(rotated.body.secret).not.toBe(made.body.secret);
    expect((await call('POST', `/v1/admin/webhook-endpoints/${id}/test`)).status).toBe(202);
    expect((await call('GET', `/v1/admin/webhook-endpoints/${id}/messages`)).status).toBe(200);
    expect((await call('DELETE', `/v1/admin/webhook-endpoints/${id}`)).status).toBe(204);
    expect((await call('DELETE', `/v1/admin/webhook-endpoints/${id}`)).status).toBe(404);
  });
});
