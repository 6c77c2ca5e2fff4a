import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { HistoryRepository } from '../../../src/admin/live/history.repository.js';
import { ReportRepository } from '../../../src/admin/report/report.repository.js';
import { HistoryTask } from '../../../src/admin/live/history.task.js';
import { figuresOfLive, type LiveHistoryShape } from '../../../src/contract/live/live-history.js';
import type { LiveShape } from '../../../src/contract/live/live-shapes.js';
import type { SaleShape } from '../../../src/contract/sale/sale-shapes.js';
import { Clock } from '../../../src/platform/clock/clock.js';
import { SaleCache } from '../../../src/sales/catalogue/cache/sale-cache.service.js';
import { ConductedSales } from '../../../src/sales/conductor/conducted-sales.service.js';
import { startNode, type TestNode } from '../../support/app.js';
import { joinLine, publishedSale } from '../../support/sale.js';
import { freshDatabase, sharedRedisUrl } from '../../support/services.js';
import { until } from '../../support/system.js';
import { type Call, withKey } from './staff-client.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const never = new AbortController().signal;

describe('how a sale went', () => {
  let node: TestNode;
  let call: Call;
  let sale: SaleShape;
  let history: HistoryRepository;
  beforeAll(async () => {
    node = await startNode({ databaseUrl: await freshDatabase(), redisUrl: await sharedRedisUrl() });
    call = withKey(node);
    // the node's own rounds would add the points of real time to those that the tests make
    await node.app.get(HistoryTask, { strict: false }).stop();
    sale = await publishedSale(node.url);
    history = node.app.get(HistoryRepository, { strict: false });
  }, 60_000);
  afterAll(async () => {
    await node.close();
  });

  const read = async (minutes: number): Promise<LiveHistoryShape> =>
    (await call<LiveHistoryShape>('GET', `/v1/admin/sales/${sale.id}/history?minutes=${minutes}`)).body;
  const round = async (): Promise<void> => {
    const view = await node.app.get(SaleCache, { strict: false }).byId(sale.id);
    jest.spyOn(node.app.get(ConductedSales, { strict: false }), 'awake').mockReturnValue(view ? [view] : []);
    await node.app.get(HistoryTask, { strict: false }).runOnce(never);
    jest.restoreAllMocks();
  };

  it('is kept by the server with the figures that the control room shows, and with what was changed', async () => {
    for (let n = 0; n < 3; n += 1) await joinLine(node.url, sale.slug);
    await call('PUT', `/v1/admin/sales/${sale.id}/policy`, { cap: 50 });
    const { points, marks, firstAt } = await until('the point after the last join', async () => {
      await round();
      const told = await read(30);
      return told.points.at(-1)?.figures.arrivals === 3 ? told : null;
    });
    const { body: live } = await call<LiveShape>('GET', `/v1/admin/sales/${sale.id}/live`);
    expect(points.at(-1)?.figures.free).toBe(figuresOfLive(live).free);
    expect(marks.map(({ action }) => action)).toContain('sale.policy');
    expect(firstAt).toBe(points[0]?.at);
  });

  it('keeps what fans were told of their chances once a minute, for the report, and charts do not carry it', async () => {
    const told = node.app.get(ReportRepository, { strict: false });
    const clock = node.app.get(Clock, { strict: false });
    const minute = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS;
    const roundAt = async (ms: number): Promise<void> => {
      const view = await node.app.get(SaleCache, { strict: false }).byId(sale.id);
      jest.spyOn(node.app.get(ConductedSales, { strict: false }), 'awake').mockReturnValue(view ? [view] : []);
      jest.spyOn(clock, 'nowMs').mockReturnValue(ms);
      await node.app.get(HistoryTask, { strict: false }).runOnce(never);
      jest.restoreAllMocks();
    };
    // a round of real time keeps them, too, if it falls on the first seconds of a minute
    const before = (await told.told(sale.id)).length;
    let tries = 0;
    const [kept] = await until('a minute with a chance', async () => {
      tries += 1;
      await roundAt(minute - (60 + tries) * MINUTE_MS);
      const rows = await told.told(sale.id);
      return rows.length > before && rows;
    });
    expect(kept?.told['general']).toMatchObject({ serving: 0, waiting: 3 });
    expect(kept?.told['general']?.chance[0]).toMatchObject({ ahead: 0, to: 1 });
    expect(kept?.free).toBe(10);
    await roundAt(minute - 50 * MINUTE_MS + 5_000);
    expect(await told.told(sale.id)).toHaveLength(before + 1);
    expect((await read(180)).points.filter(({ figures }) => figures.told !== undefined)).toEqual([]);
  });

  it('has one point for an instant, however many nodes make it', async () => {
    const at = new Date(Math.floor(Date.now() / 5_000) * 5_000 - 600_000);
    const { body: live } = await call<LiveShape>('GET', `/v1/admin/sales/${sale.id}/live`);
    const point = { saleId: sale.id, at, figures: figuresOfLive(live) };
    await Promise.all([history.keep([point]), history.keep([point])]);
    expect((await read(30)).points.filter((one) => one.at === at.toISOString())).toHaveLength(1);
  });

  it('gets coarser with age and is forgotten in the end', async () => {
    const { body: live } = await call<LiveShape>('GET', `/v1/admin/sales/${sale.id}/live`);
    const minute = Math.floor((Date.now() - 8 * HOUR_MS) / 60_000) * 60_000;
    const points = Array.from({ length: 24 }, (_, n) => new Date(minute + n * 5_000));
    const ancient = new Date(Date.now() - 91 * 24 * HOUR_MS);
    await history.keep([...points, ancient].map((at) => ({ saleId: sale.id, at, figures: figuresOfLive(live) })));
    await node.app.get(HistoryTask, { strict: false }).tidy();
    const left = await history.read(sale.id, ancient, new Date(minute + 120_000), 5);
    expect(left.map(({ at }) => at.getTime())).toEqual([minute, minute + 60_000]);
  });

  it('never answers with more points than a chart can show', async () => {
    expect((await read(10_080)).stepSeconds).toBe(840);
    expect((await call('GET', `/v1/admin/sales/${sale.id}/history?minutes=10081`)).status).toBe(400);
    expect((await call('GET', '/v1/admin/sales/sale_00000000000000000000000000/history')).status).toBe(404);
  });
});
