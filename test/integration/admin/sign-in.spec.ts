import { request } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { MembersRepository } from '../../../src/admin/sign-in/members.repository.js';
import { Passwords } from '../../../src/admin/sign-in/passwords.js';
import type { AuditEntryShape } from '../../../src/contract/staff/staff-shapes.js';
import { newId } from '../../../src/platform/ids.js';
import { NewsService } from '../../../src/platform/news/news.service.js';
import { PrismaService } from '../../../src/platform/prisma/prisma.service.js';
import { RedisService } from '../../../src/platform/redis/redis.service.js';
import { startNode, type TestNode } from '../../support/app.js';
import { freshDatabase, sharedRedisUrl } from '../../support/services.js';
import { OWNER } from '../../support/app.js';
import { callerOf, saleBody, signIn, withKey } from './staff-client.js';

describe('the doors of staff', () => {
  let node: TestNode;
  let prisma: PrismaService;

  beforeAll(async () => {
    node = await startNode({
      databaseUrl: await freshDatabase(),
      redisUrl: await sharedRedisUrl(),
      env: { ROPELINE_OWNER_EMAIL: OWNER.email, ROPELINE_OWNER_PASSWORD: OWNER.password },
    });
    prisma = node.app.get(PrismaService);
  });
  afterAll(async () => {
    await node.close();
  });
  beforeEach(async () => {
    const redis = node.app.get(RedisService).core;
    const counted = await redis.keys('rl:{admin}:failures:*');
    if (counted.length > 0) await redis.del(...counted);
  });

  const try_ = async (email: string, password: string) =>
    await callerOf(node)('POST', '/v1/admin/sessions', { email, password });

  it('give a session in a strict, script-proof cookie, and a form token', async () => {
    const answer = await callerOf(node)('POST', '/v1/admin/sessions', OWNER);
    expect(answer.status).toBe(201);
    expect(answer.headers.get('set-cookie')).toMatch(/HttpOnly/);
    expect(answer.headers.get('set-cookie')).toMatch(/SameSite=Strict/);
    expect(answer.headers.get('cache-control')).toBe('private, no-store');
    expect(answer.body).toMatchObject({ member: { email: OWNER.email, role: 'owner' } });
  });

  it('answer an unknown account and a wrong password alike', async () => {
    const unknown = await try_('nobody@spec.example', OWNER.password);
    const wrong = await try_(OWNER.email, 'not the password');
    for (const answer of [unknown, wrong])
      expect(answer).toMatchObject({ status: 401, body: { code: 'SIGN_IN_FAILED' } });
    expect({ ...unknown.body, requestId: '' }).toEqual({ ...wrong.body, requestId: '' });
  });

  it('refuse the eleventh try at an account from one network for some seconds', async () => {
    for (let n = 0; n < 10; n += 1) expect((await try_(OWNER.email, `wrong ${n}`)).status).toBe(401);
    const answer = await try_(OWNER.email, OWNER.password);
    expect(answer).toMatchObject({ status: 429, body: { code: 'RATE_LIMITED', canSolve: true } });
    const seconds = Number(answer.headers.get('retry-after'));
    expect([seconds > 0, seconds <= 10]).toEqual([true, true]);
  });

  it('limit a network that tries many accounts', async () => {
    for (let n = 0; n < 10; n += 1) await try_(`somebody${n}@spec.example`, 'guess');
    expect((await try_('another@spec.example', 'guess')).status).toBe(429);
  });

  it('refuse a sign-in from another site, and take one from a program', async () => {
    const foreign = await callerOf(node, { origin: 'https://evil.example' })('POST', '/v1/admin/sessions', OWNER);
    expect(foreign).toMatchObject({ status: 403, body: { code: 'FORBIDDEN_ORIGIN' } });
    const crossSite = { 'sec-fetch-site': 'cross-site' };
    expect((await callerOf(node, crossSite)('POST', '/v1/admin/sessions', OWNER)).status).toBe(403);
    expect((await callerOf(node)('POST', '/v1/admin/sessions', OWNER)).status).toBe(201);
  });

  it('refuse bodies that are not a sign-in', async () => {
    for (const body of [{}, { email: 'x', password: 'y' }, { ...OWNER, extra: 1 }, { email: OWNER.email, password: 7 }])
      expect(await callerOf(node)('POST', '/v1/admin/sessions', body)).toMatchObject({
        status: 400,
        body: { code: 'VALIDATION_FAILED' },
      });
  });

  it('refuse a change by cookie without the form token, with a foreign one, or from another origin', async () => {
    const { cookie, csrf } = await signIn(node);
    const other = await signIn(node);
    const change = async (headers: Record<string, string>) =>
      await callerOf(node)('POST', '/v1/admin/sales', saleBody(), { cookie, ...headers });
    expect(await change({ origin: node.url })).toMatchObject({ status: 403, body: { code: 'CSRF_REQUIRED' } });
    expect(await change({ origin: node.url, 'x-csrf-token': other.csrf })).toMatchObject({ status: 403 });
    expect(await change({ 'x-csrf-token': csrf })).toMatchObject({ status: 403, body: { code: 'FORBIDDEN_ORIGIN' } });
    const foreign = { origin: 'https://evil.example', 'x-csrf-token': csrf };
    expect(await change(foreign)).toMatchObject({ status: 403, body: { code: 'FORBIDDEN_ORIGIN' } });
    expect((await change({ origin: node.url, 'x-csrf-token': csrf })).status).toBe(201);
  });

  it('let a viewer look and change nothing', async () => {
    const passwordHash = await node.app.get(Passwords).hash('viewers password');
    const viewer = { id: newId('mem'), email: 'viewer@spec.example', name: 'Vi', role: 'viewer', passwordHash };
    await prisma.member.create({ data: viewer });
    const { call } = await signIn(node, { email: viewer.email, password: 'viewers password' });
    const sale = await withKey(node)<{ id: string }>('POST', '/v1/admin/sales', saleBody());
    expect((await call('GET', '/v1/admin/sales')).status).toBe(200);
    expect((await call('GET', `/v1/admin/sales/${sale.body.id}/live`)).status).toBe(200);
    const changes: [string, string, unknown][] = [
      ['POST', '/v1/admin/sales', saleBody()],
      ['PATCH', `/v1/admin/sales/${sale.body.id}`, { name: 'Mine' }],
      ['PUT', `/v1/admin/sales/${sale.body.id}/policy`, { cap: 1 }],
      ['POST', `/v1/admin/sales/${sale.body.id}/notice`, { text: 'Hello' }],
      ['POST', '/v1/admin/webhook-endpoints', { url: 'https://hooks.example/in' }],
      ...['publish', 'open', 'pause', 'resume', 'close'].map((verb): [string, string, unknown] => [
        'POST',
        `/v1/admin/sales/${sale.body.id}/${verb}`,
        undefined,
      ]),
    ];
    for (const [method, path, body] of changes)
      expect([path, await call(method, path, body)]).toMatchObject([
        path,
        { status: 403, body: { code: 'FORBIDDEN' } },
      ]);
  });

  it('take the API key, and no other', async () => {
    expect((await withKey(node)('GET', '/v1/admin/sales')).status).toBe(200);
    const wrong = callerOf(node, { authorization: 'Bearer not-the-key-0123456789abcdef' });
    expect(await wrong('GET', '/v1/admin/sales')).toMatchObject({ status: 401, body: { code: 'API_KEY_INVALID' } });
    expect(await callerOf(node)('GET', '/v1/admin/sales')).toMatchObject({ body: { code: 'SIGN_IN_REQUIRED' } });
  });

  it('end a session after half an hour without a call, after twelve hours in any case, and at sign-out', async () => {
    const idHash = async () => (await prisma.adminSession.findFirst({ orderBy: { createdAt: 'desc' } }))?.idHash ?? '';
    const status = async (session: { call: ReturnType<typeof callerOf> }) =>
      (await session.call('GET', '/v1/admin/sessions/current')).status;
    const idle = await signIn(node);
    expect(await status(idle)).toBe(200);
    const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000);
    await prisma.adminSession.update({ where: { idHash: await idHash() }, data: { seenAt: ago(31) } });
    expect(await status(idle)).toBe(401);
    const old = await signIn(node);
    await prisma.adminSession.update({ where: { idHash: await idHash() }, data: { createdAt: ago(12 * 60 + 1) } });
    expect(await status(old)).toBe(401);
    const over = await signIn(node);
    expect((await over.call('DELETE', '/v1/admin/sessions/current')).status).toBe(204);
    expect(await status(over)).toBe(401);
  });

  it('sweep sessions that are over and close the control rooms that they opened', async () => {
    await signIn(node);
    const { idHash } = (await prisma.adminSession.findFirst({ orderBy: { createdAt: 'desc' } })) ?? { idHash: '' };
    const revoked: string[] = [];
    const stop = node.app.get(NewsService).listen<'staff'>('staff:all', ({ payload }) => {
      revoked.push(payload.sessionId);
    });
    await prisma.adminSession.update({ where: { idHash }, data: { seenAt: new Date(Date.now() - 31 * 60_000) } });
    for (let n = 0; n < 100 && !revoked.includes(idHash); n += 1)
      await new Promise((resolve) => setTimeout(resolve, 100));
    stop();
    expect(revoked).toContain(idHash);
    expect(await prisma.adminSession.count({ where: { idHash } })).toBe(0);
  });

  it('keep signing in and out in the audit log', async () => {
    const { call, session } = await signIn(node);
    await call('DELETE', '/v1/admin/sessions/current');
    const path = `/v1/admin/audit?subject=member:${session.member.id}`;
    const { body } = await withKey(node)<{ entries: AuditEntryShape[] }>('GET', path);
    expect(body.entries.slice(0, 2).map(({ action }) => action)).toEqual(['signed_out', 'signed_in']);
  });

  it('are found by no other spelling of their address', async () => {
    const { port } = new URL(node.url);
    // node:http sends the path verbatim
    const raw = async (path: string) =>
      await new Promise<{ status: number; text: string }>((resolve) => {
        request({ host: '127.0.0.1', port, path }, (response) => {
          let text = '';
          response.on('data', (chunk: Buffer) => (text += chunk.toString()));
          response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
        })
          // a target that is not a path closes the connection, which is a refusal too
          .on('error', () => resolve({ status: 400, text: '' }))
          .end();
      });
    const spellings = [
      ...['/v1/admin/sales', '/v1/%61dmin/sales', '/v1/admin%2fsales', '/v1%2Fadmin%2Fsales', '//v1/admin/sales'],
      ...[
        '/v1/admin/../admin/sales',
        '/v1/sales/../admin/sales',
        '/v1/admin/sales/',
        '/V1/ADMIN/SALES',
        '/v1/Admin/sales',
      ],
      ...[
        '/v1/admin//sales',
        '/v1/admin/./sales',
        '/v1/admin/sales;x',
        '/v1/admin/sales%00',
        '/v1/admin/sales%20',
        '/v1/admin/audit',
      ],
      ...[
        '/v1/%2561dmin/sales',
        '/v1/x/%2e%2e/admin/sales',
        '\\v1\\admin\\sales',
        '/v1/admin/webhook-endpoints',
        '/v1/admin/sales?x=1',
      ],
    ];
    for (const path of spellings) {
      const { status, text } = await raw(path);
      expect([path, [400, 401, 404].includes(status)]).toEqual([path, true]);
      expect([path, text.includes('"sales"') || text.includes('"entries"')]).toEqual([path, false]);
    }
  });
});

describe('the one-time link of the first owner', () => {
  it('makes one owner and then nothing more', async () => {
    const written: string[] = [];
    const write = process.stdout.write.bind(process.stdout);
    process.stdout.write = (chunk: string | Uint8Array) => written.push(String(chunk)) > 0;
    let node: TestNode;
    try {
      node = await startNode({
        databaseUrl: await freshDatabase(),
        redisUrl: await sharedRedisUrl(1),
        env: {
          ROPELINE_DEMO: 'false',
          PUBLIC_URL: 'https://tickets.example',
          STRIPE_PUBLISHABLE_KEY: 'pk_test_spec',
          ROPELINE_ALLOW_VOLATILE_REDIS: 'true',
          ROPELINE_ALLOW_TEST_PAYMENTS: 'true',
          ROPELINE_HOST: '127.0.0.1',
          ROPELINE_OWNER_EMAIL: '',
          ROPELINE_OWNER_PASSWORD: '',
        },
      });
    } finally {
      process.stdout.write = write;
    }
    try {
      const token = /#owner=([\w-]+)/.exec(written.join(''))?.[1] ?? '';
      const claim = { token, email: 'first@spec.example', name: 'First Owner', password: 'a long enough password' };
      const post = async (body: object) => await callerOf(node)('POST', '/v1/admin/owner', body);
      expect((await post({ ...claim, token: 'x'.repeat(43) })).status).toBe(403);
      expect((await post({ ...claim, name: 'First\u202eOwner' })).status).toBe(400);
      expect((await post({ ...claim, password: 'short' })).status).toBe(400);
      const both = await Promise.all([post(claim), post({ ...claim, email: 'second@spec.example' })]);
      expect(both.map(({ status }) => status).sort()).toEqual([204, 403]);
      expect(await node.app.get(MembersRepository).isEmpty()).toBe(false);
      expect((await post(claim)).status).toBe(403);
      const cookie = (await callerOf(node)('POST', '/v1/admin/sessions', claim)).headers.get('set-cookie');
      expect(cookie ?? '').not.toContain('__Host-ropeline_staff'); // unknown field `token`: no session
    } finally {
      await node.close();
    }
  });
});
