import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RehearsalShape } from '../../../src/contract/rehearsal-shapes.js';
import type { PublishedReportShape, ReportShape, StaffReportShape } from '../../../src/contract/report-shapes.js';
import type { SaleView } from '../../../src/sales/sales.types.js';
import type { TestNode } from '../../support/app.js';
import { sharedRedisUrl } from '../../support/services.js';
import { Shop } from '../checkout/shop.js';
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

describe('a rehearsal', () => {
  it('goes through the night beside the sale and touches nothing of it', async () => {
    const before = await shop.rows('SELECT * FROM pool WHERE sale_id = $1 ORDER BY id', [sale.id]);
    const started = await call<RehearsalShape>('POST', `${base()}/rehearsal`, { fans: 2_000, faultAtMinute: 1 });
    expect(started).toMatchObject({ status: 202, body: { state: 'running', crowd: { fans: 2_000, basket: 2 } } });
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

  it('counts the minutes of a long sale from its opening, also those that it does not list', async () => {
    await shop.rows('DELETE FROM live_history WHERE sale_id = $1', [sale.id]);
    await shop.rows(
      `INSERT INTO live_history (sale_id, at, figures)
       SELECT sale.id, opens_at + make_interval(mins => n), '{"perMinute": 2, "waiting": 5}' FROM sale, generate_series(-100, 999) n
       WHERE sale.id = $1`,
      [sale.id],
    );
    const { figures, minutes } = (await call<StaffReportShape>('GET', `${base()}/report`)).body.report.sections;
    const entered = figures.find(({ key }) => key === 'entered')?.value ?? 0;
    expect([Math.round(entered / 100), minutes.length]).toEqual([20, 720]);
    await shop.rows('DELETE FROM live_history WHERE sale_id = $1', [sale.id]);
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
      changed((copy) => (copy.saleId = 'sale_00000000000000000000000000')),
      changed((copy) => (copy.signature = copy.signature.replace(/.{4}$/, 'AAAA'))),
    ];
    for (const copy of tampered) expect(await checkFile(copy)).toMatchObject({ ok: false });
  });

  it('is public only once it was published, to the byte, and can be taken back', async () => {
    expect((await call('POST', `${base()}/report/publish`)).body).toMatchObject({ code: 'REPORT_NOT_READY' });
    await call('POST', `${base()}/close`);
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
    expect(page.body).toContain(first.body.hash);
    expect(page.body).not.toContain('<script');
    expect((await anybody<string>('GET', '/v1/report.css')).headers.get('content-type')).toContain('text/css');
    expect((await call<string>('GET', `${base()}/report.csv`)).body).toContain('money,keptMinor,9000');
    expect((await call('DELETE', `${base()}/report/publish`)).status).toBe(204);
    expect((await anybody('GET', address)).status).toBe(404);
  });
});
