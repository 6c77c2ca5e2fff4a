import { isDeepStrictEqual } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { JoinShape, PlaceShape, Snapshot } from '../../../src/contract/line/line-shapes.js';
import type { LiveShape } from '../../../src/contract/live/live-shapes.js';
import type { SaleShape } from '../../../src/contract/sale/sale-shapes.js';
import type { StepUpFigures, StepUpRule } from '../../../src/contract/line/step-up.js';
import { Mailer } from '../../../src/platform/mail/mailer.service.js';
import { Keys } from '../../../src/platform/redis/keys.js';
import { RedisService } from '../../../src/platform/redis/redis.service.js';
import { EmailCodesStore } from '../../../src/queue/identity/email-codes.store.js';
import { IdentityService } from '../../../src/queue/identity/identity.service.js';
import { readPlace, signPlace } from '../../../src/queue/places/place-token.js';
import { Tokens } from '../../../src/platform/tokens/tokens.js';
import { PersonPlaces } from '../../../src/queue/entry/person-places.service.js';
import { endDrawPause } from '../../support/draw-pause.js';
import { MailFolder } from '../../support/mail-folder.js';
import { publishedSale, saleBody } from '../../support/sale.js';
import { withoutGuard } from '../../support/without-guard.js';
import { adminHeaders, type Answer, call, startSystem, type TestSystem, until } from '../../support/system.js';

let system: TestSystem;
let mails: MailFolder;
beforeAll(async () => {
  mails = await MailFolder.make();
  system = await startSystem({ env: { ROPELINE_DATA_DIR: mails.dataDir, ROPELINE_TRUSTED_PROXIES: '127.0.0.1' } });
}, 60_000);
afterAll(async () => await system.close());
afterEach(() => {
  jest.restoreAllMocks();
});

const MINUTE_MS = 60_000;
const FARM = '198.51.100.7';
/** As many places of one network as a small sale lets in unasked. */
const UNASKED = 59;
/** No stock that bounds how many are called. */
const PLENTY = { name: 'Standing', admission: 'general', price: 4500, capacity: 1_000, maxPerFan: 4 };
/** Half a tick of the line. */
const LOOK_MS = 125;
const from = (address: string): Record<string, string> => ({ 'x-forwarded-for': address });
const asPlace = ({ placeToken }: Pick<JoinShape, 'placeToken'>): Record<string, string> => ({
  authorization: `Place ${placeToken}`,
});
const codeOf = ({ status, body }: Answer<unknown>): string =>
  status < 300 ? 'fine' : ((body as { code?: string }).code ?? 'none');
const saleWith = async (stepUp: StepUpRule, change: object = {}): Promise<SaleShape> =>
  await publishedSale(system.url, {
    ...{ challenge: 'observe', policy: { cap: 200, perMinute: 6000, stepUp }, ticketTypes: [PLENTY] },
    ...change,
  });

async function joined(slug: string, address = FARM): Promise<JoinShape> {
  const answer = await call<JoinShape>(`${system.url}/v1/sales/${slug}/places`, { body: {}, headers: from(address) });
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
  return answer.body;
}

/** Takes places one after the other, as a farm behind one address does; the last `count` are above its share. */
async function crowd(slug: string, count: number): Promise<JoinShape[]> {
  const places: JoinShape[] = [];
  for (let taken = 0; taken < UNASKED + count; taken += 1) places.push(await joined(slug));
  return places.slice(UNASKED);
}

const claim = async (place: JoinShape) =>
  await call<{ answerBefore?: string }>(`${system.url}/v1/place/admission`, { headers: asPlace(place), body: {} });
const read = async (place: JoinShape): Promise<PlaceShape> =>
  (await call<PlaceShape>(`${system.url}/v1/place`, { headers: asPlace(place) })).body;
/** Claims until the answer is not that it is too early, and looks meanwhile: a place has few claims, and more looks. */
const turn = async (place: JoinShape): Promise<Answer<{ answerBefore?: string }>> =>
  await until('the turn', async () => {
    const answer = await claim(place);
    if (codeOf(answer) !== 'NOT_YET' && codeOf(answer) !== 'RATE_LIMITED') return answer;
    for (let looks = 0; looks < 8; looks += 1) {
      const { state, stepUp } = await read(place);
      if (state !== 'waiting' || stepUp === true) break;
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
    await ageCalls(place);
    return null;
  });
const policy = async ({ id }: SaleShape, body: object) =>
  await call(`${system.url}/v1/admin/sales/${id}/policy`, { method: 'PUT', headers: adminHeaders, body });
const ask = async (place: JoinShape, email: string) =>
  await call(`${system.url}/v1/place/step-up`, { headers: asPlace(place), body: { email } });
/** A place has few claims and looks in ten seconds: lets these pass at once. */
async function ageCalls({ placeToken, number }: JoinShape): Promise<void> {
  const tokens = system.nodes[0]?.app.get(Tokens);
  const place = tokens && readPlace(tokens, placeToken);
  const kinds = ['claim', 'read'] as const;
  await redis()?.core.del(kinds.map((kind) => Keys.placeCalls(place?.saleId ?? '', 'general', String(number), kind)));
}
async function asked(place: JoinShape, email: string): Promise<string> {
  await ageCalls(place);
  return codeOf(await ask(place, email));
}
async function confirm(place: JoinShape, email: string, code: string): Promise<Answer<unknown>> {
  await ageCalls(place);
  return await call(`${system.url}/v1/place/step-up/confirm`, { headers: asPlace(place), body: { email, code } });
}

/** Asks for a code and waits for the mail; null if none comes, as above the bounds of an address. */
async function mailed(place: JoinShape, email: string, expectsOne = true): Promise<string | null> {
  const before = (await mails.codesTo(email)).length;
  expect(await asked(place, email)).toBe('fine');
  return expectsOne ? await until('the mail', async () => (await mails.codesTo(email))[before]) : null;
}

const live = async ({ id }: SaleShape): Promise<LiveShape> =>
  (await call<LiveShape>(`${system.url}/v1/admin/sales/${id}/live`, { headers: adminHeaders })).body;
/** Waits for these figures, which the control room has a moment later. */
const figures = async (sale: SaleShape, expected: StepUpFigures): Promise<void> =>
  void (await until(JSON.stringify(expected), async () =>
    isDeepStrictEqual((await live(sale)).abuse?.stepUp, expected),
  ));
const redis = (): RedisService | undefined => system.nodes[0]?.app.get(RedisService);

/** A farm with one mailbox: asks for a code for each place that is asked, and types whatever code has come. */
async function farmed(places: readonly JoinShape[], email: string): Promise<number> {
  let admitted = 0;
  await Promise.all(places.map(claim)); // all are there: one tick calls them
  for (const place of places) {
    const answer = await turn(place);
    if (codeOf(answer) === 'fine') {
      admitted += 1;
      continue;
    }
    expect(codeOf(answer)).toBe('STEP_UP_REQUIRED');
    // an address is mailed three times an hour
    const hasMail = (await mails.codesTo(email)).length < 3;
    const code = (await mailed(place, email, hasMail)) ?? (await mails.codesTo(email)).at(-1) ?? '';
    const confirmed = await confirm(place, email, code);
    if (codeOf(confirmed) === 'fine') admitted += codeOf(await turn(place)) === 'fine' ? 1 : 0;
    else expect(['STEP_UP_USED', 'IDENTITY_CODE_INVALID']).toContain(codeOf(confirmed));
  }
  return admitted;
}

describe('the step-up at the turn', () => {
  it('gives a farm with one mailbox one turn for the forty places above its share', async () => {
    const sale = await saleWith('on');
    const places = await crowd(sale.slug, 40);
    expect(await farmed(places, 'farm@example.com')).toBe(1);
    await figures(sale, { observed: 0, asked: 40, answered: 1, waived: 0 });
    expect((await live(sale)).active).toBe(1);
  }, 120_000);

  it('would let all of them in without the question, and as many as get a mail without one turn an address', async () => {
    const sale = await saleWith('on');
    const places = await crowd(sale.slug, 3);
    await withoutGuard(redis(), 'step-up', async () => {
      expect((await Promise.all(places.map(turn))).map(codeOf)).toEqual(['fine', 'fine', 'fine']);
    });
    const other = await saleWith('on');
    const bind = jest.spyOn(PersonPlaces.prototype, 'bind').mockResolvedValue('bound');
    expect(await farmed(await crowd(other.slug, 4), 'control@example.com')).toBe(3);
    expect(bind).toHaveBeenCalledTimes(3);
  }, 60_000);

  it('lets an honest fan in who confirms an address, keeps the place meanwhile, and asks nobody else', async () => {
    const sale = await saleWith('on');
    const [fan] = await crowd(sale.slug, 1);
    if (!fan) throw new Error('no place');
    const neighbour = await joined(sale.slug, '203.0.113.9');
    expect(codeOf(await ask(fan, 'early@example.com'))).toBe('STEP_UP_NOT_DUE');
    const refused = await turn(fan);
    expect([refused.status, codeOf(refused)]).toEqual([403, 'STEP_UP_REQUIRED']);
    const leftMs = Date.parse(refused.body.answerBefore ?? '') - Date.now();
    expect(leftMs).toBeGreaterThan(9 * MINUTE_MS);
    expect(leftMs).toBeLessThanOrEqual(10 * MINUTE_MS);
    // the slot and the credit of its call are somebody else's
    expect(codeOf(await turn(neighbour))).toBe('fine');
    expect((await live(sale)).lanes['general']).toMatchObject({ called: 0, admitted: 1 });
    const standing = await read(fan);
    expect(standing).toMatchObject({ state: 'waiting', stepUp: true });
    expect(
      Math.abs(Date.parse(standing.placeKeptUntil ?? '') - Date.parse(refused.body.answerBefore ?? '')),
    ).toBeLessThan(2_000);
    const code = (await mailed(fan, 'honest@example.com')) ?? '';
    expect(codeOf(await ask(fan, 'honest@example.com'))).toBe('RATE_LIMITED');
    const wrong = await confirm(fan, 'honest@example.com', code === '00000000' ? '00000001' : '00000000');
    expect(codeOf(wrong)).toBe('IDENTITY_CODE_INVALID');
    expect(codeOf(await confirm(fan, 'honest@example.com', code))).toBe('fine');
    expect((await read(fan)).stepUp).toBeUndefined();
    expect(codeOf(await turn(fan))).toBe('fine');
    expect(await asked(fan, 'honest@example.com')).toBe('STEP_UP_NOT_DUE');
  }, 60_000);

  it('doubles the time to answer for a fan with extra time', async () => {
    const sale = await saleWith('on');
    const [fan] = await crowd(sale.slug, 1);
    if (!fan) throw new Error('no place');
    const more = await call<{ placeToken: string }>(`${system.url}/v1/place/extra-time`, {
      method: 'POST',
      headers: asPlace(fan),
    });
    const refused = await turn({ ...fan, placeToken: more.body.placeToken });
    expect(codeOf(refused)).toBe('STEP_UP_REQUIRED');
    expect(Date.parse(refused.body.answerBefore ?? '') - Date.now()).toBeGreaterThan(19 * MINUTE_MS);
  }, 60_000);

  it('keeps the evidence through the ways to get another token of the place', async () => {
    const policy = { cap: 200, perMinute: 6000, stepUp: 'on', groupMax: 4 };
    // a group is made while its owner waits for the draw
    const sale = await saleWith('on', { opensAt: new Date(Date.now() + 60 * MINUTE_MS).toISOString(), policy });
    await crowd(sale.slug, 0);
    const headers = { ...from(FARM), 'idempotency-key': 'again-0123456789' };
    const first = await call<JoinShape>(`${system.url}/v1/sales/${sale.slug}/places`, { body: {}, headers });
    const later = await call<{ code: string }>(`${system.url}/v1/place/handoff`, {
      headers: asPlace(first.body),
      body: {},
    });
    const moved = await call<JoinShape>(`${system.url}/v1/handoffs/${later.body.code}`, { body: {} });
    // friends without a device of their own, one of them by an answer that was lost
    const { groupCode } = (
      await call<{ groupCode: string }>(`${system.url}/v1/place/group`, {
        method: 'POST',
        headers: asPlace(moved.body),
      })
    ).body;
    const friends: JoinShape[] = [];
    for (const key of ['friend-0123456789', 'friend-0123456789', 'friend-9876543210'])
      friends.push(
        (
          await call<JoinShape>(`${system.url}/v1/sales/${sale.slug}/places`, {
            ...{ body: { groupCode }, headers: { ...from('203.0.113.20'), 'idempotency-key': key } },
          })
        ).body,
      );
    expect(new Set(friends.map(({ number }) => number))).toEqual(new Set([moved.body.number]));
    await call(`${system.url}/v1/admin/sales/${sale.id}/open`, { method: 'POST', headers: adminHeaders });
    await endDrawPause(system, sale);
    for (const friend of friends) expect(codeOf(await turn(friend))).toBe('STEP_UP_REQUIRED');
    expect(codeOf(await turn(moved.body))).toBe('STEP_UP_REQUIRED');
  }, 60_000);

  it('asks a place that has been asked also by a token without evidence', async () => {
    const sale = await saleWith('on');
    const [owner] = await crowd(sale.slug, 1);
    if (!owner) throw new Error('no place');
    expect(codeOf(await turn(owner))).toBe('STEP_UP_REQUIRED');
    const tokens = system.nodes[0]?.app.get(Tokens);
    const place = tokens && readPlace(tokens, owner.placeToken);
    if (!place) throw new Error('no place');
    // as a member's token of an older version
    const plain = { ...owner, placeToken: signPlace(tokens, { ...place, networkPlaces: 0 }) };
    expect(place.networkPlaces).toBeGreaterThan(UNASKED);
    expect(codeOf(await turn(plain))).toBe('STEP_UP_REQUIRED');
  }, 60_000);

  it('asks everyone who is not inside from the switch on, says so to all, and only crowds once it is set back', async () => {
    const sale = await saleWith('observe');
    const [inside, called, waiting] = [await joined(sale.slug), await joined(sale.slug), await joined(sale.slug)];
    expect(codeOf(await turn(inside))).toBe('fine');
    await until('the call', async () => (await read(called)).state === 'called');
    expect(codeOf(await policy(sale, { stepUp: 'everyone' }))).toBe('fine');
    const told = await until('the snapshot', async () => {
      const { body } = await call<Snapshot>(`${system.url}/v1/sales/${sale.slug}/queue`);
      return body.stepUp;
    });
    expect(told).toBe('everyone');
    expect(codeOf(await claim(inside))).toBe('fine');
    expect(codeOf(await claim(called))).toBe('STEP_UP_REQUIRED');
    expect(codeOf(await turn(waiting))).toBe('STEP_UP_REQUIRED');
    const email = 'wave@example.com';
    expect(codeOf(await confirm(called, email, (await mailed(called, email)) ?? ''))).toBe('fine');
    expect(codeOf(await turn(called))).toBe('fine');
    expect(codeOf(await confirm(waiting, email, (await mailed(waiting, email)) ?? ''))).toBe('STEP_UP_USED');
    await figures(sale, { observed: 0, asked: 2, answered: 1, waived: 0 });
    const log = await call(`${system.url}/v1/admin/audit?subject=${sale.id}`, { headers: adminHeaders });
    expect(JSON.stringify(log.body)).toContain('"stepUp":"everyone"');
    // nothing speaks against its network
    expect(codeOf(await policy(sale, { stepUp: 'on' }))).toBe('fine');
    expect((await read(waiting)).stepUp).toBeUndefined();
    expect(codeOf(await turn(waiting))).toBe('fine');
  }, 60_000);

  it('is refused where nobody could be mailed, and keeps networks counted while it asks crowded ones', async () => {
    const sale = await saleWith('on');
    const joins = { headers: adminHeaders, body: { challenge: 'off' } };
    expect(codeOf(await call(`${system.url}/v1/admin/sales/${sale.id}/joins`, joins))).toBe('VALIDATION_FAILED');
    const off = jest.spyOn(Mailer.prototype, 'isOff', 'get').mockReturnValue(true);
    expect(codeOf(await policy(sale, { stepUp: 'everyone' }))).toBe('NOT_SUPPORTED');
    expect(codeOf(await policy(sale, { perMinute: 100 }))).toBe('fine');
    off.mockRestore();
    const body = saleBody({ challenge: 'auto', policy: { cap: 100, perMinute: 6000, stepUp: 'everyone' } });
    const { body: draft } = await call<SaleShape>(`${system.url}/v1/admin/sales`, { headers: adminHeaders, body });
    const move = async (): Promise<string> =>
      codeOf(await call(`${system.url}/v1/admin/sales/${draft.id}/publish`, { method: 'POST', headers: adminHeaders }));
    jest.spyOn(Mailer.prototype, 'isOff', 'get').mockReturnValue(true);
    expect(await move()).toBe('NOT_SUPPORTED');
    jest.restoreAllMocks();
    expect(await move()).toBe('fine');
  }, 60_000);

  it('counts whom it would have asked while it observes, once a place, and lets them in', async () => {
    const sale = await saleWith('observe');
    const places = await crowd(sale.slug, 2);
    for (const place of places) expect(codeOf(await turn(place))).toBe('fine');
    for (const place of places) expect(codeOf(await claim(place))).toBe('fine');
    await figures(sale, { observed: 2, asked: 0, answered: 0, waived: 0 });
  }, 60_000);

  it('lets a place in that was asked when the promoter turns the question off', async () => {
    const sale = await saleWith('on');
    const [fan] = await crowd(sale.slug, 1);
    if (!fan) throw new Error('no place');
    expect(codeOf(await turn(fan))).toBe('STEP_UP_REQUIRED');
    const change = { method: 'PUT', headers: adminHeaders, body: { stepUp: 'off' } };
    expect(codeOf(await call(`${system.url}/v1/admin/sales/${sale.id}/policy`, change))).toBe('fine');
    expect((await read(fan)).stepUp).toBeUndefined();
    expect(codeOf(await ask(fan, 'late@example.com'))).toBe('STEP_UP_NOT_DUE');
    expect(codeOf(await turn(fan))).toBe('fine');
  }, 60_000);

  it('lets in whom it cannot mail by its own fault, and nobody for a refused recipient', async () => {
    const sale = await saleWith('on');
    const [fan, other] = await crowd(sale.slug, 2);
    if (!fan || !other) throw new Error('no place');
    for (const place of [fan, other]) expect(codeOf(await turn(place))).toBe('STEP_UP_REQUIRED');
    const send = jest.spyOn(Mailer.prototype, 'send');
    send.mockRejectedValueOnce(
      Object.assign(new Error('connect ECONNREFUSED'), { code: 'ESOCKET', command: 'CONN', syscall: 'connect' }),
    );
    expect(codeOf(await ask(fan, 'unlucky@example.com'))).toBe('fine');
    expect(
      codeOf(
        await until('the waiver', async () => {
          const answer = await turn(fan);
          return codeOf(answer) === 'fine' && answer;
        }),
      ),
    ).toBe('fine');
    send.mockRejectedValueOnce(Object.assign(new Error('550 no such user'), { code: 'EENVELOPE', responseCode: 550 }));
    expect(codeOf(await ask(other, 'nobody@example.com'))).toBe('fine');
    await until('the refusal', async () => send.mock.results.length >= 2);
    expect(codeOf(await claim(other))).toBe('STEP_UP_REQUIRED');
    await figures(sale, { observed: 0, asked: 2, answered: 0, waived: 1 });
  }, 60_000);

  it('lets in whom a limit of our own leaves without a mail, and nobody whose address has had its mails', async () => {
    const sale = await saleWith('on');
    const [fan, other, third] = await crowd(sale.slug, 3);
    if (!fan || !other || !third) throw new Error('no place');
    for (const place of [fan, other, third]) expect(codeOf(await turn(place))).toBe('STEP_UP_REQUIRED');
    const keep = jest.spyOn(EmailCodesStore.prototype, 'keep');
    keep.mockResolvedValueOnce('address_limit');
    expect(await asked(other, 'often@example.com')).toBe('fine');
    expect(codeOf(await turn(other))).toBe('STEP_UP_REQUIRED');
    await redis()?.core.set(Keys.emailsSent(sale.id), 100_000);
    expect(await asked(fan, 'crowded@example.com')).toBe('fine');
    expect(await keep.mock.results.at(-1)?.value).toBe('sale_limit');
    await redis()?.core.del(Keys.emailsSent(sale.id));
    const admitted = async (place: JoinShape): Promise<string> =>
      codeOf(
        await until('the waiver', async () => {
          const answer = await turn(place);
          return codeOf(answer) === 'fine' && answer;
        }),
      );
    expect(await admitted(fan)).toBe('fine');
    // as many mails on their way as one node has at most
    const identities = system.nodes[0]?.app.get(IdentityService);
    Object.assign(identities ?? {}, { inFlight: 2_000 });
    expect(await asked(third, 'third@example.com')).toBe('fine');
    Object.assign(identities ?? {}, { inFlight: 0 });
    expect(await admitted(third)).toBe('fine');
    await figures(sale, { observed: 0, asked: 3, answered: 0, waived: 2 });
  }, 60_000);

  it('asks for the address again after a loss of Redis, and takes the same one', async () => {
    const sale = await saleWith('on');
    const [fan, other] = await crowd(sale.slug, 2);
    if (!fan || !other) throw new Error('no place');
    await turn(fan);
    const email = 'lost@example.com';
    expect(codeOf(await confirm(fan, email, (await mailed(fan, email)) ?? ''))).toBe('fine');
    const core = redis()?.core;
    const keys = (await core?.keys(`rl:{${sale.id}}:identity:*`)) ?? [];
    await core?.del(Keys.generations(sale.id), ...keys);
    expect(codeOf(await turn(fan))).toBe('STEP_UP_REQUIRED');
    expect(codeOf(await turn(other))).toBe('STEP_UP_REQUIRED');
    expect(codeOf(await confirm(other, email, (await mailed(other, email)) ?? ''))).toBe('STEP_UP_USED');
    expect(codeOf(await confirm(fan, email, (await mailed(fan, email)) ?? ''))).toBe('fine');
    expect(codeOf(await turn(fan))).toBe('fine');
  }, 60_000);
});
