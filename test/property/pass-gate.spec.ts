import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { createPassGate, type PassGate, passOf } from '../../connectors/pass-gate.mjs';

const issuer = 'https://tickets.example';
const START = 1_900_000_000_000;

/** An installation that answers or is down, and a gate with its own clock. */
async function installation(): Promise<{
  gate: PassGate;
  state: { nowMs: number; away: boolean; subs: string[]; kids: string[]; reads: number };
  pass: (change?: { exp?: number; aud?: string; iss?: string; typ?: string; sub?: string }) => Promise<string>;
}> {
  const { publicKey, privateKey } = await generateKeyPair('EdDSA', { extractable: true });
  const keys = [{ ...(await exportJWK(publicKey)), kid: 'k1' }];
  const state = { nowMs: START, away: false, subs: [] as string[], kids: [] as string[], reads: 0 };
  const get = async (address: Parameters<typeof fetch>[0]): Promise<Response> => {
    state.reads += 1;
    if (state.away) throw new Error('away');
    return Response.json((address as string).endsWith('jwks.json') ? { keys } : { subs: state.subs, kids: state.kids });
  };
  const gate = createPassGate({ issuer, saleId: 'sale_1', fetch: get, now: () => state.nowMs });
  return {
    gate,
    state,
    pass: async ({
      exp = START / 1_000 + 300,
      aud = 'sale_1',
      iss = issuer,
      typ = 'ropeline-pass+jwt',
      sub = 'a',
    } = {}) =>
      await new SignJWT({ epoch: 1, lane: 'general' })
        .setProtectedHeader({ alg: 'EdDSA', kid: 'k1', typ })
        .setIssuer(iss)
        .setAudience(aud)
        .setSubject(sub)
        .setExpirationTime(exp)
        .sign(privateKey),
  };
}

describe('a gate that checks passes offline', () => {
  it('takes what the installation signed for this sale, and nothing else', async () => {
    const { gate, pass } = await installation();
    expect(await gate.check(await pass())).toMatchObject({ ok: true, claims: { sub: 'a' } });
    for (const change of [{ aud: 'sale_2' }, { iss: 'https://evil.example' }, { typ: 'receipt+jwt' }])
      expect(await gate.check(await pass(change))).toEqual({ ok: false, code: 'PASS_INVALID' });
    expect(await gate.check(await (await installation()).pass())).toEqual({ ok: false, code: 'PASS_INVALID' });
    expect(await gate.check(await pass({ exp: START / 1_000 - 60 }))).toEqual({ ok: false, code: 'PASS_EXPIRED' });
    for (const nothing of ['', null, undefined])
      expect(await gate.check(nothing)).toEqual({ ok: false, code: 'PASS_REQUIRED' });
    for (const text of ['a', 'a.b.c', '...', 'x'.repeat(5_000)])
      expect(await gate.check(text)).toEqual({ ok: false, code: 'PASS_INVALID' });
  });

  it('refuses what was taken back within two seconds, and reads seldom', async () => {
    const { gate, state, pass } = await installation();
    const mine = await pass();
    for (let n = 0; n < 100; n += 1) await gate.check(mine);
    expect(state.reads).toBe(2);
    state.subs = ['a'];
    state.nowMs += 2_000;
    expect(await gate.check(mine)).toEqual({ ok: false, code: 'PASS_REVOKED' });
    expect((await gate.check(await pass({ sub: 'b' }))).ok).toBe(true);
  });

  it('goes on for half a minute while the installation is away, and then says that it cannot tell', async () => {
    const { gate, state, pass } = await installation();
    const mine = await pass();
    await gate.check(mine);
    state.away = true;
    state.nowMs += 29_000;
    expect((await gate.check(mine)).ok).toBe(true);
    state.nowMs += 2_000;
    expect(await gate.check(mine)).toEqual({ ok: false, code: 'UNAVAILABLE' });
    state.away = false;
    state.nowMs += 2_000;
    expect((await gate.check(mine)).ok).toBe(true);
  });

  it('finds the pass in the header or the cookie', () => {
    expect(passOf('Bearer x', 'ropeline_pass=y')).toBe('x');
    expect(passOf(undefined, 'a=b; __Host-ropeline_pass=y')).toBe('y');
    expect(passOf('Basic x', 'other_ropeline_pass=y')).toBeNull();
  });
});

const hasPhp = spawnSync('php', ['-r', "exit(extension_loaded('sodium') ? 0 : 1);"]).status === 0;
const itWithPhp = hasPhp ? it : it.skip;

describe('the same gate in plain PHP', () => {
  if (!hasPhp) it.skip('SKIPPED: php with sodium is not installed', () => undefined);

  itWithPhp(
    'answers as the other one does, and cannot tell when the installation was never there',
    async () => {
      const { publicKey, privateKey } = await generateKeyPair('EdDSA', { extractable: true });
      const keys = [{ ...(await exportJWK(publicKey)), kid: 'k1' }];
      const server = createServer((request, response) =>
        response.end(JSON.stringify(request.url === '/v1/passes/revoked' ? { subs: ['gone'], kids: [] } : { keys })),
      );
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const from = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      const now = Math.floor(Date.now() / 1_000);
      const pass = async (change: { aud?: string; iss?: string; sub?: string; exp?: number; kid?: string } = {}) =>
        await new SignJWT({})
          .setProtectedHeader({ alg: 'EdDSA', kid: change.kid ?? 'k1', typ: 'ropeline-pass+jwt' })
          .setIssuer(change.iss ?? from)
          .setAudience(change.aud ?? 'sale_1')
          .setSubject(change.sub ?? 'a')
          .setExpirationTime(change.exp ?? now + 300)
          .sign(privateKey);
      const good = await pass();
      const shown: [string, string][] = [
        [good, 'in'],
        ['', 'PASS_REQUIRED'],
        ['a.b.c', 'PASS_INVALID'],
        [`${good.slice(0, -4)}AAAA`, 'PASS_INVALID'],
        [await pass({ aud: 'sale_2' }), 'PASS_INVALID'],
        [await pass({ iss: 'https://evil.example' }), 'PASS_INVALID'],
        [await pass({ kid: 'k2' }), 'PASS_INVALID'],
        [await pass({ exp: now - 60 }), 'PASS_EXPIRED'],
        [await pass({ sub: 'gone' }), 'PASS_REVOKED'],
      ];
      const folder = await mkdtemp(path.join(tmpdir(), 'ropeline-php-'));
      const program = `require 'connectors/pass-gate.php';
      $gate = new RopelinePassGate($argv[1], 'sale_1', $argv[2]);
      foreach (array_slice($argv, 3) as $pass) { $v = $gate->check($pass); echo ($v['ok'] ? 'in' : $v['code']) . "\n"; }`;
      const answers = async (issuer: string, passes: string[]): Promise<string[]> => {
        const { stdout } = await promisify(execFile)('php', ['-r', program, '--', issuer, folder, ...passes]);
        return stdout.trim().split('\n');
      };
      try {
        expect(
          await answers(
            from,
            shown.map(([each]) => each),
          ),
        ).toEqual(shown.map(([, verdict]) => verdict));
        expect(await answers('http://127.0.0.1:9', [await pass({ iss: 'http://127.0.0.1:9' })])).toEqual([
          'UNAVAILABLE',
        ]);
      } finally {
        server.close();
        await rm(folder, { recursive: true });
      }
    },
    20_000,
  );
});
