import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { solveChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import { generate } from 'otplib';
import { SignInChallenge } from '../../../src/admin/sign-in/sign-in-challenge.js';
import type { StaffSessionShape } from '../../../src/contract/staff/staff-shapes.js';
import type {
  NewInvitationShape,
  NewSecondFactorShape,
  OwnSessionsShape,
  RecoveryCodesShape,
  SignInChallengeShape,
  TeamShape,
} from '../../../src/contract/staff/team-shapes.js';
import { SessionsRepository } from '../../../src/admin/sign-in/sessions.repository.js';
import type { NewApiKeyShape } from '../../../src/contract/partners/partner-shapes.js';
import { ApiKeysService } from '../../../src/partners/keys/api-keys.service.js';
import type { Config } from '../../../src/platform/config/config.js';
import { PrismaService } from '../../../src/platform/prisma/prisma.service.js';
import { RedisService } from '../../../src/platform/redis/redis.service.js';
import { startNode, type TestNode } from '../../support/app.js';
import { freshDatabase, sharedRedisUrl } from '../../support/services.js';
import { until } from '../../support/system.js';
import { type Answer, callerOf, saleBody, signIn, type SignedIn, withKey } from './staff-client.js';

const PASSWORD = 'another long password';
let node: TestNode;
let owner: SignedIn;
let prisma: PrismaService;
let members = 0;

beforeAll(async () => {
  const env = { ROPELINE_TRUSTED_PROXIES: '127.0.0.1' };
  node = await startNode({ databaseUrl: await freshDatabase(), redisUrl: await sharedRedisUrl(), env });
  prisma = node.app.get(PrismaService);
  owner = await signIn(node);
}, 60_000);
afterAll(async () => {
  await node.close();
});
beforeEach(async () => {
  const redis = node.app.get(RedisService).core;
  const counted = await redis.keys('rl:{admin}:failures:*');
  if (counted.length > 0) await redis.del(...counted);
});

async function invited(role: string): Promise<{ email: string; password: string; id: string }> {
  members += 1;
  const email = `member${members}@spec.example`;
  const { body } = await owner.call<NewInvitationShape>('POST', '/v1/admin/team', { email, role });
  const joined = { token: body.token, name: `Member ${members}`, password: PASSWORD };
  expect((await callerOf(node)('POST', '/v1/admin/invitations/accept', joined)).status).toBe(204);
  const { body: team } = await owner.call<TeamShape>('GET', '/v1/admin/team');
  return { email, password: PASSWORD, id: team.members.find((each) => each.email === email)?.id ?? '' };
}
const trySignIn = async (
  body: Record<string, unknown>,
  headers: Record<string, string> = {},
): Promise<Answer<StaffSessionShape & { code: string; retryAfterMs: number }>> =>
  await callerOf(node, headers)('POST', '/v1/admin/sessions', body);
const alive = async (session: SignedIn): Promise<number> =>
  (await session.call('GET', '/v1/admin/sessions/current')).status;
const from = (address: string) => ({ 'x-forwarded-for': address });

describe('the team', () => {
  it('takes a member in by a link that works once', async () => {
    const { body } = await owner.call<NewInvitationShape>('POST', '/v1/admin/team', {
      email: 'New@Spec.example',
      role: 'operator',
    });
    expect(body).toMatchObject({ email: 'new@spec.example', role: 'operator', mail: 'sent' });
    expect(body.link).toBe(`${node.config.publicUrl}/admin#invitation=${body.token}`);
    const accept = async () =>
      await callerOf(node)('POST', '/v1/admin/invitations/accept', {
        token: body.token,
        name: 'New',
        password: PASSWORD,
      });
    expect((await accept()).status).toBe(204);
    expect(await accept()).toMatchObject({ status: 410, body: { code: 'LINK_INVALID' } });
    const again = await owner.call('POST', '/v1/admin/team', { email: 'new@spec.example', role: 'viewer' });
    expect(again).toMatchObject({ status: 409, body: { code: 'MEMBER_EXISTS' } });
    const operator = await signIn(node, { email: 'new@spec.example', password: PASSWORD });
    const sale = await withKey(node)<{ id: string }>('POST', '/v1/admin/sales', saleBody());
    expect((await operator.call('POST', '/v1/admin/sales', saleBody())).status).toBe(403);
    await withKey(node)('POST', `/v1/admin/sales/${sale.body.id}/publish`);
    expect((await operator.call('POST', `/v1/admin/sales/${sale.body.id}/pause`)).status).toBe(200);
    await withKey(node)('POST', `/v1/admin/sales/${sale.body.id}/close`);
  });

  it('withdraws an invitation, and a newer one ends the older', async () => {
    const invite = async () =>
      (await owner.call<NewInvitationShape>('POST', '/v1/admin/team', { email: 'late@spec.example', role: 'viewer' }))
        .body;
    const [older, newer] = [await invite(), await invite()];
    expect((await owner.call('DELETE', `/v1/admin/team/invitations/${older.id}`)).status).toBe(404);
    expect((await owner.call('DELETE', `/v1/admin/team/invitations/${newer.id}`)).status).toBe(204);
    for (const { token } of [older, newer])
      expect(
        (await callerOf(node)('POST', '/v1/admin/invitations/accept', { token, name: 'Late', password: PASSWORD }))
          .status,
      ).toBe(410);
  });

  it('is changed by owners only, and by no key', async () => {
    const manager = await invited('manager');
    const { call } = await signIn(node, manager);
    expect((await call('GET', '/v1/admin/team')).status).toBe(200);
    expect((await call('POST', '/v1/admin/team', { email: 'x@spec.example', role: 'owner' })).status).toBe(403);
    expect((await call('PATCH', `/v1/admin/team/${manager.id}`, { role: 'owner' })).status).toBe(403);
    expect((await withKey(node)('GET', '/v1/admin/team')).status).toBe(403);
  });

  it('ends the sessions of a member whose role changed, or who was removed', async () => {
    const member = await invited('viewer');
    const before = await signIn(node, member);
    expect((await owner.call('PATCH', `/v1/admin/team/${member.id}`, { role: 'finance' })).status).toBe(204);
    // another owner who still sees the role of before is told, and changes nothing
    const over = await owner.call('PATCH', `/v1/admin/team/${member.id}`, { role: 'manager', from: 'viewer' });
    expect(over).toMatchObject({ status: 409, body: { code: 'VERSION_CONFLICT' } });
    expect(await alive(before)).toBe(401);
    const after = await signIn(node, member);
    expect(after.session.member.role).toBe('finance');
    expect((await owner.call('DELETE', `/v1/admin/team/${member.id}`)).status).toBe(204);
    expect(await alive(after)).toBe(401);
    expect((await trySignIn({ email: member.email, password: PASSWORD })).status).toBe(401);
    expect((await owner.call('DELETE', `/v1/admin/team/${member.id}`)).status).toBe(404);
  });

  it('keeps its last owner, whoever asks and however many at once', async () => {
    const { id } = owner.session.member;
    expect(await owner.call('DELETE', `/v1/admin/team/${id}`)).toMatchObject({
      status: 409,
      body: { code: 'LAST_OWNER' },
    });
    expect((await owner.call('PATCH', `/v1/admin/team/${id}`, { role: 'viewer' })).status).toBe(409);
    const second = await invited('owner');
    const other = await signIn(node, second);
    const [a, b] = await Promise.all([
      owner.call('PATCH', `/v1/admin/team/${second.id}`, { role: 'manager' }),
      other.call('PATCH', `/v1/admin/team/${id}`, { role: 'manager' }),
    ]);
    expect([a.status, b.status].filter((status) => status === 204)).toHaveLength(1);
    expect(await prisma.member.count({ where: { role: 'owner', removedAt: null } })).toBe(1);
    await prisma.member.update({ where: { id }, data: { role: 'owner' } });
    await prisma.member.update({ where: { id: second.id }, data: { role: 'manager' } });
    owner = await signIn(node);
  });
});

describe('an API key of the promoter', () => {
  const keyOf = async (who: SignedIn, scopes: string[]) => {
    const made = await who.call<NewApiKeyShape>('POST', '/v1/admin/api-keys', { name: 'Till', scopes });
    expect(made.status).toBe(201);
    return { ...made.body, call: callerOf(node, { authorization: `Bearer ${made.body.key}` }) };
  };
  const works = async (key: { call: SignedIn['call'] }): Promise<number> =>
    (await key.call('GET', '/v1/admin/sales')).status;

  it('ends with the role of whoever made it, and is found in the log; those of others stay', async () => {
    const [leaving, demoted] = [await invited('manager'), await invited('owner')];
    const keys = await Promise.all(
      [leaving, demoted].map(async (who) => keyOf(await signIn(node, who), ['sales:read'])),
    );
    const [ofLeaving, ofDemoted] = keys as [(typeof keys)[0], (typeof keys)[0]];
    const own = await keyOf(owner, ['sales:read']);
    await owner.call('PATCH', `/v1/admin/team/${demoted.id}`, { role: 'manager' });
    expect(await works(ofDemoted)).toBe(200); // a manager may still make keys
    await owner.call('PATCH', `/v1/admin/team/${demoted.id}`, { role: 'finance' });
    await owner.call('DELETE', `/v1/admin/team/${leaving.id}`);
    expect(await Promise.all([ofLeaving, ofDemoted, own].map(works))).toEqual([401, 401, 200]);
    for (const { id } of [ofLeaving, ofDemoted]) {
      const { body } = await owner.call<{ entries: { action: string }[] }>('GET', `/v1/admin/audit?subject=${id}`);
      expect(body.entries.map(({ action }) => action)).toContain('api_key.revoke');
    }
  });

  it('of a partner stays, whoever made it', async () => {
    const leaving = await invited('manager');
    const session = await signIn(node, leaving);
    const partner = { name: 'Box office', email: 'box@spec.example' };
    const { body } = await session.call<{ id: string }>('POST', '/v1/admin/partners', partner);
    const made = { name: 'Box', partnerId: body.id, scopes: ['sales:read'] };
    const { body: key } = await session.call<NewApiKeyShape>('POST', '/v1/admin/api-keys', made);
    await owner.call('DELETE', `/v1/admin/team/${leaving.id}`);
    const call = callerOf(node, { authorization: `Bearer ${key.key}` });
    expect((await call('GET', '/v1/partner/sales')).status).toBe(200);
  });

  it('gives no show back unless it may change orders too, and publishes no report', async () => {
    const sale = await withKey(node)<{ id: string }>('POST', '/v1/admin/sales', saleBody());
    await withKey(node)('POST', `/v1/admin/sales/${sale.body.id}/publish`);
    const at = `/v1/admin/sales/${sale.body.id}`;
    const writes = await keyOf(owner, ['sales:read', 'sales:write']);
    for (const door of ['cancel-show', 'revoke-passes', 'report/publish'])
      expect(await writes.call('POST', `${at}/${door}`, {})).toMatchObject({
        status: 403,
        body: { code: 'FORBIDDEN' },
      });
    expect((await writes.call<{ state: string }>('GET', at)).body.state).toBe('prequeue');
    const both = await keyOf(owner, ['sales:write', 'orders:write']);
    expect((await both.call('POST', `${at}/cancel-show`, {})).status).toBe(202);
  });

  it('waits once it has called too often, and no other key with it', async () => {
    const [busy, other] = [await keyOf(owner, ['sales:read']), await keyOf(owner, ['sales:read'])];
    const service = node.app.get(ApiKeysService, { strict: false });
    const refusal = async (): Promise<unknown> => {
      for (let calls = 0; calls < 100; calls += 1) {
        const many = Array.from({ length: 50 }, () => service.authenticate(busy.key));
        const failed = (await Promise.allSettled(many)).find((each) => each.status === 'rejected');
        if (failed) return failed.reason;
      }
      return null;
    };
    expect(await refusal()).toMatchObject({ code: 'RATE_LIMITED' });
    const refused = await until('the refusal', async () => {
      await refusal();
      const answer = await busy.call('GET', '/v1/admin/sales');
      return answer.status === 429 ? answer : null;
    });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await works(other)).toBe(200);
  });
});

describe('a large body', () => {
  it('is not read from a member who may not send it', async () => {
    const session = await signIn(node, await invited('viewer'));
    const unreadable = `{"name": "${'x'.repeat(100_000)}`; // whoever reads it finds that it is no JSON
    for (const path of ['/v1/admin/seat-maps', '/v1/admin/sales']) {
      const send = (who: SignedIn) =>
        fetch(`${node.url}${path}`, {
          method: 'POST',
          headers: {
            ...{ 'content-type': 'application/json', cookie: who.cookie, origin: node.url },
            'x-csrf-token': who.csrf,
          },
          body: unreadable,
        });
      expect([(await send(session)).status, (await send(owner)).status]).toEqual([403, 400]);
    }
  });
});

describe('signing in', () => {
  it('slows strangers down, and nobody keeps a known device or another network out', async () => {
    const member = await invited('viewer');
    const known = await signIn(node, member);
    const device = known.headers.getSetCookie().map((each) => each.split(';')[0]);
    const credentials = { email: member.email, password: member.password };
    for (let n = 0; n < 11; n += 1) await trySignIn({ email: member.email, password: `wrong ${n}` }, from('192.0.2.1'));
    const refused = await trySignIn(credentials, from('192.0.2.1'));
    expect(refused).toMatchObject({ status: 429, body: { code: 'RATE_LIMITED' } });
    expect(refused.body.retryAfterMs).toBeLessThanOrEqual(10_000);
    expect((await trySignIn(credentials, { ...from('192.0.2.1'), cookie: device.join('; ') })).status).toBe(201);
  });

  it('counts a customer’s whole IPv6 prefix as one network', async () => {
    const member = await invited('viewer');
    for (let n = 0; n < 11; n += 1)
      await trySignIn({ email: `guess${n}@spec.example`, password: 'a wrong one' }, from(`2001:db8:7:${n}::1`));
    const credentials = { email: member.email, password: member.password };
    expect((await trySignIn(credentials, from('2001:db8:7:ffff::1'))).status).toBe(429);
    expect((await trySignIn(credentials, from('2001:db8:8::1'))).status).toBe(201);
  });

  it('takes a solved challenge in place of waiting', async () => {
    const member = await invited('viewer');
    const credentials = { email: member.email, password: member.password };
    const here = from('192.0.2.2');
    for (let n = 0; n < 10; n += 1) await trySignIn({ email: member.email, password: `wrong ${n}` }, here);
    expect((await trySignIn(credentials, here)).status).toBe(429);
    const { body } = await callerOf(node, here)<SignInChallengeShape>('GET', '/v1/admin/sessions/challenge');
    const solution = await solveChallenge({ challenge: body, deriveKey });
    const challenge = Buffer.from(JSON.stringify({ challenge: body, solution })).toString('base64');
    expect((await trySignIn({ ...credentials, challenge }, here)).status).toBe(201);
  });

  it('takes a solved challenge once, and from the network that asked', async () => {
    const challenges = node.app.get(SignInChallenge, { strict: false });
    const minted = await challenges.mint('192.0.2.2');
    const solution = await solveChallenge({ challenge: minted, deriveKey });
    const challenge = Buffer.from(JSON.stringify({ challenge: minted, solution })).toString('base64');
    expect(await challenges.spend(challenge, '192.0.2.3')).toBe(false);
    expect(await challenges.spend(challenge, '192.0.2.2')).toBe(true);
    expect(await challenges.spend(challenge, '192.0.2.2')).toBe(false);
  });
});

describe('a second factor', () => {
  it('is set up by a first code, asked for at sign-in, and each code works once', async () => {
    const member = await invited('finance');
    const session = await signIn(node, member);
    const { body: begun } = await session.call<NewSecondFactorShape>('POST', '/v1/admin/account/totp');
    expect(begun.uri).toContain(`secret=${begun.secret}`);
    expect(await session.call('POST', '/v1/admin/account/totp/confirm', { code: '000000' })).toMatchObject({
      body: { code: 'SECOND_FACTOR_INVALID' },
    });
    const code = await generate({ secret: begun.secret });
    const { body: made } = await session.call<RecoveryCodesShape>('POST', '/v1/admin/account/totp/confirm', { code });
    expect(made.recoveryCodes).toHaveLength(10);
    const row = await prisma.member.findUniqueOrThrow({ where: { id: member.id } });
    expect(
      JSON.stringify(row, (_, value: unknown) => (typeof value === 'bigint' ? Number(value) : value)),
    ).not.toContain(begun.secret);
    const credentials = { email: member.email, password: member.password };
    expect(await trySignIn(credentials)).toMatchObject({ status: 401, body: { code: 'SECOND_FACTOR_REQUIRED' } });
    expect(await trySignIn({ ...credentials, code })).toMatchObject({ body: { code: 'SECOND_FACTOR_INVALID' } });
    const later = await generate({ secret: begun.secret, epoch: Math.floor(Date.now() / 1_000) + 30 });
    expect((await trySignIn({ ...credentials, code: later })).body).toMatchObject({ twoFactor: 'on' });
    const [recovery = ''] = made.recoveryCodes;
    expect((await trySignIn({ ...credentials, code: recovery.toUpperCase() })).status).toBe(201);
    expect((await trySignIn({ ...credentials, code: recovery })).status).toBe(401);
    const proof = { password: PASSWORD, code: made.recoveryCodes[1] };
    expect((await session.call('DELETE', '/v1/admin/account/totp', { ...proof, password: 'wrong' })).status).toBe(403);
    expect((await session.call('DELETE', '/v1/admin/account/totp', proof)).status).toBe(204);
    expect((await trySignIn(credentials)).body).toMatchObject({ twoFactor: 'off' });
  });

  it('is bounded in wrong codes, which no challenge helps', async () => {
    const member = await invited('viewer');
    const session = await signIn(node, member);
    const { body } = await session.call<NewSecondFactorShape>('POST', '/v1/admin/account/totp');
    const code = await generate({ secret: body.secret });
    await session.call('POST', '/v1/admin/account/totp/confirm', { code });
    const guess = { email: member.email, password: member.password, code: '111111' };
    for (let n = 0; n < 5; n += 1) expect((await trySignIn(guess)).status).toBe(401);
    expect(await trySignIn(guess)).toMatchObject({ status: 429, body: { code: 'RATE_LIMITED' } });
  });

  it('is all that a member can do while the team asks for it', async () => {
    const member = await invited('manager');
    const session = await signIn(node, member);
    await owner.call('PUT', '/v1/admin/team/settings', { twoFactorRoles: ['manager'] });
    try {
      expect(await session.call('GET', '/v1/admin/sales')).toMatchObject({
        status: 403,
        body: { code: 'SECOND_FACTOR_NEEDED' },
      });
      expect((await session.call('GET', '/v1/admin/sessions/current')).body).toMatchObject({ twoFactor: 'needed' });
      const { body } = await session.call<NewSecondFactorShape>('POST', '/v1/admin/account/totp');
      const confirmed = await session.call<RecoveryCodesShape>('POST', '/v1/admin/account/totp/confirm', {
        code: await generate({ secret: body.secret }),
      });
      expect((await session.call('GET', '/v1/admin/sales')).status).toBe(200);
      const proof = { password: PASSWORD, code: confirmed.body.recoveryCodes[0] };
      expect(await session.call('DELETE', '/v1/admin/account/totp', proof)).toMatchObject({
        body: { code: 'SECOND_FACTOR_STATE' },
      });
      expect((await owner.call('DELETE', `/v1/admin/team/${member.id}/totp`)).status).toBe(204);
      expect(await alive(session)).toBe(401);
    } finally {
      await owner.call('PUT', '/v1/admin/team/settings', { twoFactorRoles: [] });
    }
  });

  it('is begun with the password, unless the member has just signed in', async () => {
    const session = await signIn(node, await invited('viewer'));
    const begin = async (body: object) => await session.call('POST', '/v1/admin/account/totp', body);
    expect((await begin({})).status).toBe(201);
    const memberId = session.session.member.id;
    const elevenMinutesAgo = new Date(Date.now() - 11 * 60_000);
    await prisma.adminSession.updateMany({ where: { memberId }, data: { createdAt: elevenMinutesAgo } });
    for (const body of [{}, { password: 'a stranger’s guess' }])
      expect(await begin(body)).toMatchObject({ status: 403, body: { code: 'PASSWORD_WRONG' } });
    expect((await begin({ password: PASSWORD })).status).toBe(201);
  });

  it('is asked of fewer roles only with a second owner, where there is one', async () => {
    const ask = async (twoFactorRoles: string[]) =>
      await owner.call<{ approvalId: string }>('PUT', '/v1/admin/team/settings', { twoFactorRoles });
    expect((await ask(['scanner'])).status).toBe(200);
    expect((await ask([])).status).toBe(200); // nobody else could approve it
    const second = await invited('owner');
    const other = await signIn(node, second);
    try {
      expect((await ask(['scanner'])).status).toBe(200);
      const stopped = await ask([]);
      expect(stopped).toMatchObject({ status: 409, body: { code: 'APPROVAL_REQUIRED' } });
      const roles = async () =>
        (await owner.call<{ twoFactorRoles: string[] }>('GET', '/v1/admin/team/settings')).body.twoFactorRoles;
      expect(await roles()).toEqual(['scanner']);
      const id = stopped.body.approvalId;
      const { body: proposal } = await other.call<{ hash: string }>('GET', `/v1/admin/approvals/${id}`);
      await other.call('POST', `/v1/admin/approvals/${id}/approve`, { hash: proposal.hash });
      expect(await roles()).toEqual([]);
      expect((await ask(['scanner'])).status).toBe(200);
      const older = (await ask([])).body.approvalId;
      expect((await ask(['scanner', 'manager'])).status).toBe(200);
      const { body: asked } = await other.call<{ hash: string }>('GET', `/v1/admin/approvals/${older}`);
      const late = await other.call('POST', `/v1/admin/approvals/${older}/approve`, { hash: asked.hash });
      expect(late.body).toMatchObject({ code: 'APPROVAL_OUTDATED' });
      expect(await roles()).toEqual(['scanner', 'manager']);
      await prisma.staffSettings.updateMany({ data: { twoFactorRoles: [] } });
    } finally {
      await owner.call('DELETE', `/v1/admin/team/${second.id}`);
    }
  });

  it('is asked of owners and finance from the start where money is real, and of nobody once they decided so', async () => {
    const member = await invited('finance');
    const session = await signIn(node, member);
    const live = { ...node.config, mode: 'production', stripeSecretKey: 'sk_live_spec' } as Config;
    const mustEnrol = async (config: Config): Promise<boolean | undefined> => {
      const { idHash } = await prisma.adminSession.findFirstOrThrow({ where: { memberId: member.id } });
      return (await new SessionsRepository(prisma, config).memberOf(idHash))?.mustEnrol;
    };
    await prisma.staffSettings.deleteMany();
    expect([await mustEnrol(live), await mustEnrol(node.config)]).toEqual([true, false]);
    expect(await alive(session)).toBe(200);
    await owner.call('PUT', '/v1/admin/team/settings', { twoFactorRoles: [] });
    expect(await mustEnrol(live)).toBe(false);
  });
});

describe('passwords and sessions', () => {
  it('are changed with the current password, which ends every other session', async () => {
    const member = await invited('viewer');
    const [here, there] = [await signIn(node, member), await signIn(node, member)];
    const change = async (current: string) =>
      (await here.call('PUT', '/v1/admin/account/password', { current, password: 'a third long password' })).status;
    expect(await change('wrong')).toBe(403);
    expect(await change(PASSWORD)).toBe(204);
    expect([await alive(here), await alive(there)]).toEqual([200, 401]);
    expect((await trySignIn({ email: member.email, password: PASSWORD })).status).toBe(401);
  });

  it('are set anew by a link that works once, with one answer for every address', async () => {
    const member = await invited('viewer');
    const session = await signIn(node, member);
    for (const email of [member.email, 'nobody@spec.example'])
      expect(await callerOf(node)('POST', '/v1/admin/password-resets', { email })).toMatchObject({
        status: 202,
        body: '',
      });
    const { body } = await owner.call<{ link: string }>('POST', `/v1/admin/team/${member.id}/password-reset`);
    const confirm = async () =>
      (
        await callerOf(node)('POST', '/v1/admin/password-resets/confirm', {
          token: body.link.split('=')[1],
          password: 'a fourth long password',
        })
      ).status;
    expect(await confirm()).toBe(204);
    expect(await confirm()).toBe(410);
    expect(await alive(session)).toBe(401);
    expect((await trySignIn({ email: member.email, password: 'a fourth long password' })).status).toBe(201);
  });

  it('are listed and ended one by one, or all but this one', async () => {
    const member = await invited('viewer');
    const [here, there, third] = [await signIn(node, member), await signIn(node, member), await signIn(node, member)];
    const { body } = await here.call<OwnSessionsShape>('GET', '/v1/admin/sessions');
    expect(body.sessions).toHaveLength(3);
    expect(body.sessions.filter(({ current }) => current)).toHaveLength(1);
    const foreign = await owner.call<OwnSessionsShape>('GET', '/v1/admin/sessions');
    expect((await here.call('DELETE', `/v1/admin/sessions/${foreign.body.sessions[0]?.id}`)).status).toBe(404);
    const other = body.sessions.find(({ current }) => !current);
    expect((await here.call('DELETE', `/v1/admin/sessions/${other?.id}`)).status).toBe(204);
    expect([await alive(there), await alive(third)].sort()).toEqual([200, 401]);
    expect((await here.call('DELETE', '/v1/admin/sessions')).status).toBe(204);
    expect([await alive(here), await alive(there), await alive(third)]).toEqual([200, 401, 401]);
  });
});
