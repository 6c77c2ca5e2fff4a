import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { exportJWK, type GenerateKeyPairResult, generateKeyPair, type JWK, SignJWT } from 'jose';
import { Clock } from '../../platform/clock/clock.js';
import type { EgressAnswer, EgressService } from '../../platform/egress/egress.service.js';
import { Metrics } from '../../platform/metrics/metrics.js';
import { AccountKeys } from './account-keys.js';
import { PublishedKeys } from './published-keys.js';

const MINUTE = 60_000;
const START = Date.parse('2026-05-01T20:00:00Z');

class SetClock extends Clock {
  now = START;
  nowMs(): number {
    return this.now;
  }
  monotonicMs(): number {
    return this.now;
  }
}

/** The promoter's server, as it answers right now. */
class PromoterServer {
  reads = 0;
  answer: () => Promise<EgressAnswer> = () => Promise.reject(new Error('refused'));

  async get(): Promise<EgressAnswer> {
    this.reads += 1;
    return await this.answer();
  }

  says(text: string, status = 200): void {
    this.answer = () => Promise.resolve({ status, retryAfter: null, text });
  }

  publishes(...keys: JWK[]): void {
    this.says(JSON.stringify({ keys }));
  }
}

Logger.overrideLogger(false);

describe('the keys of a promoter', () => {
  const away = { kind: 'away', retryAfterMs: expect.any(Number) };
  const from = { jwksUrl: 'https://club.example/jwks', keys: null, issuer: null, audience: null };
  const clock = new SetClock();
  const metrics = new Metrics();
  let server: PromoterServer;
  let accounts: AccountKeys;
  let pairs: { private: GenerateKeyPairResult['privateKey']; jwk: JWK }[];

  beforeAll(async () => {
    pairs = await Promise.all(
      ['k1', 'k2'].map(async (kid) => {
        const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
        return { private: privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg: 'ES256' } };
      }),
    );
    begin();
  });
  afterEach(() => begin());

  function begin(): void {
    clock.now = START;
    server = new PromoterServer();
    accounts = new AccountKeys(new PublishedKeys(server as unknown as EgressService, clock, metrics), clock);
  }
  const pair = (index: number) => {
    const found = pairs[index];
    if (!found) throw new Error('no such key');
    return found;
  };
  const tokenBy = async (index: number, kid = pair(index).jwk.kid ?? '') =>
    await new SignJWT({})
      .setProtectedHeader({ alg: 'ES256', kid })
      .setSubject('member-7')
      .setExpirationTime(new Date(clock.now + 60 * MINUTE))
      .sign(pair(index).private);
  const ask = async (token: string) => await accounts.accountOf(from, token);
  const fine = { kind: 'account', account: 'member-7' };

  it('say whose token it is, and are read once for everybody who asks at once', async () => {
    server.publishes(pair(0).jwk);
    const token = await tokenBy(0);
    expect(await Promise.all(Array.from({ length: 20 }, () => ask(token)))).toEqual(Array(20).fill(fine));
    expect([await ask(await tokenBy(1, 'k1')), server.reads]).toEqual([{ kind: 'invalid' }, 1]);
  });

  it.each<[string, (server: PromoterServer) => void]>([
    ['refuses connections', () => undefined],
    ['answers with an error', (club) => club.says('busy', 502)],
    ['answers with a page', (club) => club.says('<!doctype html>')],
    ['answers with another document', (club) => club.says('{"issuer": "club"}')],
    ['publishes something else as a key', (club) => club.says('{"keys": ["k1"]}')],
    [
      'publishes a key that is none',
      (club) => club.publishes({ kty: 'EC', crv: 'P-256', x: 'AA', y: 'AA', kid: 'k1', alg: 'ES256' }),
    ],
  ])('leave a token undecided when the server %s', async (_what, change) => {
    change(server);
    expect(await ask(await tokenBy(0))).toEqual(away);
  });

  it('are asked for once in ten seconds while the server is away, and Retry-After says when', async () => {
    const token = await tokenBy(0);
    for (let tries = 0; tries < 5; tries += 1) expect(await ask(token)).toEqual(away);
    clock.now += 4_000;
    expect([await ask(token), server.reads]).toEqual([{ kind: 'away', retryAfterMs: 6_000 }, 1]);
    server.publishes(pair(0).jwk);
    clock.now += 6_000;
    expect([await ask(token), server.reads]).toEqual([fine, 2]);
  });

  it('are used for twelve hours after the server went away, and no longer', async () => {
    server.publishes(pair(0).jwk);
    await ask(await tokenBy(0));
    server.says('', 500);
    clock.now += 12 * 60 * MINUTE - 1;
    expect(await ask(await tokenBy(0))).toEqual(fine);
    clock.now += 1;
    expect(await ask(await tokenBy(0))).toEqual(away);
  });

  it('leave a token of an unknown key undecided while newer keys cannot be read, and refuse it once they can', async () => {
    server.publishes(pair(0).jwk);
    await ask(await tokenBy(0));
    clock.now += MINUTE;
    server.says('', 503);
    expect(await ask(await tokenBy(1))).toEqual(away);
    server.publishes(pair(0).jwk);
    clock.now += 10_000;
    expect(await ask(await tokenBy(1))).toEqual({ kind: 'invalid' });
    clock.now += 30_000;
    server.publishes(pair(0).jwk, pair(1).jwk);
    expect(await ask(await tokenBy(1))).toEqual(fine);
  });

  it('are not read for what no key could verify', async () => {
    const none = 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJtZW1iZXItNyJ9.';
    const shared = await new SignJWT({})
      .setProtectedHeader({ alg: 'HS256', kid: 'k1' })
      .sign(new TextEncoder().encode('a shared secret of thirty-two bytes'));
    for (const token of ['', 'not.a.token', none, shared]) expect(await ask(token)).toEqual({ kind: 'invalid' });
    expect(server.reads).toBe(0);
  });
});
