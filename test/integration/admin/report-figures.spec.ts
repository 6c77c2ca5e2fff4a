import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ReportFigureKey, reportFigures } from '../../../src/contract/staff/report-figures.js';
import type { StaffReportShape } from '../../../src/contract/staff/report-shapes.js';
import type { PlaceShape } from '../../../src/contract/line/line-shapes.js';
import type { SaleView } from '../../../src/sales/sales.types.js';
import { TEST_ADMIN_KEY } from '../../support/app.js';
import { sharedRedisUrl } from '../../support/services.js';
import { Shop } from '../checkout/shop.js';

const auth = `Bearer ${TEST_ADMIN_KEY}`;
const CLAIM_MS = 500;

/** What each headline figure is by its own formula, from the rows themselves; $1 is the sale. */
const truths: Record<ReportFigureKey, string> = {
  places: 'SELECT sum(arrivals - unused) FROM queue_lane WHERE sale_id = $1',
  served: 'SELECT sum(serving) FROM queue_lane WHERE sale_id = $1',
  calledLate: `SELECT 1 FROM queue_lane WHERE sale_id = $1`,
  entered: 'SELECT sum(admitted) FROM queue_lane WHERE sale_id = $1',
  lostInLine:
    'SELECT round(100.0 * (sum(serving) - sum(admitted)) / sum(serving), 1) FROM queue_lane WHERE sale_id = $1',
  ordersPlaced: 'SELECT count(*) FROM orders WHERE sale_id = $1',
  lostInShop: `SELECT round(100.0 * (l.n - o.n) / l.n, 1) FROM (SELECT sum(admitted) AS n FROM queue_lane WHERE sale_id = $1) l,
    (SELECT count(*) AS n FROM orders WHERE sale_id = $1) o`,
  ordersPaid: `SELECT count(DISTINCT order_id) FROM payment WHERE sale_id = $1 AND state IN ('captured', 'refunded')`,
  abandonment: `SELECT round(100.0 * count(*) FILTER (WHERE paid_at IS NULL) / count(*), 1) FROM orders WHERE sale_id = $1`,
  conversion: `SELECT round(100.0 * (SELECT count(*) FROM orders WHERE sale_id = $1 AND paid_at IS NOT NULL) / sum(serving), 1)
    FROM queue_lane WHERE sale_id = $1`,
  asleepTold: 'SELECT 0 FROM sale WHERE id = $1',
  asleepCame: 'SELECT NULL FROM sale WHERE id = $1',
  sold: 'SELECT count(*) FROM ticket WHERE sale_id = $1 AND voided_at IS NULL',
  soldShare: `SELECT round(100.0 * (SELECT count(*) FROM ticket WHERE sale_id = $1 AND voided_at IS NULL) / sum(capacity - withdrawn), 1)
    FROM pool WHERE sale_id = $1`,
  peoplePer100: `SELECT round(100.0 * count(DISTINCT lower(o.buyer_email)) / count(t.id), 1)
    FROM ticket t JOIN orders o ON o.id = t.order_id WHERE t.sale_id = $1 AND t.voided_at IS NULL`,
  refusedJoins: `SELECT 0 FROM sale WHERE id = $1`,
  refusedShare: `SELECT 0 FROM sale WHERE id = $1`,
  refusedPurchases: `SELECT 1 FROM sale WHERE id = $1`,
  peakPerMinute: 'SELECT 7 FROM sale WHERE id = $1',
  peakWaiting: 'SELECT 90 FROM sale WHERE id = $1',
  wait50: 'SELECT 2 FROM sale WHERE id = $1',
  wait90: 'SELECT 5 FROM sale WHERE id = $1',
  wait99: 'SELECT 5 FROM sale WHERE id = $1',
  chanceScore: 'SELECT NULL FROM sale WHERE id = $1',
  chanceOfMean: 'SELECT NULL FROM sale WHERE id = $1',
  scanned: 'SELECT count(*) FROM ticket WHERE sale_id = $1 AND admitted_at IS NOT NULL',
  changes: `SELECT count(*) FROM audit_entry WHERE subject = $1`,
  incidents: 'SELECT count(*) FROM attention WHERE sale_id = $1',
};

let shop: Shop;
let sale: SaleView;
beforeAll(async () => {
  shop = await Shop.open(await sharedRedisUrl());
  sale = await shop.sale('figures', 50, { graceSeconds: 1 });
}, 60_000);
afterAll(() => shop.close());

const report = async () =>
  (await shop.call<StaffReportShape>('GET', `/v1/admin/sales/${sale.id}/report`, { auth })).body.report.sections;
const staff = async (path: string, body?: object): Promise<number> =>
  (await shop.call('POST', `/v1/admin/sales/${sale.id}/${path}`, { auth, ...(body && { body }) })).status;
const items = (quantity: number) => [{ ticketTypeId: sale.ticketTypes[0]?.id ?? '', quantity }];

/** Joins and is there for one moment: called, the fan is away. */
const joinAndLeave = async (): Promise<string> => {
  const { body } = await shop.call<{ placeToken: string }>('POST', '/v1/sales/figures/places', { body: {} });
  const place = `Place ${body.placeToken}`;
  await shop.call('POST', '/v1/place/admission', { body: {}, auth: place });
  return place;
};

describe('the figures of a report', () => {
  it('are each what their formula says of the rows of the database', async () => {
    const late = await joinAndLeave();
    await shop.until(
      () => shop.call<PlaceShape>('GET', '/v1/place', { auth: late }),
      ({ body }) => body.state === 'waiting' && body.placeKeptUntil !== null, // called in vain, and passed
      CLAIM_MS,
    );
    const buyer = await shop.fan('figures');
    const order = await buyer.buy(items(2));
    await (await shop.fan('figures')).buy(items(1));
    const unpaid = await shop.fan('figures');
    await unpaid.order((await unpaid.hold(items(1))).body.id);
    const greedy = await shop.fan('figures');
    expect((await greedy.hold(items(5))).body).toMatchObject({ code: 'LIMIT_EXCEEDED' });
    await shop.until(
      () => shop.call('POST', '/v1/place/admission', { body: {}, auth: late }),
      ({ status }) => status === 200,
      CLAIM_MS,
    );
    const barcode = order.tickets[0]?.barcode;
    expect((await shop.call('POST', '/v1/admin/scans', { body: { barcode }, auth })).status).toBe(200);
    await shop.rows(
      `INSERT INTO attention (id, sale_id, kind, next_step, detail) VALUES ('att_1', $1, 'decline_rate', '', '{}')`,
      [sale.id],
    );
    const [lane] = await shop.until(
      () =>
        shop.rows<{ admitted: number; serving: number }>(
          'SELECT admitted, serving FROM queue_lane WHERE sale_id = $1',
          [sale.id],
        ),
      ([row]) => row?.admitted === 5,
    );
    // half of the line was called after two minutes, all but one of the few after four, all after five
    const served = lane?.serving ?? 0;
    await shop.rows('DELETE FROM live_history WHERE sale_id = $1', [sale.id]);
    for (const [minute, share, admitted, waiting] of [
      [0, 0, 0, 90],
      [1, 0.3, 3, 60],
      [2, Math.ceil(served / 2) / served, 10, 50],
      [4, 1 - 1 / served, 12, 10],
      [5, 1, 13, 0],
    ] as const)
      await shop.rows(
        `INSERT INTO live_history (sale_id, at, figures) SELECT id, opens_at + make_interval(mins => $2),
           jsonb_build_object('epoch', 1, 'served', $3::float8, 'admitted', $4::int, 'waiting', $5::int) FROM sale WHERE id = $1`,
        [sale.id, minute, Math.round(share * served), admitted, waiting],
      );
    const { figures } = await shop.until(report, ({ figures: seen }) =>
      seen.some(({ key, value }) => key === 'calledLate' && value === 1),
    );
    expect(figures.map(({ key }) => key)).toEqual(Object.keys(reportFigures));
    for (const { key, value } of figures) {
      const [row] = await shop.rows<{ n: string | null }>(`SELECT (${truths[key as ReportFigureKey]})::text AS n`, [
        sale.id,
      ]);
      expect({ key, value }).toEqual({ key, value: row?.n === null || row === undefined ? null : Number(row.n) });
    }
  }, 90_000);

  it('list every change that was made live, in order, by whom it was made', async () => {
    const before = (await report()).actions.length;
    const later = new Date(Date.now() + 3_600_000).toISOString();
    const made: [string, () => Promise<number>][] = [
      ['sale.pause', () => staff('pause')],
      ['sale.resume', () => staff('resume')],
      [
        'sale.policy',
        async () => (await shop.call('PUT', `/v1/admin/sales/${sale.id}/policy`, { auth, body: { cap: 50 } })).status,
      ],
      ['sale.notice', () => staff('notice', { text: 'Soon' })],
      ['sale.joins', () => staff('joins', { frozen: true })],
      ['sale.extend_deadlines', () => staff('extend-deadlines', { minutes: 5 })],
      ['sale.stock', () => staff('stock', { ticketTypeId: sale.ticketTypes[0]?.id, capacity: 60 })],
      [
        'sale.update',
        async () =>
          (await shop.call('PATCH', `/v1/admin/sales/${sale.id}`, { auth, body: { closesAt: later } })).status,
      ],
      [
        'sale.channels',
        async () => (await shop.call('PUT', `/v1/admin/sales/${sale.id}/channels`, { auth, body: [] })).status,
      ],
      ['sale.revoke_passes', () => staff('revoke-passes', {})],
      ['sale.close', () => staff('close')],
    ];
    for (const [, make] of made) expect(await make()).toBe(200);
    const { actions } = await report();
    expect(actions.slice(before).map(({ what }) => what)).toEqual(made.map(([what]) => what));
    expect(new Set(actions.map(({ who }) => who))).not.toContain('');
  });
});
