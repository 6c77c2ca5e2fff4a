import { readFileSync } from 'node:fs';
import { jest } from '@jest/globals';
import { createLocalJWKSet, exportJWK, generateKeyPair, jwtVerify, SignJWT } from 'jose';
import { Keys } from '../../../src/platform/redis/keys.js';
import { defineScript } from '../../../src/platform/redis/define-script.js';
import { freshDatabase, sharedRedisUrl } from '../../support/services.js';
import {
  admit,
  installation,
  joinMany,
  jump,
  newSaleId,
  open,
  publish,
  type QueueNode,
  reportWell,
  setupOf,
  startQueueNode,
} from './line.support.js';

let node: QueueNode;
let saleId: string;
let pass: string;
let token: string;
let member: string | undefined;
beforeAll(async () => {
  node = await startQueueNode(installation(await freshDatabase(), await sharedRedisUrl()));
});
afterAll(() => node.close());
beforeEach(async () => {
  member = undefined;
  saleId = newSaleId();
  await publish(node, setupOf(saleId));
  await reportWell(node, saleId);
  [token = ''] = await joinMany(node, saleId, 1);
  await open(node, saleId);
  ({ pass } = await admit(node, saleId, token));
});
const kindOf = async (answer: Promise<{ kind: string }>): Promise<string> => (await answer).kind;

describe('a pass', () => {
  it('that was taken back stays listed, however wrong the clocks of the nodes are that end others', async () => {
    const endedAt = async (skewMs: number, admissionId: string): Promise<void> => {
      const now = Date.now();
      jest.spyOn(Date, 'now').mockReturnValue(now + skewMs);
      await node.endings.ended([admissionId]);
      jest.restoreAllMocks();
    };
    await endedAt(0, 'adm_right');
    await endedAt(-3_600_000, 'adm_behind');
    await endedAt(3_600_000, 'adm_ahead');
    const { subs = [] } = (await node.passes.revocations()) ?? {};
    expect(subs).toEqual(expect.arrayContaining(['adm_right', 'adm_behind', 'adm_ahead']));
  });

  it('can be checked by anybody with the public keys', async () => {
    const keys = createLocalJWKSet(await node.passes.publicKeys());
    const { payload, protectedHeader } = await jwtVerify(pass, keys, { audience: saleId });
    expect(protectedHeader).toMatchObject({ alg: 'EdDSA', typ: 'ropeline-pass+jwt' });
    expect(payload).toMatchObject({ aud: saleId, epoch: 1, lane: 'general' });
    expect((payload.exp ?? 0) * 1_000 - Date.now()).toBeLessThanOrEqual(300_000);
    expect(JSON.stringify(await node.passes.publicKeys())).not.toContain('"d"');
  });

  it('opens its own sale and no other', async () => {
    expect(await kindOf(node.passes.permit(pass, saleId))).toBe('ok');
    expect(await kindOf(node.passes.permit(pass, newSaleId()))).toBe('invalid');
  });

  it('is refused when it was changed, signed by others, or is something else', async () => {
    const { privateKey, publicKey } = await generateKeyPair('EdDSA');
    const forged = await new SignJWT({ epoch: 1, lane: 'general', until: 9e9 })
      .setProtectedHeader({ alg: 'EdDSA', typ: 'ropeline-pass+jwt', kid: (await exportJWK(publicKey)).x ?? '' })
      .setIssuer('http://127.0.0.1')
      .setAudience(saleId)
      .setSubject('me')
      .setExpirationTime('5m')
      .sign(privateKey);
    const [header = '', body = '', signature = ''] = pass.split('.');
    const none = Buffer.from('{"alg":"none","typ":"ropeline-pass+jwt"}').toString('base64url');
    const changed = Buffer.from(Buffer.from(body, 'base64url').toString().replace('general', 'fanclub')).toString(
      'base64url',
    );
    for (const wrong of [
      forged,
      `${header}.${changed}.${signature}`,
      `${none}.${body}.`,
      token,
      '',
      'a.b.c',
      pass.slice(0, -2),
    ])
      expect(await kindOf(node.passes.permit(wrong))).toBe('invalid');
  });

  it('is no place token, and a place token of another sale is none of this one', async () => {
    expect(await kindOf(node.claims.claim(pass))).toBe('PLACE_TOKEN_INVALID');
    const foreign = newSaleId();
    await publish(node, setupOf(foreign));
    const [other = ''] = await joinMany(node, foreign, 1);
    expect(node.placeIdentity.read(other)).toMatchObject({ saleId: foreign });
    expect(await node.joins.join(saleId, { lane: 'general', device: other })).toMatchObject({
      kind: 'taken',
      number: 2,
    });
  });

  it('ends with its admission', async () => {
    await jump(node, saleId, 181_000);
    node.passes.forget((await admissionOf()) ?? '');
    expect(await kindOf(node.passes.permit(pass))).toBe('expired');
    // an expired admission's pass can still be read
    expect(await node.passes.bearer(pass)).toMatchObject({ kind: 'ok', saleId, lane: 'general' });
    expect(await kindOf(node.passes.bearer(`${pass}x`))).toBe('invalid');
  });

  it('keeps its slot as long as what it holds, by the script that every room includes', async () => {
    const permit = await node.passes.permit(pass);
    if (permit.kind !== 'ok') throw new Error(permit.kind);
    const { keys, admissionId } = permit.permit;
    const deadline = Number(await node.redis.core.zscore(keys[0], admissionId));
    expect(await runPermitGuard(deadline + 60_000)).toEqual(['OK', permit.permit.fanKey]);
    expect(Number(await node.redis.core.zscore(keys[0], admissionId))).toBe(deadline + 60_000);
    expect(await runPermitGuard(deadline)).toEqual(['OK', permit.permit.fanKey]); // never shortened
    await runPermitGuard(1e12);
    const limit = Number(await node.redis.core.zscore(keys[0], admissionId));
    expect(limit - deadline).toBe((10 + 12 + 10 - 3) * 60_000);
    await jump(node, saleId, 40 * 60_000);
    expect(await runPermitGuard(1e12)).toEqual(['NOT_ACTIVE']);
  });

  async function admissionOf(): Promise<string | undefined> {
    return (await node.redis.core.zrange(Keys.active(saleId), '0', '0'))[0];
  }

  /** A minimal script of a room: read-permit up to its guards, then the include that rooms share. */
  async function runPermitGuard(until: number): Promise<unknown> {
    const include = ['know-permit', 'raise-permit']
      .map((name) => readFileSync(`src/queue/lua/include/${name}.lua`, 'utf8'))
      .join('\n');
    const locals =
      'local permitActiveKey, permitAdmissionKey, permitMember, permitUntil = KEYS[2], KEYS[3], ARGV[3], tonumber(ARGV[4])';
    const script = defineScript({
      room: 'queue',
      name: 'read-permit',
      mutate: (source) =>
        `${source.slice(0, source.indexOf('local deadline'))}\n${locals}\n${include}\nreturn { 'OK', permitAdmission.fan }`,
    });
    const [epoch, runId] = await node.redis.core.hmget(Keys.sale(saleId), 'epoch', 'runId');
    member ??= await admissionOf();
    const keys = [Keys.sale(saleId), Keys.active(saleId), Keys.admission(saleId)];
    return await script.run(node.redis.core, keys, [epoch ?? '', runId ?? '', member ?? '', until]);
  }
});
