import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import type { ChallengeShape } from '../../../src/contract/line/entry-shapes.js';
import type { GroupShape } from '../../../src/contract/line/place-shapes.js';
import type { JoinShape } from '../../../src/contract/line/line-shapes.js';
import type { LiveShape } from '../../../src/contract/live/live-shapes.js';
import type { SaleShape } from '../../../src/contract/sale/sale-shapes.js';
import { Clock } from '../../../src/platform/clock/clock.js';
import { defineScript } from '../../../src/platform/redis/define-script.js';
import { publishedSale } from '../../support/sale.js';
import { solvedFor } from '../../support/solver.js';
import { adminHeaders, type Answer, call, startSystem, type TestSystem, until } from '../../support/system.js';

let system: TestSystem;
beforeAll(async () => {
  system = await startSystem({ nodes: 2, env: { ROPELINE_TRUSTED_PROXIES: '127.0.0.1' } });
}, 60_000);
afterAll(async () => {
  await system.close();
});

const from = (address: string): Record<string, string> => ({ 'x-forwarded-for': address });
const codeOf = ({ body }: Answer<unknown>): string => (body as { code?: string }).code ?? 'none';
const node = (index: number): string => system.nodes[index]?.url ?? '';
const join = async (slug: string, body: object, address = '203.0.113.1', url = system.url) =>
  await call<JoinShape>(`${url}/v1/sales/${slug}/places`, { body, headers: from(address) });

describe('a sale that always asks for the challenge', () => {
  let sale: SaleShape;
  beforeAll(async () => {
    sale = await publishedSale(system.url, { challenge: 'on' });
  });

  it('says so on its page, and gives no place without it', async () => {
    expect(sale.challenge).toBe('on');
    const refused = await join(sale.slug, {});
    expect([refused.status, codeOf(refused)]).toEqual([403, 'CHALLENGE_REQUIRED']);
  });

  it('gives a place for a solved one, on any node, and none for the same one again', async () => {
    const { challenge, payload } = await solvedFor(node(0), sale.slug, from('203.0.113.1'));
    expect(challenge).toMatchObject({ required: true, parameters: { algorithm: 'PBKDF2/SHA-256' } });
    const tries = await Promise.all(
      [0, 1, 0, 1, 1].map((index) => join(sale.slug, { challenge: payload }, '203.0.113.1', node(index))),
    );
    expect(tries.map(({ status }) => status).sort()).toEqual([201, 403, 403, 403, 403]);
    expect(tries.filter(({ status }) => status === 403).map(codeOf)).toEqual(Array(4).fill('CHALLENGE_INVALID'));
  });

  it('refuses one of another sale, of another network, made by somebody else, changed, unsolved or garbled', async () => {
    const other = await publishedSale(system.url, { challenge: 'on' });
    const { challenge, payload } = await solvedFor(system.url, sale.slug, from('203.0.113.1'));
    const { payload: foreign } = await solvedFor(system.url, other.slug, from('203.0.113.1'));
    const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64');
    const { parameters, signature } = challenge;
    const easier = { parameters: { ...parameters, keyPrefix: '00', keySignature: undefined }, signature };
    const refused = [
      await join(sale.slug, { challenge: foreign }),
      await join(sale.slug, { challenge: payload }, '203.0.113.2'),
      await join(sale.slug, { challenge: encoded({ challenge: easier, solution: { counter: 0, derivedKey: '00' } }) }),
      await join(sale.slug, {
        challenge: encoded({ challenge: { parameters, signature }, solution: { counter: 1, derivedKey: 'ab' } }),
      }),
      await join(sale.slug, { challenge: encoded({ challenge: { parameters: { nonce: 'x' } }, solution: {} }) }),
      await join(sale.slug, { challenge: encoded([null]) }),
      await join(sale.slug, { challenge: 'not base64 at all' }),
    ];
    expect(refused.map(({ status }) => status)).toEqual(Array(refused.length).fill(403));
    expect(refused.map(codeOf)).toEqual(Array(refused.length).fill('CHALLENGE_INVALID'));
    expect((await join(sale.slug, { challenge: payload })).status).toBe(201);
  });

  it('refuses one that is late', async () => {
    const { payload } = await solvedFor(system.url, sale.slug, from('203.0.113.1'));
    const clock = system.nodes[0]?.app.get(Clock) as { nowMs: () => number };
    const { nowMs } = clock;
    clock.nowMs = () => Date.now() + 121_000;
    try {
      expect(codeOf(await join(sale.slug, { challenge: payload }))).toBe('CHALLENGE_INVALID');
    } finally {
      clock.nowMs = nowMs;
    }
  });

  it('gives the device that has a place its place again, without another challenge', async () => {
    const { payload } = await solvedFor(system.url, sale.slug, from('203.0.113.1'));
    const first = await join(sale.slug, { challenge: payload });
    const cookie = (first.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    const again = await call<JoinShape>(`${system.url}/v1/sales/${sale.slug}/places`, {
      body: {},
      headers: { cookie },
    });
    expect([again.status, again.body.number]).toEqual([200, first.body.number]);
  });

  it('keeps a spent challenge no longer than it could be used', async () => {
    const redis = new Redis(system.nodes[0]?.config.redisUrl ?? '');
    const keys = await redis.keys(`rl:{${sale.id}}:spent:*`);
    const lives = await Promise.all(keys.map((key) => redis.pttl(key)));
    await redis.quit();
    expect(lives.length).toBeGreaterThan(0);
    expect(lives.every((life) => life > 0 && life <= 121_000)).toBe(true);
  });

  it('has no challenge before its prequeue, when it could be solved ahead of time', async () => {
    const later = {
      prequeueAt: new Date(Date.now() + 3_600_000).toISOString(),
      opensAt: new Date(Date.now() + 7_200_000).toISOString(),
    };
    const scheduled = await publishedSale(system.url, { challenge: 'on', ...later });
    expect(codeOf(await call(`${system.url}/v1/sales/${scheduled.slug}/challenge`))).toBe('SALE_NOT_OPEN');
  });
});

describe('a sale that asks when it has to', () => {
  it('asks nobody at rest, then the network that took many, harder and harder, and never the others', async () => {
    const sale = await publishedSale(system.url, { challenge: 'auto' });
    const farm = '198.51.100.7';
    for (let taken = 0; taken < 30; taken += 1)
      expect((await join(sale.slug, {}, farm, node(taken % 2))).status).toBe(201);
    // the other node learns of its neighbour's joins on its next one
    expect(codeOf(await join(sale.slug, {}, farm, node(1)))).toBe('CHALLENGE_REQUIRED');
    const { challenge, payload } = await solvedFor(node(1), sale.slug, from(farm));
    expect(challenge).toMatchObject({ required: true, parameters: { data: { difficulty: 1 } } });
    expect((await join(sale.slug, { challenge: payload }, farm, node(1))).status).toBe(201);
    const harder = await call<ChallengeShape>(`${node(1)}/v1/sales/${sale.slug}/challenge`, { headers: from(farm) });
    expect(harder.body.parameters.data['difficulty']).toBe(2);
    expect((await join(sale.slug, {}, '203.0.113.9')).status).toBe(201);
    const rest = await call<ChallengeShape>(`${system.url}/v1/sales/${sale.slug}/challenge`, {
      headers: from('203.0.113.9'),
    });
    expect(rest.body.required).toBe(false);
  });

  it('counts those who share places like those who take them, on every node', async () => {
    const opensAt = new Date(Date.now() + 3_600_000).toISOString();
    const sale = await publishedSale(system.url, { challenge: 'auto', opensAt, policy: { groupMax: 4 } });
    const farm = '198.51.100.31';
    for (let lead = 0; lead < 10; lead += 1) {
      const { body: place } = await join(sale.slug, {}, `203.0.113.${100 + lead}`);
      const headers = { authorization: `Place ${place.placeToken}` };
      const { body: group } = await call<GroupShape>(`${system.url}/v1/place/group`, { method: 'POST', headers });
      for (let member = 0; member < 3; member += 1) {
        const joined = await join(sale.slug, { groupCode: group.groupCode }, farm, node(member % 2));
        expect(joined.status).toBe(201);
      }
    }
    expect(codeOf(await join(sale.slug, {}, farm, node(0)))).toBe('CHALLENGE_REQUIRED');
    // the other node knows of 29, and learns of its neighbour's last one with its next join
    expect((await join(sale.slug, {}, farm, node(1))).status).toBe(201);
    expect(codeOf(await join(sale.slug, {}, farm, node(1)))).toBe('CHALLENGE_REQUIRED');
    const staff = `${system.url}/v1/admin/sales/${sale.id}/live`;
    const { body: live } = await call<LiveShape>(staff, { headers: adminHeaders });
    expect(live.joins.networks?.[0]?.places).toBe(31);
  });

  it('does not let a burst through before the first answer', async () => {
    const sale = await publishedSale(system.url, { challenge: 'auto' });
    const burst = await Promise.all(Array.from({ length: 100 }, () => join(sale.slug, {}, '198.51.100.8')));
    expect(burst.filter(({ status }) => status === 201)).toHaveLength(30);
  });

  it('asks nobody while it only observes, and counts whom it would have asked until it is enforced', async () => {
    const sale = await publishedSale(system.url, { challenge: 'observe' });
    const farm = '198.51.100.21';
    for (let taken = 0; taken < 34; taken += 1) expect((await join(sale.slug, {}, farm)).status).toBe(201);
    const staff = `${system.url}/v1/admin/sales/${sale.id}`;
    const live = async () => (await call<LiveShape>(`${staff}/live`, { headers: adminHeaders })).body;
    await until('the count', async () => ((await live()).abuse?.observed === 4 ? true : null));
    const { abuse, joins } = await live();
    expect(abuse).toMatchObject({ observed: 4, refusedJoins: 0, refused: [] });
    expect(joins).toMatchObject({ challenge: 'observe', networks: [{ places: 34 }] });
    await call(`${staff}/joins`, { headers: adminHeaders, body: { challenge: 'auto' } });
    let code = '';
    // a join that had read the sale before may still be answered by that
    for (let tries = 0; tries < 50 && code !== 'CHALLENGE_REQUIRED'; tries += 1)
      code = codeOf(await join(sale.slug, {}, farm));
    expect(code).toBe('CHALLENGE_REQUIRED');
  });

  it('counts a whole /48 of IPv6 as one', async () => {
    const sale = await publishedSale(system.url, { challenge: 'auto' });
    const statuses: number[] = [];
    // a node that is too busy says so and is asked again
    for (let asked = 0; statuses.length < 32 && asked < 200; asked += 1) {
      const { status } = await join(sale.slug, {}, `2001:db8:1:${asked.toString(16)}::1`);
      if (status !== 503) statuses.push(status);
    }
    expect(statuses.filter((status) => status === 201)).toHaveLength(30);
  });
});

it('asks nobody where it is off, however many come from one place', async () => {
  const sale = await publishedSale(system.url, { challenge: 'off' });
  const burst = await Promise.all(Array.from({ length: 60 }, () => join(sale.slug, { challenge: 'ignored' })));
  expect(burst.every(({ status }) => status === 201)).toBe(true);
});

it('control: without the guard one solved challenge takes several places', async () => {
  const unguarded = defineScript({
    room: 'queue',
    name: 'join-guarded',
    mutate: (source) => source.replace(/^.*-- guard: spent$/m, ''),
  });
  const sale = await publishedSale(system.url, { challenge: 'on' });
  const redis = new Redis(system.nodes[0]?.config.redisUrl ?? '');
  const [epoch, runId] = await redis.hmget(`rl:{${sale.id}}`, 'epoch', 'runId');
  const S = `rl:{${sale.id}}`;
  const keys = [S, `${S}:lane:general`, `${S}:networks`, `${S}:generations`, `${S}:spent:x`, S, `${S}:spent:x`, S];
  const args = [epoch ?? '', runId ?? '', 'general,', 0, 10, '', 60_000, '', '', 60_000, ''];
  const [, , , ...results] = (await unguarded.run(redis, keys, args)) as [string, number, number, ...[string][]];
  const guarded = defineScript({ room: 'queue', name: 'join-guarded' });
  const [, , , ...once] = (await guarded.run(redis, keys, args)) as [string, number, number, ...[string][]];
  await redis.quit();
  expect(results.map(([code]) => code)).toEqual(['NUMBER', 'NUMBER']);
  expect(once.map(([code]) => code)).toEqual(['NUMBER', 'SPENT']);
});

it('refuses names that could become keys, and lanes that are none, with a code of their own', async () => {
  const sale = await publishedSale(system.url, { challenge: 'auto' });
  for (const lane of ['general:history', 'general:calls:1:claim', 'General', '../x'])
    expect(codeOf(await join(sale.slug, { lane }))).toBe('VALIDATION_FAILED');
  expect(codeOf(await join(sale.slug, { lane: 'vip' }))).toBe('LANE_UNKNOWN');
});
