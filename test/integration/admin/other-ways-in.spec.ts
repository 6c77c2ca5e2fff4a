import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { PasskeyList, PasskeyOptionsShape, PasskeyShape } from '../../../src/contract/staff/passkey-shapes.js';
import type { StaffSessionShape } from '../../../src/contract/staff/staff-shapes.js';
import { MembersRepository } from '../../../src/admin/sign-in/members.repository.js';
import { startNode, type TestNode } from '../../support/app.js';
import { OidcProvider } from '../../support/oidc-provider.js';
import { freePort } from '../../support/ports.js';
import { freshDatabase, sharedRedisUrl } from '../../support/services.js';
import { type Ceremony, SoftAuthenticator } from '../../support/soft-authenticator.js';
import { OWNER } from '../../support/app.js';
import { type Call, callerOf, signIn, type SignedIn } from './staff-client.js';

const provider = new OidcProvider();
let node: TestNode;
let origin: string;
let open: Call;
let owner: SignedIn;

beforeAll(async () => {
  await provider.start();
  const port = await freePort();
  origin = `http://localhost:${port}`;
  const env = {
    PORT: String(port),
    PUBLIC_URL: origin,
    ROPELINE_OIDC_ISSUER: provider.url,
    ROPELINE_OIDC_CLIENT_ID: 'ropeline-spec',
    ROPELINE_OIDC_CLIENT_SECRET: 'a secret of the client',
    ROPELINE_OIDC_NAME: 'Spec Login',
  };
  node = await startNode({ databaseUrl: await freshDatabase(), redisUrl: await sharedRedisUrl(), env });
  open = callerOf(node, { origin });
  owner = await signIn(node);
  owner.call = callerOf(node, { cookie: owner.cookie, origin, 'x-csrf-token': owner.csrf });
}, 60_000);
afterAll(async () => {
  await node.close();
  await provider.stop();
});

describe('a passkey', () => {
  const phone = new SoftAuthenticator();
  const ceremony = async (call: Call, path: string, body: object = {}): Promise<Ceremony> => {
    const { status, body: made } = await call<PasskeyOptionsShape>('POST', path, body);
    expect(status).toBe(200);
    return { challenge: String(made.options['challenge']), origin, rpId: 'localhost' };
  };
  const begin = async (): Promise<Ceremony> => await ceremony(open, '/v1/admin/sessions/passkey/begin');
  const enter = async (response: object) =>
    await open<StaffSessionShape>('POST', '/v1/admin/sessions/passkey', { response });

  it('is added with the password, and signs its member in without it', async () => {
    const path = '/v1/admin/account/passkeys';
    expect(await owner.call('POST', `${path}/begin`, { password: 'a wrong one' })).toMatchObject({
      ...{ status: 403, body: { code: 'PASSWORD_WRONG' } },
    });
    const asked = await ceremony(owner.call, `${path}/begin`, { password: OWNER.password });
    const body = { name: 'Phone', response: phone.register(asked) };
    expect(await owner.call<PasskeyShape>('POST', path, body)).toMatchObject({ status: 201, body: { name: 'Phone' } });
    // the same challenge proves nothing twice
    expect(await owner.call('POST', path, body)).toMatchObject({ status: 403, body: { code: 'PASSKEY_INVALID' } });

    const { status, body: session, headers } = await enter(phone.authenticate(await begin()));
    expect([status, session.member.email]).toEqual([201, OWNER.email]);
    const cookie = headers
      .getSetCookie()
      .map((each) => each.split(';')[0])
      .join('; ');
    expect((await callerOf(node, { cookie })('GET', '/v1/admin/sales')).status).toBe(200);
    const kept = (await owner.call<PasskeyList>('GET', path)).body.passkeys;
    expect(kept).toMatchObject([{ name: 'Phone', usedAt: expect.any(String) as unknown }]);
  });

  it('is refused with a challenge that was used, is another’s or of another kind, without its person, and by a stranger', async () => {
    const used = await begin();
    expect((await enter(phone.authenticate(used))).status).toBe(201);
    const own = await ceremony(owner.call, '/v1/admin/account/passkeys/begin', { password: OWNER.password });
    const wrong: object[] = [
      phone.authenticate(used),
      phone.authenticate(own),
      phone.authenticate({ ...(await begin()), challenge: Buffer.from('made up').toString('base64url') }),
      phone.authenticate({ ...(await begin()), origin: 'https://evil.example' }),
      phone.authenticate(await begin(), { verified: false }),
      new SoftAuthenticator().authenticate(await begin()),
      { ...phone.authenticate(await begin()), response: {} },
    ];
    for (const response of wrong)
      expect(await enter(response)).toMatchObject({ status: 403, body: { code: 'PASSKEY_INVALID' } });
  });

  it('is refused once its counter goes back, as that of a copied key does', async () => {
    expect((await enter(phone.authenticate(await begin(), { counter: 7 }))).status).toBe(201);
    // ten failures of a network are free
    expect((await enter(phone.authenticate(await begin(), { counter: 7 }))).status).toBe(403);
  });

  it('signs nobody in once it is removed', async () => {
    const id = phone.id.toString('base64url');
    expect((await owner.call('DELETE', `/v1/admin/account/passkeys/${id}`)).status).toBe(204);
    expect((await owner.call('DELETE', `/v1/admin/account/passkeys/${id}`)).status).toBe(404);
    expect((await enter(phone.authenticate(await begin(), { counter: 9 }))).status).toBe(403);
  });
});

describe('the team’s identity provider', () => {
  beforeEach(() => {
    provider.claims = { email: OWNER.email, email_verified: true, name: 'Olga' };
    provider.nonce = null;
  });
  /** Walks through it as a browser does. */
  const walk = async ({ tamper = (back: string) => back, kept = true } = {}) => {
    const start = await open('GET', '/v1/admin/oidc/start');
    const cookie = (start.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    const at = await fetch(start.headers.get('location') ?? '', { redirect: 'manual' });
    const back = tamper((at.headers.get('location') ?? '').replace(origin, ''));
    const answer = await callerOf(node, kept ? { cookie } : {})('GET', back);
    const session = answer.headers.getSetCookie().find((each) => each.startsWith('ropeline_staff='));
    return { location: answer.headers.get('location'), session: session?.split(';')[0] ?? null, back, cookie };
  };
  const refused = (kind: string) => ({ location: `/admin#oidc=${kind}`, session: null });

  it('signs in whoever it vouches for, and the sign-in page offers it by name', async () => {
    expect((await open('GET', '/v1/admin/sessions/ways')).body).toEqual({
      passkeys: true,
      oidc: { name: 'Spec Login' },
    });
    const { location, session } = await walk();
    expect(location).toBe('/admin');
    const current = await callerOf(node, { cookie: session ?? '' })<StaffSessionShape>(
      'GET',
      '/v1/admin/sessions/current',
    );
    expect(current.body.member).toMatchObject({ email: OWNER.email, role: 'owner' });
  });

  it('lets nobody in by another’s state, a replayed code, another nonce, or without the browser that began', async () => {
    expect(await walk({ tamper: (back) => back.replace(/state=[^&]+/, 'state=other') })).toMatchObject(
      refused('failed'),
    );
    expect(await walk({ kept: false })).toMatchObject(refused('failed'));
    provider.nonce = 'another';
    expect(await walk()).toMatchObject(refused('failed'));
    provider.nonce = null;
    const { back, cookie } = await walk();
    const again = await callerOf(node, { cookie })('GET', back);
    expect(again.headers.get('location')).toBe('/admin#oidc=failed');
    expect(await walk({ tamper: () => '/v1/admin/oidc/return?error=access_denied' })).toMatchObject(refused('failed'));
  });

  it('knows a member by the subject, not by an address that was given to somebody else', async () => {
    provider.claims['sub'] = 'another person';
    expect(await walk()).toMatchObject(refused('stranger'));
  });

  it('accepts a member with a second factor only if the provider asked for one', async () => {
    const members = node.app.get(MembersRepository);
    const { id } = (await members.byEmail(OWNER.email)) ?? { id: '' };
    await members.setSecondFactor(id, 'sealed', []);
    expect(await walk()).toMatchObject(refused('factor'));
    provider.claims['amr'] = ['pwd', 'mfa'];
    expect((await walk()).location).toBe('/admin');
    await members.setSecondFactor(id, null, []);
  });

  it('accepts the invitation of a verified address only, with the role that was given', async () => {
    provider.claims = { email: 'New@spec.example', email_verified: true, name: 'Nina', sub: 'nina' };
    expect(await walk()).toMatchObject(refused('stranger'));
    await owner.call('POST', '/v1/admin/team', { email: 'new@spec.example', role: 'finance' });
    provider.claims['email_verified'] = false;
    expect(await walk()).toMatchObject(refused('unverified'));
    provider.claims['email_verified'] = true;
    const { session } = await walk();
    const current = await callerOf(node, { cookie: session ?? '' })<StaffSessionShape>(
      'GET',
      '/v1/admin/sessions/current',
    );
    expect(current.body.member).toMatchObject({ email: 'new@spec.example', role: 'finance', name: 'Nina' });
  });
});
