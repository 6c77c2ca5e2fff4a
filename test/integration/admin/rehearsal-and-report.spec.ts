import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RehearsalShape } from '../../../src/contract/staff/rehearsal-shapes.js';
import type { PublishedReportShape, ReportShape, StaffReportShape } from '../../../src/contract/staff/report-shapes.js';
import type { LiveShape } from '../../../src/contract/live/live-shapes.js';
import type { SaleView } from '../../../src/sales/sales.types.js';
import type { TestNode } from '../../support/app.js';
import { sharedRedisUrl } from '../../support/services.js';
import { CLAIM_MS, Fan, Shop } from '../checkout/shop.js';
import { type Call, callerOf, withKey } from './staff-client.js';

const run = promisify(execFile);
let shop: Shop;
let sale: SaleView;
let call: Call;
let anybody: Call;
let folder: string;

beforeAll(async () => {
  shop = await Shop.open(await sharedRedisUrl());
  const node = { url: shop.url } as TestNode;
  call = withKey(node);
  anybody = callerOf(node);
  sale = await shop.sale('proof-night', 50);
  folder = await mkdtemp(path.join(tmpdir(), 'ropeline-report-'));
}, 60_000);
afterAll(async () => {
  await shop.close();
  await rm(folder, { recursive: true, force: true });
});

const base = (): string => `/v1/admin/sales/${sale.id}`;
/** Runs the checker with only the file or the address, as an outsider would. */
const check = async (...args: string[]): Promise<{ ok: boolean; said: string }> =>
  await run(process.execPath, ['scripts/verify-report.mjs', ...args]).then(
    ({ stdout }) => ({ ok: true, said: stdout }),
    (error: { stdout: string }) => ({ ok: false, said: error.stdout }),
  );
const checkFile = async (report: unknown): Promise<{ ok: boolean; said: string }> => {
  const file = path.join(folder, 'report.json');
  await writeFile(file, JSON.stringify(report));
  return await check(file, '--keys', `${shop.url}/.well-known/jwks.json`);
};

/** How far a forecast may be from what happens, as a share: docs/rehearsal.md states it. */
const BAND = 0.25;
/** How many are inside when the last ticket goes, and may leave with none: the least that a forecast may be off. */
const INSIDE = 12;
/** Of ten fans let in, these buy nothing: three, as the crowd says. */
const LEAVING = new Set([2, 5, 8]);

/** Sends a crowd through the doors; who buys is settled by the order of admission, not by chance. */
async function runNight(
  fans: number,
  { slug, ticketTypeId }: { slug: string; ticketTypeId: string },
): Promise<{ admitted: number; purchases: number; abandoned: number }> {
  const seen = { admitted: 0, purchases: 0, abandoned: 0 };
  const places = await Promise.all(
    Array.from({ length: fans }, () => anybody<{ placeToken: string }>('POST', `/v1/sales/${slug}/places`, {})),
  );
  const visit = async (placeToken: string): Promise<void> => {
    const auth = { authorization: `Place ${placeToken}` };
    const claim = await shop.until(
      () => anybody<{ pass?: string; code?: string }>('POST', '/v1/place/admission', {}, auth),
      ({ status, body }) => status === 200 || body.code === 'SOLD_OUT' || seen.purchases === 30,
      CLAIM_MS,
    );
    if (claim.status !== 200) return;
    const turn = seen.admitted % 10;
    seen.admitted += 1;
    const fan = new Fan(shop, slug, claim.body.pass ?? '');
    const held = LEAVING.has(turn) ? null : await fan.hold([{ ticketTypeId, quantity: 2 }]);
    if (held?.status === 201) {
      const placed = await fan.order(held.body.id);
      await fan.confirm(placed.body);
      await shop.until(
        () => fan.read(placed.body),
        ({ body }) => body.state === 'paid',
      );
      seen.purchases += 1;
      return;
    }
    seen.abandoned += 1;
    await anybody('DELETE', '/v1/place', undefined, auth);
  };
  await Promise.all(places.map(({ body }) => visit(body.placeToken)));
  return seen;
}

describe('a rehearsal', () => {
  it('goes through the night beside the sale and touches nothing of it', async () => {
    const before = await shop.rows('SELECT * FROM pool WHERE sale_id = $1 ORDER BY id', [sale.id]);
    const started = await call<RehearsalShape>('POST', `${base()}/rehearsal`, { fans: 2_000, faultAtMinute: 1 });
    // a small night may be over before the answer is rendered
    expect(['running', 'done']).toContain(started.body.state);
    expect(started).toMatchObject({ status: 202, body: { crowd: { fans: 2_000, basket: 2 } } });
    const { body } = await shop.until(
      () => call<{ rehearsals: RehearsalShape[] }>('GET', `${base()}/rehearsal`),
      ({ body: seen }) => seen.rehearsals[0]?.state === 'done',
    );
    const [rehearsal] = body.rehearsals;
    expect(rehearsal?.result).toMatchObject({ capacity: 55, conserved: true });
    expect(await shop.rows('SELECT * FROM pool WHERE sale_id = $1 ORDER BY id', [sale.id])).toEqual(before);
    for (const table of ['orders', 'ticket', 'payment'])
      expect(await shop.number(`SELECT count(*) AS n FROM ${table}`)).toBe(0);
    expect((await call('DELETE', `${base()}/rehearsal/${rehearsal?.id}`)).status).toBe(204);
    expect((await call('DELETE', `${base()}/rehearsal/${rehearsal?.id}`)).status).toBe(404);
  });

  it('foretells a small night within a quarter of what then happens', async () => {
    const fans = 70;
    const night = await shop.sale('real-night', 60, { perMinute: 1_200, cap: INSIDE }, [
      { name: 'Standing', admission: 'general', price: 4_500, capacity: 60, maxPerFan: 4 },
    ]);
    const crowd = {
      ...{ fans, beforeOpening: 1, arriveMinutes: 0, patienceMinutes: 100_000, noShow: 0, abandon: 0.3, basket: 2 },
      ...{ shopSeconds: 1, paySeconds: 1, decline: 0 },
    };
    const address = `/v1/admin/sales/${night.id}/rehearsal`;
    expect((await call('POST', address, crowd)).status).toBe(202);
    const { body } = await shop.until(
      () => call<{ rehearsals: RehearsalShape[] }>('GET', address),
      ({ body: seen }) => seen.rehearsals[0]?.state === 'done',
    );
    const foretold = body.rehearsals[0]?.result;
    const real = await runNight(fans, { slug: night.slug, ticketTypeId: night.ticketTypes[0]?.id ?? '' });
    expect([foretold?.sold, foretold?.purchases]).toEqual([60, 30]);
    expect(real.purchases).toBe(30);
    const within = (told: number | undefined, truth: number): void =>
      expect(Math.abs((told ?? Number.NaN) - truth)).toBeLessThanOrEqual(Math.max(INSIDE, truth * BAND));
    within(foretold?.admitted, real.admitted);
    within(foretold?.abandoned, real.abandoned);
    within(foretold?.neverCalled, fans - real.admitted);
    const counted = await shop.until(
      () => shop.number('SELECT admitted AS n FROM queue_lane WHERE sale_id = $1', [night.id]),
      (admitted) => admitted >= real.admitted,
    );
    expect(counted).toBe(real.admitted);
  }, 120_000);

  it('is stopped from any node, shows how far it has come until then, and is over if its node is lost', async () => {
    const other = async (id: string, seen: string): Promise<void> =>
      void (await shop.rows(
        `INSERT INTO rehearsal (id, sale_id, progress, crowd, started_by, seen_at)
         SELECT $1, sale_id, 0.4, crowd, 'key:1', now() - $3::interval FROM rehearsal WHERE id = $2`,
        [id, first.body.id, seen],
      ));
    const first = await call<RehearsalShape>('POST', `${base()}/rehearsal`, { fans: 10 });
    const states = async (): Promise<[string, number][]> => {
      const { body } = await call<{ rehearsals: RehearsalShape[] }>('GET', `${base()}/rehearsal`);
      return body.rehearsals.map(({ id, state, progress }): [string, number] => [`${id} ${state}`, progress]);
    };
    await other('reh_running', '1 second');
    await other('reh_lost', '2 minutes');
    expect(await states()).toEqual(
      expect.arrayContaining([
        ['reh_running running', 0.4],
        ['reh_lost failed', 0.4],
      ]),
    );
    expect((await call('DELETE', `${base()}/rehearsal/reh_running`)).status).toBe(204);
    expect(await states()).toEqual(expect.arrayContaining([['reh_running canceled', 0.4]]));
    await shop.rows('DELETE FROM rehearsal WHERE sale_id = $1', [sale.id]);
  });

  it('refuses a crowd that cannot be', async () => {
    for (const crowd of [{ fans: -1 }, { abandon: 2 }, { fans: 1e9 }, { crowd: 1 }])
      expect((await call('POST', `${base()}/rehearsal`, crowd)).status).toBe(400);
    expect((await call('POST', '/v1/admin/sales/sale_00000000000000000000000000/rehearsal', {})).status).toBe(404);
  });
});

describe('a report', () => {
  it('equals the database, and anybody can check it', async () => {
    const buy = async (quantity: number) =>
      (await shop.fan('proof-night')).buy([{ ticketTypeId: sale.ticketTypes[0]?.id ?? '', quantity }]);
    const [, second] = [await buy(2), await buy(3)];
    await call('POST', `/v1/admin/orders/${second.id}/cancel`, {});
    await shop.until(
      () => call<{ state: string }>('GET', `/v1/admin/orders/${second.id}`),
      ({ body }) => body.state === 'refunded',
    );
    await call('POST', `${base()}/pause`);
    await call('POST', `${base()}/resume`);
    const { body } = await call<StaffReportShape>('GET', `${base()}/report`);
    expect(body.published).toBeNull();
    const { sections } = body.report;
    expect(sections.money).toEqual({
      currency: 'EUR',
      orders: 2,
      takenMinor: '22500',
      refundedMinor: '13500',
      keptMinor: '9000',
    });
    expect(sections.types.find(({ sold }) => sold > 0)).toMatchObject({ name: 'Standing', sold: 2, liveTickets: 2 });
    expect(sections.conservation.soldEqualsTickets).toBe(true);
    expect(sections.draw).toMatchObject({ verified: true });
    expect(sections.refunds).toEqual([{ state: 'succeeded', count: 1, amountMinor: '13500' }]);
    expect(sections.actions.map(({ what }) => what)).toEqual(expect.arrayContaining(['sale.pause', 'sale.resume']));
    expect(JSON.stringify(body.report)).not.toContain('fan@example.com');
    const pdf = await call<string>('GET', `${base()}/report.pdf`);
    expect([pdf.headers.get('content-type'), pdf.body.slice(0, 5)]).toEqual(['application/pdf', '%PDF-']);
    expect(await checkFile(body.report)).toMatchObject({ ok: true, said: expect.stringContaining('it is signed') });
  });

  it('counts people per tickets among the buyers whose address was not erased, and none is not nobody', async () => {
    const people = async () =>
      (await call<StaffReportShape>('GET', `${base()}/report`)).body.report.sections.figures.find(
        ({ key }) => key === 'peoplePer100',
      )?.value;
    expect(await people()).toBe(50);
    await shop.rows(`UPDATE orders SET buyer_email = 'erased@erased.invalid' WHERE sale_id = $1`, [sale.id]);
    expect(await people()).toBeNull();
    await shop.rows(`UPDATE orders SET buyer_email = 'fan@example.com' WHERE sale_id = $1`, [sale.id]);
  });

  it('counts who was let in by the counter of the line, and its minutes by the growth of that counter', async () => {
    const figure = async (key: string): Promise<number | null | undefined> => {
      const { body } = await call<StaffReportShape>('GET', `${base()}/report`);
      return body.report.sections.figures.find((each) => each.key === key)?.value;
    };
    expect(
      await shop.until(
        () => figure('entered'),
        (entered) => entered === 2,
      ),
    ).toBe(2);
    await shop.rows('DELETE FROM live_history WHERE sale_id = $1', [sale.id]);
    await shop.rows(
      `INSERT INTO live_history (sale_id, at, figures)
       SELECT sale.id, date_trunc('minute', opens_at) + make_interval(mins => n),
         jsonb_build_object('perMinute', 99, 'waiting', 5, 'epoch', 1, 'admitted', greatest(0, n) * 3)
       FROM sale, generate_series(-999, 600) n WHERE sale.id = $1 AND n <> 50`,
      [sale.id],
    );
    // the line could not be read in the last seconds of a minute: nobody was let in again after it
    await shop.rows(
      `INSERT INTO live_history (sale_id, at, figures)
       SELECT id, date_trunc('minute', opens_at) + interval '70 minutes 30 seconds', '{"perMinute": 0, "waiting": 0, "epoch": null, "admitted": 0}'
       FROM sale WHERE id = $1`,
      [sale.id],
    );
    const minutes = async () => (await call<StaffReportShape>('GET', `${base()}/report`)).body.report.sections.minutes;
    const listed = await minutes();
    // a prequeue of hours does not push the sale out of its report
    expect([listed.length, listed[0]?.span]).toEqual([630, 1]);
    // the minute that is missing is in the next one, but is no peak
    expect(listed.slice(79, 82).map(({ admitted }) => admitted)).toEqual([3, 6, 3]);
    expect([await figure('peakPerMinute'), await figure('entered')]).toEqual([3, 2]);
    await shop.rows(
      `INSERT INTO live_history (sale_id, at, figures)
       SELECT sale.id, date_trunc('minute', opens_at) + make_interval(mins => n), jsonb_build_object('waiting', 5, 'epoch', 1, 'admitted', n * 3)
       FROM sale, generate_series(601, 1409) n WHERE sale.id = $1`,
      [sale.id],
    );
    const coarse = await minutes();
    expect([coarse.length, coarse[0]?.span, coarse.at(-2)?.admitted]).toEqual([720, 2, 3]);
    await shop.rows('UPDATE queue_lane SET admitted = NULL WHERE sale_id = $1', [sale.id]);
    expect([await figure('entered'), await figure('lostInLine')]).toEqual([null, null]);
    await shop.rows('UPDATE queue_lane SET admitted = 2 WHERE sale_id = $1', [sale.id]);
    await shop.rows('DELETE FROM live_history WHERE sale_id = $1', [sale.id]);
  });

  it('tells what was refused as abuse, by kind, and so does the control room', async () => {
    const fan = await shop.fan('proof-night');
    const tooMany = await fan.hold([{ ticketTypeId: sale.ticketTypes[0]?.id ?? '', quantity: 5 }]);
    expect(tooMany.body).toMatchObject({ code: 'LIMIT_EXCEEDED' });
    await call('POST', `${base()}/joins`, { frozen: false, challenge: 'on' });
    for (const challenge of ['bm90aGluZw==', 'e30='])
      expect((await anybody('POST', '/v1/sales/proof-night/places', { challenge })).body).toMatchObject({
        code: 'CHALLENGE_INVALID',
      });
    const { body: live } = await shop.until(
      () => call<LiveShape>('GET', `${base()}/live`),
      ({ body }) => body.abuse?.refusedJoins === 2,
    );
    expect(live.abuse?.refusedShare).toBeCloseTo(2 / (2 + (live.lanes['general']?.arrivals ?? 0)));
    // an overloaded machine turns calls away, so that none failed cannot be asked for
    expect(live.calls).toMatchObject({ nodes: 1, lostNodes: [] });
    expect(live.calls?.share).toBe((live.calls?.failed ?? 0) / (live.calls?.answered ?? 0));
    const { abuse, figures } = (await call<StaffReportShape>('GET', `${base()}/report`)).body.report.sections;
    expect(abuse?.refused).toEqual([
      { what: 'challenge_invalid', count: 2 },
      { what: 'limit_exceeded', count: 1 },
    ]);
    expect(figures.find(({ key }) => key === 'refusedJoins')?.value).toBe(2);
    expect(figures.find(({ key }) => key === 'refusedPurchases')?.value).toBe(1);
  });

  it('does not hold once a figure, an action or the signature was changed', async () => {
    const { report } = (await call<StaffReportShape>('GET', `${base()}/report`)).body;
    const changed = (change: (copy: ReportShape) => void): ReportShape => {
      const copy = structuredClone(report);
      change(copy);
      return copy;
    };
    const tampered = [
      changed(({ sections }) => (sections.money.keptMinor = '9001')),
      changed(({ sections }) => sections.actions.pop()),
      changed(({ sections }) => delete sections.abuse),
      changed((copy) => (copy.saleId = 'sale_00000000000000000000000000')),
      changed((copy) => (copy.signature = copy.signature.replace(/.{4}$/, 'AAAA'))),
    ];
    for (const copy of tampered) expect(await checkFile(copy)).toMatchObject({ ok: false });
  });

  it('is public only once it was published, to the byte, and can be taken back', async () => {
    expect((await call('POST', `${base()}/report/publish`)).body).toMatchObject({ code: 'REPORT_NOT_READY' });
    const score = async (): Promise<(number | null | undefined)[]> => {
      const { figures } = (await call<StaffReportShape>('GET', `${base()}/report`)).body.report.sections;
      return ['chanceScore', 'chanceOfMean'].map((key) => figures.find((each) => each.key === key)?.value);
    };
    // ten minutes of 1,000 places, half of which have their turn while tickets are free; all are told 80 to 100 %
    await shop.rows(
      `INSERT INTO live_history (sale_id, at, figures)
       SELECT $1, now() - interval '1 day' + make_interval(mins => n), jsonb_build_object('epoch', 1, 'free', 500 - n * 50,
         'told', jsonb_build_object('general', jsonb_build_object('serving', n * 50, 'waiting', 1000 - n * 50,
           'chance', '[{"ahead": 0, "from": 0.8, "to": 1}]'::jsonb)))
       FROM generate_series(0, 10) n`,
      [sale.id],
    );
    expect(await score()).toEqual([null, null]);
    await call('POST', `${base()}/close`);
    const [told, ofMean] = await score();
    expect(told).toBeGreaterThan(0.4);
    expect(told).toBeLessThan(0.81);
    expect(ofMean).toBeGreaterThan(0.1);
    expect(ofMean).toBeLessThanOrEqual(0.25);
    const address = '/v1/sales/proof-night/report';
    expect((await anybody('GET', address)).status).toBe(404);
    const published = await call<PublishedReportShape>('POST', `${base()}/report/publish`);
    expect(published.status).toBe(200);
    const first = await anybody<ReportShape>('GET', address);
    expect(first.body.hash).toBe(published.body.hash);
    expect((await anybody<ReportShape>('GET', address)).body).toEqual(first.body);
    expect(await check(`${shop.url}${address}`)).toMatchObject({ ok: true });
    const page = await anybody<string>('GET', '/s/proof-night/report', undefined, { 'accept-language': 'de-DE,de' });
    expect(page.body).toContain('Bericht über den Verkauf');
    expect(page.body).toContain('Angezeigte Chance auf ein Ticket: Fehler');
    expect(page.body).toContain(new Intl.NumberFormat('de', { maximumFractionDigits: 3 }).format(told ?? 0));
    expect(page.body).toContain(first.body.hash);
    expect(page.body).not.toContain('<script');
    expect((await anybody<string>('GET', '/v1/report.css')).headers.get('content-type')).toContain('text/css');
    expect((await call<string>('GET', `${base()}/report.csv`)).body).toContain('money,keptMinor,9000');
    expect((await call('DELETE', `${base()}/report/publish`)).status).toBe(204);
    expect((await anybody('GET', address)).status).toBe(404);
  });
});
