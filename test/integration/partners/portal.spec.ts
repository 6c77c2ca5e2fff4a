import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Problem } from '../../../src/contract/errors.js';
import type { PartnerLogPage } from '../../../src/contract/partners/partner-log-shapes.js';
import type { PartnerSelfShape, PartnerShape } from '../../../src/contract/partners/partner-shapes.js';
import type { NewPartnerMemberShape, PartnerMemberShape } from '../../../src/contract/partners/portal-shapes.js';
import type { EndpointShape, MessagesPage } from '../../../src/contract/partners/webhook-shapes.js';
import { PortalLinks } from '../../../src/partners/members/portal-links.service.js';
import { PrismaService } from '../../../src/platform/prisma/prisma.service.js';
import type { TestNode } from '../../support/app.js';
import { adminHeaders, startSystem, type TestSystem } from '../../support/system.js';
import { callerOf, signIn, type Call } from '../admin/staff-client.js';
import { bearer, newKey, newPartner, type TestPartner } from './partner-client.js';

const tokenOf = (link: string): string => link.split('=')[1] ?? '';

describe('the portal of a partner, entered by invitation', () => {
  let system: TestSystem;
  let node: TestNode;
  let staff: Call;
  let partner: PartnerShape;

  beforeAll(async () => {
    system = await startSystem();
    const [first] = system.nodes;
    if (!first) throw new Error('no node');
    node = first;
    staff = (await signIn(node)).call;
    partner = (await staff<PartnerShape>('POST', '/v1/admin/partners', { name: 'Club', email: 'c@spec.example' })).body;
  }, 60_000);
  afterAll(async () => await system.close());

  const members = (): string => `/v1/admin/partners/${partner.id}/members`;
  const invite = async (email: string): Promise<NewPartnerMemberShape> => {
    const { status, body } = await staff<NewPartnerMemberShape>('POST', members(), { email });
    expect(status).toBe(201);
    return body;
  };
  const enterBy = async (token: string) =>
    await callerOf(node)<PartnerSelfShape & Problem>('POST', '/v1/partner/sessions', { token });
  /** Calls as the portal's page does. */
  const visit = async (link: string) => {
    const { status, headers, body } = await enterBy(tokenOf(link));
    expect(status).toBe(201);
    const cookie = (headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    const page = { cookie, origin: node.url, 'x-csrf-token': body.csrfToken ?? '' };
    return { cookie, headers, body, call: callerOf(node, page) };
  };
  const prisma = () => node.app.get(PrismaService);

  it('lets an invited person in once, by a cookie that scripts and other sites cannot use', async () => {
    const invited = await invite('Ann@Spec.example');
    expect(invited).toMatchObject({
      email: 'ann@spec.example',
      joinedAt: null,
      link: expect.stringContaining('/partner#invitation='),
    });
    const { headers, body, call } = await visit(invited.link);
    expect(headers.get('set-cookie')).toMatch(/HttpOnly.*SameSite=Strict/);
    expect(body).toMatchObject({ partner: { name: 'Club' }, member: { email: 'ann@spec.example' }, key: null });
    expect((await call<PartnerSelfShape>('GET', '/v1/partner/me')).body).toEqual(body);
    expect(await enterBy(tokenOf(invited.link))).toMatchObject({ status: 410, body: { code: 'LINK_INVALID' } });
    const { body: list } = await staff<{ members: PartnerMemberShape[] }>('GET', members());
    expect(list.members[0]).toMatchObject({ invitedUntil: null, joinedAt: expect.any(String) });
    expect(JSON.stringify(list)).not.toContain(tokenOf(invited.link));
    const kept = JSON.stringify(await prisma().partnerLink.findMany());
    expect(kept).not.toContain(tokenOf(invited.link));
  });

  it('looks after its endpoints from its own page with the form token, and from nowhere else', async () => {
    const { cookie, body, call } = await visit((await invite('endpoints@spec.example')).link);
    const path = '/v1/partner/webhook-endpoints';
    const made = await call<EndpointShape>('POST', path, { url: 'https://hooks.example/portal' });
    expect(made).toMatchObject({ status: 201, body: { secret: expect.stringMatching(/^whsec_/) } });
    const token = body.csrfToken ?? '';
    const refused: [Record<string, string>, number, string][] = [
      [{ cookie, origin: node.url }, 403, 'CSRF_REQUIRED'],
      [{ cookie, origin: node.url, 'x-csrf-token': 'another' }, 403, 'CSRF_REQUIRED'],
      [{ cookie, origin: 'https://evil.example', 'x-csrf-token': token }, 403, 'FORBIDDEN_ORIGIN'],
      [{ cookie, 'x-csrf-token': token }, 403, 'FORBIDDEN_ORIGIN'],
      [{ cookie: `${cookie}x`, origin: node.url, 'x-csrf-token': token }, 401, 'SIGN_IN_REQUIRED'],
    ];
    for (const [headers, status, code] of refused)
      expect([
        headers,
        await callerOf(node, headers)('PATCH', `${path}/${made.body.id}`, { state: 'disabled' }),
      ]).toMatchObject([headers, { status, body: { code } }]);
    expect((await call<EndpointShape>('GET', `${path}/${made.body.id}`)).body.state).toBe('active');
    const entry = await prisma().auditEntry.findFirst({ where: { action: 'webhook.create', subject: made.body.id } });
    expect(entry?.actor).toBe(`partner_member:${body.member?.id}`);
  });

  it('shows the promoter the endpoints of each partner and what was sent, and lets the team change nothing', async () => {
    const { call } = await visit((await invite('seen@spec.example')).link);
    const url = 'https://hooks.example/seen';
    const { body: made } = await call<EndpointShape>('POST', '/v1/partner/webhook-endpoints', { url });
    await call('POST', `/v1/partner/webhook-endpoints/${made.id}/test`);
    const path = `/v1/admin/partners/${partner.id}/webhook-endpoints`;
    const list = await staff<{ endpoints: EndpointShape[] }>('GET', path);
    expect(list.body.endpoints.find(({ id }) => id === made.id)).toMatchObject({ url, state: 'active' });
    expect(JSON.stringify(list.body)).not.toContain(made.secret);
    const { body } = await staff<MessagesPage>('GET', `${path}/${made.id}/messages`);
    expect(body.messages).toMatchObject([{ type: 'endpoint.test', payload: { data: { endpointId: made.id } } }]);
    const attempts = `${path}/${made.id}/messages/${body.messages[0]?.messageId ?? ''}/attempts`;
    expect((await staff('GET', attempts)).status).toBe(200);
    const other = { name: 'Rival', email: 'r@spec.example' };
    const rival = (await staff<PartnerShape>('POST', '/v1/admin/partners', other)).body.id;
    for (const wrong of [`${rival}/webhook-endpoints/${made.id}`, 'prt_none/webhook-endpoints'])
      expect((await staff('GET', `/v1/admin/partners/${wrong}`)).status).toBe(404);
    expect((await staff('PATCH', `${path}/${made.id}`, { state: 'disabled' })).status).toBe(404);
  });

  it('sells nothing by a session, and opens no door of the team', async () => {
    const { cookie, call } = await visit((await invite('reader@spec.example')).link);
    expect((await call('POST', '/v1/partner/holds', {})).body.code).toBe('FORBIDDEN');
    expect((await call('GET', '/v1/partner/orders')).body.code).toBe('FORBIDDEN');
    expect((await callerOf(node, { cookie })('GET', '/v1/admin/sales')).status).toBe(401);
  });

  it('ends a session by signing out, by removal, by archiving the partner, and by time', async () => {
    const out = await visit((await invite('out@spec.example')).link);
    expect((await out.call('DELETE', '/v1/partner/sessions/current')).status).toBe(204);
    const removed = await invite('removed@spec.example');
    const visitor = await visit(removed.link);
    expect((await staff('DELETE', `${members()}/${removed.id}`)).status).toBe(204);
    expect((await staff('DELETE', `${members()}/${removed.id}`)).status).toBe(404);
    const idle = await visit((await invite('idle@spec.example')).link);
    await prisma().partnerSession.updateMany({
      where: { memberId: idle.body.member?.id ?? '' },
      data: { seenAt: new Date(Date.now() - 31 * 60_000) },
    });
    const other = (await staff<PartnerShape>('POST', '/v1/admin/partners', { name: 'Other', email: 'o@spec.example' }))
      .body;
    const { body } = await staff<NewPartnerMemberShape>('POST', `/v1/admin/partners/${other.id}/members`, {
      email: 'archived@spec.example',
    });
    const archived = await visit(body.link);
    await staff('DELETE', `/v1/admin/partners/${other.id}`);
    for (const { call } of [out, visitor, idle, archived])
      expect(await call('GET', '/v1/partner/me')).toMatchObject({ status: 401, body: { code: 'SIGN_IN_REQUIRED' } });
    expect((await staff('POST', `/v1/admin/partners/${other.id}/members`, { email: 'x@spec.example' })).status).toBe(
      404,
    );
  });

  it('refuses a link that is over, was replaced, or whose person was removed', async () => {
    const over = await invite('over@spec.example');
    await prisma().partnerLink.updateMany({ where: { memberId: over.id }, data: { expiresAt: new Date(0) } });
    const replaced = await invite('twice@spec.example');
    const again = await invite('twice@spec.example');
    expect(again.id).toBe(replaced.id);
    const gone = await invite('gone@spec.example');
    await staff('DELETE', `${members()}/${gone.id}`);
    for (const { link } of [over, replaced, gone])
      expect((await enterBy(tokenOf(link))).body.code).toBe('LINK_INVALID');
    expect((await enterBy(tokenOf(again.link))).status).toBe(201);
    expect((await enterBy('no-link-of-ours-at-all')).body.code).toBe('LINK_INVALID');
  });

  it('lets one of two in who use a link at the same moment', async () => {
    const { link } = await invite('race@spec.example');
    const answers = await Promise.all([1, 2, 3].map(async () => (await enterBy(tokenOf(link))).status));
    expect(answers.sort()).toEqual([201, 410, 410]);
  });

  describe('mails a link on request', () => {
    const ask = async (email: string) => await callerOf(node)<Problem>('POST', '/v1/partner/sessions/links', { email });
    const linksOf = async (memberId: string) => await prisma().partnerLink.count({ where: { memberId } });
    const links = () => node.app.get(PortalLinks);

    it('to invited people only, three at most, and answers everybody alike', async () => {
      const { id } = await invite('mail@spec.example');
      const [known, unknown] = [await ask('mail@spec.example'), await ask('nobody@spec.example')];
      expect([known.status, known.body, unknown.status, unknown.body]).toEqual([202, '', 202, '']);
      for (let n = 0; n < 4; n += 1) expect((await ask('MAIL@spec.example')).status).toBe(202);
      await links().settled();
      // the invitation's, and three on request
      expect(await linksOf(id)).toBe(4);
    });

    it('and answers before the link is made, so that its time tells nothing', async () => {
      const { id } = await invite('slow@spec.example');
      await prisma().$transaction(async (tx) => {
        await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('partner_link:' || ${id}, 0))`;
        expect((await ask('slow@spec.example')).status).toBe(202);
        expect(await linksOf(id)).toBe(1);
      });
      await links().settled();
      expect(await linksOf(id)).toBe(2);
    });

    it('until a network asked for twenty within the hour, known addresses or not', async () => {
      const { id } = await invite('late@spec.example');
      for (let n = 0; n < 20; n += 1) await ask(`guess-${n}@spec.example`);
      for (const email of ['late@spec.example', 'nobody@spec.example']) {
        const { status, headers, body } = await ask(email);
        expect([status, body.code]).toEqual([429, 'RATE_LIMITED']);
        expect(Number(headers.get('retry-after'))).toBeGreaterThan(3_000);
      }
      await links().settled();
      expect(await linksOf(id)).toBe(1);
    });
  });

  it('tells a partner what its own keys and people did and what was done about them, and nothing of another', async () => {
    const scopes = ['endpoints:read', 'endpoints:write', 'log:read'] as const;
    const [mine, rival] = [await newPartner(node, scopes), await newPartner(node, scopes)];
    const endpoints = '/v1/partner/webhook-endpoints';
    const added = async ({ headers }: TestPartner, url: string) =>
      (await callerOf(node, headers)<EndpointShape>('POST', endpoints, { url })).body;
    const own = await added(mine, 'https://hooks.example/mine');
    const foreign = await added(rival, 'https://hooks.example/rival');
    const { body: ann } = await staff<NewPartnerMemberShape>('POST', `/v1/admin/partners/${mine.id}/members`, {
      email: 'log@spec.example',
    });
    const page = await visit(ann.link);
    await page.call('PATCH', `${endpoints}/${own.id}`, { description: 'Shop' });
    await staff('POST', `/v1/admin/api-keys/${mine.keyId}/rotate`, {});
    await callerOf(node, rival.headers)('DELETE', `${endpoints}/${foreign.id}`);

    const read = async (query = '', headers = mine.headers) =>
      await callerOf(node, headers)<PartnerLogPage & Problem>('GET', `/v1/partner/log${query}`);
    const { body } = await read();
    const person = { kind: 'member', id: ann.id, name: 'log@spec.example' };
    const key = { kind: 'key', id: mine.keyId, name: 'Spec key' };
    const promoter = { kind: 'promoter', id: null, name: null };
    expect(body.entries).toMatchObject([
      { action: 'api_key.rotate', actor: promoter, subject: mine.keyId, subjectName: 'Spec key' },
      { action: 'webhook.update', actor: person, subject: own.id, details: { fields: 'description' } },
      { action: 'partner.signed_in', actor: person },
      { action: 'partner.invite', actor: promoter, subjectName: 'log@spec.example' },
      { action: 'webhook.create', actor: key, subject: own.id, subjectName: 'https://hooks.example/mine' },
      { action: 'api_key.create', actor: promoter },
      { action: 'partner.create', actor: promoter, subjectName: 'Fan Club' },
    ]);
    const told = JSON.stringify(body);
    for (const secret of [rival.id, rival.keyId, foreign.id, 'hooks.example/rival', 'mem_'])
      expect(told).not.toContain(secret);
    expect((await page.call<PartnerLogPage>('GET', '/v1/partner/log')).body).toEqual(body);
    const older = await read(`?action=webhook&before=${body.entries[1]?.id ?? ''}`);
    expect(older.body.entries.map(({ action }) => action)).toEqual(['webhook.create']);
    expect((await read('?before=x')).status).toBe(400);
    const blind = await newKey(node, ['endpoints:read'], { partnerId: mine.id });
    const house = await newKey(node, ['log:read']);
    for (const { key: other } of [blind, house])
      expect(await read('', bearer(other))).toMatchObject({ status: 403, body: { code: 'FORBIDDEN' } });
  });

  it('is for people to invite to: no key does, and a partner sees nobody of another', async () => {
    const key = await newPartner(node, ['endpoints:write']);
    for (const headers of [adminHeaders, bearer(key.key)])
      expect((await callerOf(node, headers)('POST', members(), { email: 'k@spec.example' })).status).toBe(403);
    const ann = await invite('ann@spec.example');
    expect((await staff('DELETE', `/v1/admin/partners/${key.id}/members/${ann.id}`)).status).toBe(404);
    expect((await staff('GET', `/v1/admin/partners/prt_none/members`)).status).toBe(404);
  });
});
