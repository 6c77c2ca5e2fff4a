import { request as httpRequest } from 'node:http';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Redis } from 'ioredis';
import type { AccessCodesMadeShape, AccessCodesShape } from '../../../src/contract/line/entry-shapes.js';
import type { JoinShape } from '../../../src/contract/line/line-shapes.js';
import type { SaleShape } from '../../../src/contract/sale/sale-shapes.js';
import { PrismaService } from '../../../src/platform/prisma/prisma.service.js';
import { Keys } from '../../../src/platform/redis/keys.js';
import { StoreAwayError } from '../../../src/platform/store-away.js';
import { AccessCodesService } from '../../../src/queue/codes/access-codes.service.js';
import { GuessesStore } from '../../../src/queue/codes/guesses.store.js';
import { CodesRepository } from '../../../src/queue/codes/codes.repository.js';
import { publishedSale, saleBody } from '../../support/sale.js';
import { solvedFor } from '../../support/solver.js';
import { adminHeaders, type Answer, call, startSystem, type TestSystem, until } from '../../support/system.js';

let system: TestSystem;
let redis: Redis;
beforeAll(async () => {
  system = await startSystem({ env: { ROPELINE_TRUSTED_PROXIES: '127.0.0.1' } });
  redis = new Redis(system.nodes[0]?.config.redisUrl ?? '');
}, 60_000);
afterAll(async () => {
  await redis.quit();
  await system.close();
});

const lanes = [
  { key: 'general', label: 'General', weight: 1, access: 'open' },
  { key: 'fanclub', label: 'Fan club', weight: 2, access: 'code' },
  { key: 'guests', label: 'Guests', weight: 1, access: 'invite' },
];
const prisma = (): PrismaService => {
  const service = system.nodes[0]?.app.get(PrismaService, { strict: false });
  if (!service) throw new Error('no node');
  return service;
};
const from = (address: string): Record<string, string> => ({ 'x-forwarded-for': address });
const codeOf = ({ body }: Answer<unknown>): string => (body as { code?: string }).code ?? 'none';
const codesUrl = (id: string): string => `${system.url}/v1/admin/sales/${id}/access-codes`;
const made = async (id: string, body: object): Promise<AccessCodesMadeShape> => {
  const answer = await call<AccessCodesMadeShape>(codesUrl(id), { headers: adminHeaders, body });
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
  return answer.body;
};
const join = async (slug: string, body: object, address = '203.0.113.1', key?: string) =>
  await call<JoinShape>(`${system.url}/v1/sales/${slug}/places`, {
    body,
    headers: { ...from(address), ...(key === undefined ? {} : { 'idempotency-key': key }) },
  });

describe('a lane that a code opens', () => {
  let sale: SaleShape;
  beforeEach(async () => {
    sale = await publishedSale(system.url, { lanes });
  });

  it('gives no place without a code, and one for each use of a code', async () => {
    expect(codeOf(await join(sale.slug, { lane: 'fanclub' }))).toBe('ACCESS_CODE_REQUIRED');
    const { codes, count } = await made(sale.id, { lane: 'fanclub', codes: ['FAN-CLUB-27'], uses: 2 });
    expect([codes, count]).toEqual([['FAN-CLUB-27'], 1]);
    // as people type them
    const tries = [
      await join(sale.slug, { lane: 'fanclub', accessCode: 'fan club 27' }),
      await join(sale.slug, { lane: 'fanclub', accessCode: 'FANCLUB27' }),
      await join(sale.slug, { lane: 'fanclub', accessCode: 'FAN-CLUB-27' }),
    ];
    expect(tries.map(({ status }) => status)).toEqual([201, 201, 403]);
    expect(tries[0]?.body.lane).toBe('fanclub');
  });

  it('refuses unknown, used, voided and foreign codes with one answer', async () => {
    const other = await publishedSale(system.url, { lanes });
    const [used = ''] = (await made(sale.id, { lane: 'fanclub', generate: 1 })).codes;
    await join(sale.slug, { lane: 'fanclub', accessCode: used });
    const [foreign = ''] = (await made(other.id, { lane: 'fanclub', generate: 1 })).codes;
    const [guest = ''] = (await made(sale.id, { lane: 'guests', generate: 1 })).codes;
    const batch = await made(sale.id, { lane: 'fanclub', generate: 1 });
    const voided = await call(`${codesUrl(sale.id)}/${batch.batchId}`, { method: 'DELETE', headers: adminHeaders });
    expect(voided.status).toBe(204);
    const answers: unknown[] = [];
    // equal in time too: for any invalid code, one look-up by digest decides, and nothing is written
    const app = system.nodes[0]?.app;
    const codes = app?.get(CodesRepository, { strict: false });
    const guesses = app?.get(GuessesStore, { strict: false });
    if (!codes || !guesses) throw new Error('no node');
    const work = [jest.spyOn(codes, 'find'), jest.spyOn(codes, 'spend'), jest.spyOn(guesses, 'begin')] as const;
    const takenBack = jest.spyOn(guesses, 'takeBack');
    for (const accessCode of ['NEVERMADE1', used, foreign, guest, batch.codes[0]]) {
      const { status, body } = await join(sale.slug, { lane: 'fanclub', accessCode });
      answers.push({ status, ...(body as object), requestId: null });
    }
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]).toMatchObject({ status: 403, code: 'ACCESS_CODE_INVALID' });
    expect(work.map(({ mock }) => mock.calls.length)).toEqual([5, 0, 5]);
    expect(takenBack).not.toHaveBeenCalled();
    jest.restoreAllMocks();
  });

  it('keeps nothing of a join that was shed half-way: neither the use of the code nor the solved challenge', async () => {
    const hard = await publishedSale(system.url, { lanes, challenge: 'on' });
    const [code = ''] = (await made(hard.id, { lane: 'fanclub', generate: 1 })).codes;
    const { payload } = await solvedFor(system.url, hard.slug, from('203.0.113.1'));
    const brought = { lane: 'fanclub', accessCode: code, challenge: payload };
    const repository = system.nodes[0]?.app.get(CodesRepository, { strict: false });
    if (!repository) throw new Error('no node');
    jest.spyOn(repository, 'spend').mockRejectedValueOnce(new StoreAwayError('codes'));
    const first = { body: brought, headers: from('203.0.113.1'), isImpatient: true };
    const shed = await call<JoinShape>(`${system.url}/v1/sales/${hard.slug}/places`, first);
    expect(codeOf(shed)).toMatch(/OVERLOADED|CORE_AWAY/);
    const again = await join(hard.slug, brought);
    expect(again.status).toBe(201);
    expect(codeOf(await join(hard.slug, brought))).toMatch(/CHALLENGE_INVALID|ACCESS_CODE_INVALID/);
    expect(await redis.hget(Keys.generations(hard.id), `fanclub:${again.body.number - 1}`)).toBe('left');
  });

  it('gives the place again to whoever repeats the join with its key after a lost answer, and uses the code once', async () => {
    const hard = await publishedSale(system.url, { lanes, challenge: 'on' });
    const { codes } = await made(hard.id, { lane: 'fanclub', generate: 1 });
    const { payload } = await solvedFor(system.url, hard.slug, from('203.0.113.1'));
    const brought = { lane: 'fanclub', accessCode: codes[0], challenge: payload };
    const key = 'a-key-of-this-join-1';
    const tries = await Promise.all([1, 2, 3].map(() => join(hard.slug, brought, undefined, key)));
    const first = tries.find(({ status }) => status === 201);
    for (const other of tries.filter((each) => each !== first))
      expect(other.status === 200 ? other.body.number : codeOf(other)).toEqual(
        other.status === 200 ? first?.body.number : 'IDEMPOTENCY_IN_PROGRESS',
      );
    const again = await join(hard.slug, brought, '203.0.113.77', key);
    expect([again.status, again.body.number]).toEqual([200, first?.body.number]);
    expect(codeOf(await join(hard.slug, { ...brought, accessCode: 'FANCLUB99' }, undefined, key))).toBe(
      'IDEMPOTENCY_MISMATCH',
    );
    expect(codeOf(await join(hard.slug, brought))).toMatch(/CHALLENGE_INVALID|ACCESS_CODE_INVALID/);
    const { body } = await call<AccessCodesShape>(codesUrl(hard.id), { headers: adminHeaders });
    expect(body.lanes).toMatchObject([{ lane: 'fanclub', used: 1 }]);
  });

  it('frees the key of a join that was refused', async () => {
    const [code = ''] = (await made(sale.id, { lane: 'fanclub', generate: 1 })).codes;
    const key = 'a-key-of-this-join-2';
    expect(codeOf(await join(sale.slug, { lane: 'fanclub', accessCode: 'FANCLUB99' }, undefined, key))).toBe(
      'ACCESS_CODE_INVALID',
    );
    expect((await join(sale.slug, { lane: 'fanclub', accessCode: code }, undefined, key)).status).toBe(201);
  });

  it('is found by its code alone, and leaves the open lane to everybody', async () => {
    const [guest = ''] = (await made(sale.id, { lane: 'guests', generate: 1 })).codes;
    expect((await join(sale.slug, { accessCode: guest })).body.lane).toBe('guests');
    expect((await join(sale.slug, {})).body.lane).toBe('general');
  });

  it('spends a code once, however many try at the same time', async () => {
    const [code = ''] = (await made(sale.id, { lane: 'fanclub', generate: 1 })).codes;
    const tries = await Promise.all(
      Array.from({ length: 12 }, (_, n) =>
        join(sale.slug, { lane: 'fanclub', accessCode: code }, `203.0.113.${n + 20}`),
      ),
    );
    expect(tries.filter(({ status }) => status === 201)).toHaveLength(1);
  });

  it('knows how often a code was used after Redis has lost everything', async () => {
    const [code = ''] = (await made(sale.id, { lane: 'fanclub', generate: 1 })).codes;
    expect((await join(sale.slug, { lane: 'fanclub', accessCode: code })).status).toBe(201);
    await redis.flushdb();
    const answer = await until(
      'a place after the loss',
      async () => {
        const next = await join(sale.slug, {});
        return next.status === 201 ? next : null;
      },
      60_000,
    );
    expect(answer.status).toBe(201);
    expect(codeOf(await join(sale.slug, { lane: 'fanclub', accessCode: code }))).toBe('ACCESS_CODE_INVALID');
  }, 90_000);

  it('limits guesses by network, and lets everybody else and right codes through', async () => {
    const { codes } = await made(sale.id, { lane: 'fanclub', generate: 30 });
    const guesses = await Promise.all(
      Array.from({ length: 40 }, (_, n) =>
        join(sale.slug, { lane: 'fanclub', accessCode: `GUESS${n}` }, '198.51.100.1'),
      ),
    );
    expect(guesses.filter(({ status }) => status === 403)).toHaveLength(20);
    const limited = guesses.find(({ status }) => status === 429);
    expect([codeOf(limited as Answer<unknown>), Number(limited?.headers.get('retry-after')) <= 60]).toEqual([
      'RATE_LIMITED',
      true,
    ]);
    // a crowd from another address, all with valid codes
    const honest = await Promise.all(
      codes.map((accessCode) => join(sale.slug, { lane: 'fanclub', accessCode }, '198.51.100.2')),
    );
    expect(honest.filter(({ status }) => status === 201)).toHaveLength(
      codes.length - honest.filter(({ status }) => status === 429).length,
    );
    expect(honest.filter(({ status }) => status === 201).length).toBeGreaterThanOrEqual(20);
  });

  it('keeps digests only and tells counts only', async () => {
    const { codes, batchId } = await made(sale.id, { lane: 'fanclub', generate: 3, uses: 2 });
    await join(sale.slug, { lane: 'fanclub', accessCode: codes[0] });
    const { body } = await call<AccessCodesShape>(codesUrl(sale.id), { headers: adminHeaders });
    expect(body.lanes).toEqual([{ lane: 'fanclub', count: 3, uses: 6, used: 1 }]);
    expect(JSON.stringify(body)).not.toContain(codes[0]);
    const prisma = system.nodes[0]?.app.get(PrismaService, { strict: false });
    const rows = (await prisma?.accessCode.findMany({ where: { batchId } })) ?? [];
    expect(rows.map(({ digest }) => digest.length)).toEqual([32, 32, 32]);
  });

  it('takes no codes for an open lane, a lane that is none, two ways at once, or things that are no codes', async () => {
    const refused = async (body: object) => codeOf(await call(codesUrl(sale.id), { headers: adminHeaders, body }));
    expect(await refused({ lane: 'general', generate: 1 })).toBe('VALIDATION_FAILED');
    expect(await refused({ lane: 'vip', generate: 1 })).toBe('LANE_UNKNOWN');
    expect(await refused({ lane: 'fanclub', generate: 1, codes: ['ABCD'] })).toBe('VALIDATION_FAILED');
    expect(await refused({ lane: 'fanclub' })).toBe('VALIDATION_FAILED');
    expect(await refused({ lane: 'fanclub', codes: ['<script>'] })).toBe('VALIDATION_FAILED');
    // few enough to be tried out by whoever joins without an identity
    expect(await refused({ lane: 'fanclub', codes: ['MEMBER-2719', '271-828'] })).toBe('VALIDATION_FAILED');
    const members = await publishedSale(system.url, { lanes, entry: 'email' });
    expect((await made(members.id, { lane: 'fanclub', codes: ['271-828'] })).count).toBe(1);
    expect(codeOf(await call(codesUrl(sale.id), { body: { lane: 'fanclub', generate: 1 } }))).toBe('SIGN_IN_REQUIRED');
  });
});

it('lists no sale that only invited fans can join', async () => {
  const invited = await publishedSale(system.url, {
    lanes: [{ key: 'guests', label: 'Guests', weight: 1, access: 'invite' }],
  });
  const { body } = await call<{ sales: SaleShape[] }>(`${system.url}/v1/sales`);
  expect(body.sales.map(({ slug }) => slug)).not.toContain(invited.slug);
  expect(codeOf(await join(invited.slug, {}))).toBe('ACCESS_CODE_REQUIRED');
});

it('imports 100,000 codes in one call, and each opens the lane', async () => {
  const sale = await publishedSale(system.url, { lanes });
  const list = Array.from({ length: 100_000 }, (_, n) => `CLUB-${String(n).padStart(6, '0')}-${(n * 7919) % 9973}`);
  const { count } = await made(sale.id, { lane: 'fanclub', codes: list });
  expect(count).toBe(100_000);
  expect((await join(sale.slug, { lane: 'fanclub', accessCode: list[99_999] })).status).toBe(201);
}, 60_000);

it('reads no large body of somebody without authority', async () => {
  const sale = await publishedSale(system.url, { lanes });
  const { hostname, port, pathname } = new URL(codesUrl(sale.id));
  const status = await new Promise<number>((resolve, reject) => {
    // announces 7 MiB but sends nothing: only an endpoint that decides before reading the body can answer
    const headers = { 'content-type': 'application/json', 'content-length': String(7 * 1024 * 1024) };
    const asked = httpRequest({ hostname, port, path: pathname, method: 'POST', headers }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
      asked.destroy();
    });
    asked.once('error', reject);
    asked.flushHeaders();
  });
  expect(status).toBe(401);
});

describe('a draft with codes that are easy to guess', () => {
  const put = async (id: string, body: object) =>
    await call<SaleShape>(`${system.url}/v1/admin/sales/${id}`, { method: 'PUT', headers: adminHeaders, body });
  const draft = async (): Promise<{ id: string; body: object }> => {
    const body = saleBody({ lanes, entry: 'email' });
    const { id } = (await call<SaleShape>(`${system.url}/v1/admin/sales`, { headers: adminHeaders, body })).body;
    return { id, body };
  };
  const short = { lane: 'fanclub', codes: ['1234'] };
  const imported = async (id: string) =>
    await call<AccessCodesMadeShape>(codesUrl(id), { headers: adminHeaders, body: short });
  const listsOf = async (id: string): Promise<AccessCodesShape['batches']> =>
    (await call<AccessCodesShape>(codesUrl(id), { headers: adminHeaders })).body.batches;
  afterEach(() => {
    jest.restoreAllMocks();
  });

  it('takes none that are imported while it is opened to everybody, whichever comes first', async () => {
    const before = await draft();
    const write = jest.spyOn(CodesRepository.prototype, 'insert');
    // the import has seen the sale ask for an address; it is opened before the list is written
    write.mockImplementationOnce(async function (this: CodesRepository, ...list) {
      expect((await put(before.id, { ...before.body, entry: 'open' })).status).toBe(200);
      return await this.insert(...list);
    });
    const late = await imported(before.id);
    expect([late.status, codeOf(late)]).toEqual([400, 'VALIDATION_FAILED']);
    expect(JSON.stringify(late.body)).toContain('number 1 is easier to guess');
    expect(await listsOf(before.id)).toEqual([]);
    // the draft has been found to have none, and is about to be opened while the list is written
    const during = await draft();
    let importing: ReturnType<typeof imported> | undefined;
    const look = jest.spyOn(AccessCodesService.prototype, 'guessable');
    look.mockImplementationOnce(async function (this: AccessCodesService, ...of) {
      const found = await this.guessable(...of);
      importing = imported(during.id);
      await until('the import to wait for the sale', async () => {
        const [row] = await prisma().$queryRaw<{ waiting: number }[]>`
          SELECT count(*)::int AS waiting FROM pg_stat_activity
          WHERE wait_event_type = 'Lock' AND query LIKE '%FROM sale%FOR SHARE%'`;
        return row?.waiting === 1;
      });
      return found;
    });
    expect((await put(during.id, { ...during.body, entry: 'open' })).status).toBe(200);
    expect((await importing)?.status).toBe(400);
    expect(await listsOf(during.id)).toEqual([]);
  });

  it('counts lists of a version that did not say as such, and says so', async () => {
    const { id, body } = await draft();
    const { batchId } = await made(id, { lane: 'fanclub', generate: 1 });
    await prisma().$executeRaw`UPDATE access_code_batch SET guessable = NULL WHERE id = ${batchId}`;
    expect((await listsOf(id)).map(({ guessable }) => guessable)).toEqual([null]);
    const refused = await put(id, { ...body, entry: 'open' });
    expect(refused.status).toBe(400);
    expect(JSON.stringify(refused.body)).toContain('1 list made by an earlier version, which did not say');
  });

  it('is not opened to everybody before they are voided; generated and long ones may stay', async () => {
    const body = saleBody({ lanes, entry: 'email' });
    const { id } = (await call<SaleShape>(`${system.url}/v1/admin/sales`, { headers: adminHeaders, body })).body;
    await made(id, { lane: 'fanclub', generate: 2 });
    await made(id, { lane: 'fanclub', codes: ['FANCLUB-2027'] });
    expect((await put(id, { ...body, entry: 'open' })).status).toBe(200);
    expect((await put(id, body)).status).toBe(200);
    const { batchId } = await made(id, { lane: 'fanclub', codes: ['FANCLUB-2028', '1234'] });
    const refused = await put(id, { ...body, entry: 'open' });
    expect([refused.status, codeOf(refused)]).toEqual([400, 'VALIDATION_FAILED']);
    expect(JSON.stringify(refused.body)).toContain('void 1 list with codes under 40 bits');
    expect((await put(id, { ...body, name: 'Still by e-mail' })).status).toBe(200);
    await call(`${codesUrl(id)}/${batchId}`, { method: 'DELETE', headers: adminHeaders });
    expect((await put(id, { ...body, entry: 'open' })).status).toBe(200);
  });
});
