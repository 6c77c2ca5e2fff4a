import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Problem } from '../../../src/contract/errors.js';
import type { ApiKeyShape, NewApiKeyShape, PartnerShape } from '../../../src/contract/partners/partner-shapes.js';
import { PrismaService } from '../../../src/platform/prisma/prisma.service.js';
import { adminHeaders, startSystem, type TestSystem } from '../../support/system.js';
import type { TestNode } from '../../support/app.js';
import { bearer, call, newKey, newPartner, signIn } from './partner-client.js';

describe('partners and their keys', () => {
  let system: TestSystem;
  let node: TestNode;

  beforeAll(async () => {
    system = await startSystem();
    const [first] = system.nodes;
    if (!first) throw new Error('no node');
    node = first;
  }, 60_000);
  afterAll(async () => await system.close());

  const events = async (key: string) =>
    await call<Problem>(`${system.url}/v1/partner/events`, { headers: bearer(key) });
  const owner = async () => (await signIn(node)).call;

  it('are made, read, changed, listed and archived by staff', async () => {
    const asOwner = await owner();
    const made = await asOwner<PartnerShape>('POST', '/v1/admin/partners', { name: ' Club ', email: 'a@spec.example' });
    expect(made).toMatchObject({ status: 201, body: { id: expect.stringMatching(/^prt_/), name: 'Club' } });
    const path = `/v1/admin/partners/${made.body.id}`;
    expect((await asOwner('PATCH', path, { email: 'b@spec.example' })).body).toMatchObject({ email: 'b@spec.example' });
    expect((await asOwner('DELETE', path)).status).toBe(204);
    expect((await asOwner<PartnerShape>('GET', path)).body.archivedAt).not.toBeNull();
    const { body } = await asOwner<{ partners: PartnerShape[] }>('GET', '/v1/admin/partners');
    expect(body.partners.map(({ id }) => id)).not.toContain(made.body.id);
    const all = await asOwner<{ partners: PartnerShape[] }>('GET', '/v1/admin/partners?archived=true');
    expect(all.body.partners.map(({ id }) => id)).toContain(made.body.id);
  });

  it('lets a key do what its scopes say and nothing else', async () => {
    const reader = await newPartner(node, ['events:read']);
    expect((await events(reader.key)).status).toBe(200);
    const sales = await call<Problem>(`${system.url}/v1/partner/sales`, { headers: reader.headers });
    expect(sales).toMatchObject({ status: 403, body: { code: 'FORBIDDEN' } });
    const endpoint = await call<Problem>(`${system.url}/v1/partner/webhook-endpoints`, {
      headers: reader.headers,
      body: { url: 'https://hooks.example/in' },
    });
    expect(endpoint.status).toBe(403);
  });

  it('shows a key once, then its prefix and last use only', async () => {
    const partner = await newPartner(node, ['events:read']);
    const asOwner = await owner();
    const before = await asOwner<ApiKeyShape>('GET', `/v1/admin/api-keys/${partner.keyId}`);
    expect(before.body).toMatchObject({ lastUsedAt: null, state: 'active', prefix: partner.key.slice(0, 8) });
    await events(partner.key);
    const { body } = await asOwner<{ keys: ApiKeyShape[] }>('GET', `/v1/admin/api-keys?partnerId=${partner.id}`);
    expect(body.keys[0]?.lastUsedAt).not.toBeNull();
    expect(JSON.stringify(body)).not.toContain(partner.key.slice(8));
  });

  it('ends a key by expiry, revocation and archiving its partner', async () => {
    const asOwner = await owner();
    const expired = await newPartner(node, ['events:read']);
    await node.app
      .get(PrismaService)
      .apiKey.update({ where: { id: expired.keyId }, data: { expiresAt: new Date(Date.now() - 1) } });
    const revoked = await newPartner(node, ['events:read']);
    await asOwner('DELETE', `/v1/admin/api-keys/${revoked.keyId}`);
    const archived = await newPartner(node, ['events:read']);
    await asOwner('DELETE', `/v1/admin/partners/${archived.id}`);
    for (const { key } of [expired, revoked, archived])
      expect(await events(key)).toMatchObject({ status: 401, body: { code: 'API_KEY_INVALID' } });
  });

  it('rotates a key: both work for a while, or the new one only', async () => {
    const asOwner = await owner();
    const { key, keyId } = await newPartner(node, ['events:read']);
    const next = await asOwner<NewApiKeyShape>('POST', `/v1/admin/api-keys/${keyId}/rotate`, {});
    expect(next.status).toBe(201);
    expect([(await events(key)).status, (await events(next.body.key)).status]).toEqual([200, 200]);
    const last = await asOwner<NewApiKeyShape>('POST', `/v1/admin/api-keys/${next.body.id}/rotate`, {
      overlapHours: 0,
    });
    expect([(await events(next.body.key)).status, (await events(last.body.key)).status]).toEqual([401, 200]);
  });

  it('refuses scopes beyond a partner, past expiry and unknown partners, each with its code', async () => {
    const asOwner = await owner();
    const { id: partnerId } = await newPartner(node, ['events:read']);
    const refused = async (change: object) => {
      const { status, body } = await asOwner<Problem>('POST', '/v1/admin/api-keys', {
        ...{ name: 'k', partnerId: null, scopes: ['sales:read'], expiresAt: null },
        ...change,
      });
      return [status, body.code];
    };
    expect(await refused({ partnerId, scopes: ['sales:write'] })).toEqual([422, 'SCOPE_REFUSED']);
    expect(await refused({ expiresAt: '2020-01-01T00:00:00Z' })).toEqual([400, 'VALIDATION_FAILED']);
    expect(await refused({ partnerId: `prt_${'0'.repeat(26)}` })).toEqual([422, 'PARTNER_UNKNOWN']);
    expect(await refused({ scopes: ['team:write'] })).toEqual([400, 'VALIDATION_FAILED']);
    expect(await refused({ scopes: [] })).toEqual([400, 'VALIDATION_FAILED']);
  });

  it("lets a key of the promoter's own into the panel's doors by its scopes, a partner's into none", async () => {
    const admin = async (key: string, path: string, body?: unknown) =>
      (await call(`${system.url}/v1/admin/${path}`, { headers: bearer(key), ...(body === undefined ? {} : { body }) }))
        .status;
    const { key } = await newKey(node, ['sales:read', 'endpoints:write']);
    expect(await admin(key, 'sales')).toBe(200);
    expect(await admin(key, 'sales', {})).toBe(403);
    expect(await admin(key, 'orders')).toBe(403);
    expect(await admin(key, 'webhook-endpoints', { url: 'https://hooks.example/own' })).toBe(201);
    for (const path of ['api-keys', 'partners']) expect(await admin(key, path)).toBe(403);
    const writer = (await newKey(node, ['sales:write'])).key;
    const message = { subject: 'Doors at 7', text: 'See you there.' };
    expect(await admin(writer, 'sales/sale_none/messages', message)).toBe(403);
    expect(await admin(writer, 'sales/sale_none/messages/audience', {})).toBe(404);
    expect(await admin((await newPartner(node, ['sales:read'])).key, 'sales')).toBe(403);
  });

  it('leaves keys to people: no key makes another, not even the one of the environment', async () => {
    const body = { name: 'k', partnerId: null, scopes: ['sales:read'], expiresAt: null };
    const made = await call<Problem>(`${system.url}/v1/admin/api-keys`, { headers: adminHeaders, body });
    expect(made).toMatchObject({ status: 403, body: { code: 'FORBIDDEN' } });
  });
});
