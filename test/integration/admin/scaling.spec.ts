import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { ExternalMetrics } from '../../../src/admin/metrics/external-metrics.rules.js';
import { ScalingTask } from '../../../src/admin/metrics/scaling.task.js';
import { Clock } from '../../../src/platform/clock/clock.js';
import { MetricsServer } from '../../../src/platform/metrics/metrics-server.js';
import { FiguresService } from '../../../src/queue/line/figures.service.js';
import { SaleCache } from '../../../src/sales/catalogue/cache/sale-cache.service.js';
import { ConductedSales } from '../../../src/sales/conductor/conducted-sales.service.js';
import { startNode, testSecret, type TestNode } from '../../support/app.js';
import { publishedSale } from '../../support/sale.js';
import { freshDatabase, sharedRedisUrl } from '../../support/services.js';

const TOKEN = 'metrics-token-0123456789abcdef';
const SOCKETS = 10_000;
const never = new AbortController().signal;

jest.setTimeout(60_000);

describe('the scaling signal', () => {
  const nodes: TestNode[] = [];
  beforeAll(async () => {
    const secret = testSecret();
    const stores = { databaseUrl: await freshDatabase(), redisUrl: await sharedRedisUrl() };
    const env = {
      ROPELINE_METRICS_PORT: '0',
      ROPELINE_METRICS_TOKEN: TOKEN,
      ROPELINE_MAX_SOCKETS: String(SOCKETS),
    };
    for (const id of ['one', 'two'])
      nodes.push(await startNode({ ...stores, secret, env: { ...env, ROPELINE_NODE_ID: id } }));
    // rounds are run by the tests alone
    for (const { app } of nodes) await app.get(ScalingTask, { strict: false }).stop();
  }, 60_000);
  afterEach(() => void jest.restoreAllMocks());
  afterAll(async () => {
    for (const node of nodes) await node.close();
  });

  const nodeAt = (index: number): TestNode => nodes[index] as TestNode;
  const round = async (index: number): Promise<void> => {
    await nodeAt(index).app.get(ScalingTask, { strict: false }).runOnce(never);
  };
  const scrape = async (index: number, path: string, token = TOKEN): Promise<Response> => {
    const url = new URL(nodeAt(index).app.get(MetricsServer, { strict: false }).url ?? '');
    return await fetch(new URL(path, url), { headers: { authorization: `Bearer ${token}` } });
  };
  const wanted = async (index: number, query = ''): Promise<ExternalMetrics> =>
    (await (await scrape(index, `/external-metrics${query}`)).json()) as ExternalMetrics;
  /** Makes a node conduct a sale that opens in two hours, before which so many people wait; null: unreadable. */
  const conducts = async (index: number, present: number | null): Promise<void> => {
    const { app, url } = nodeAt(index);
    const sale = await publishedSale(url, { opensAt: new Date(Date.now() + 7_200_000).toISOString() });
    const saleCache = app.get(SaleCache, { strict: false }),
      conducted = app.get(ConductedSales, { strict: false });
    const lineFigures = app.get(FiguresService, { strict: false });
    const view = await saleCache.byId(sale.id);
    const figures = await lineFigures.of(sale.id);
    jest.spyOn(conducted, 'awake').mockReturnValue(view ? [view] : []);
    const [lane] = Object.entries(figures?.lanes ?? {});
    const read =
      present === null || !figures || !lane ? null : { ...figures, lanes: { [lane[0]]: { ...lane[1], present } } };
    jest.spyOn(lineFigures, 'of').mockResolvedValue(read);
  };

  it('is the same on every node, as external metrics of all sales, wherever they are conducted', async () => {
    await conducts(0, 2_100);
    await conducts(1, 4_200);
    await round(0);
    await round(1);
    await round(0);
    // three tenths of each crowd are here so early, and a node takes 7,000
    for (const index of [0, 1]) {
      const { kind, apiVersion, items } = await wanted(index);
      expect({ kind, apiVersion }).toEqual({
        kind: 'ExternalMetricValueList',
        apiVersion: 'external.metrics.k8s.io/v1beta1',
      });
      expect(items.map(({ metricLabels: { role } }) => role)).toEqual(['edge', 'shop', 'payments']);
      expect(items[0]?.metricName).toBe('ropeline_nodes_wanted');
      expect(Number(items[0]?.value.replace(/m$/, '')) / 1_000).toBeCloseTo(3, 2);
    }
    expect((await wanted(0, '?role=shop')).items.map(({ value }) => value)).toEqual(['0m']);
    const own = await (await scrape(0, '/metrics')).text();
    expect(own).toMatch(/^ropeline_nodes_wanted\{role="edge"\} 1(\.0+\d?)?$/m);
  });

  it('is unknown, and never smaller, while the line of a sale cannot be read', async () => {
    await conducts(0, null);
    await round(0);
    expect(await (await scrape(0, '/metrics')).text()).toMatch(/^ropeline_nodes_wanted\{role="edge"\} nan$/im);
    const { app } = nodeAt(0);
    jest.spyOn(app.get(Clock, { strict: false }), 'monotonicMs').mockReturnValue(performance.now() + 31_000);
    const answer = await scrape(0, '/external-metrics');
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '10']);
  });

  it('is unknown on the other nodes, too, which read their own sales well', async () => {
    await conducts(0, null);
    await conducts(1, 2_100);
    await round(0);
    await round(1);
    jest.spyOn(nodeAt(1).app.get(Clock, { strict: false }), 'monotonicMs').mockReturnValue(performance.now() + 31_000);
    expect((await scrape(1, '/external-metrics')).status).toBe(503);
  });

  it('is told to holders of the token only, as the metrics are', async () => {
    for (const path of ['/metrics', '/external-metrics?role=edge'])
      expect((await scrape(0, path, 'another')).status).toBe(401);
    expect((await scrape(0, '/another')).status).toBe(404);
  });

  it('loses the report of a node that stops', async () => {
    await conducts(0, 2_100);
    await conducts(1, 0);
    await round(0);
    await round(1);
    const edge = async (index: number): Promise<unknown> => (await wanted(index, '?role=edge')).items[0]?.value;
    expect(await edge(1)).not.toBe('0m');
    await nodes.shift()?.close();
    await round(0);
    expect(await edge(0)).toBe('0m');
  });
});
