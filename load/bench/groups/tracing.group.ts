import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { encodeRequest } from '../../http/request.js';
import { median } from '../../report/statistics.js';
import { alternate } from '../alternate.js';
import { driveClosedLoop } from '../closed-loop.js';
import { CpuMeter } from '../cpu.js';
import { admitMany } from '../fans.js';
import type { Group, Size } from '../group.js';
import { runPurchases } from '../purchases.js';
import { missingRow, ratioRow, type Row } from '../row.js';
import { onStage, type Progress, type Stage } from '../stage.js';

/** Few enough that the node turns no join away, which would abort the run and cost less than a join. */
const CONNECTIONS = 16;
const BUYERS = 16;
/** More than one run of buyers can use up. */
const PASSES_PER_SECOND = 150;
const SHARES = [
  { id: 'traces', share: '0.01', what: 'one request in a hundred traced', goal: { max: 1.05 } },
  { id: 'traces-all', share: '1', what: 'every request traced', goal: {} },
] as const;

/** Processor time of a node for one piece of work, in microseconds. */
type Cost = () => Promise<number>;

/** The cost of tracing: the same work on nodes with and without a collector, in alternation. */
export const tracingGroup: Group = {
  name: 'tracing',
  rows: SHARES.map(({ id }) => id),
  measure: async (stores, size, progress) => {
    if (!CpuMeter.supported)
      return SHARES.map(({ id, what }) => missingRow({ id, what, note: 'only Linux tells the time of processes' }));
    const { url, stop } = await startCollector();
    const rows: Row[] = [];
    try {
      for (const kind of SHARES)
        await onStage(stores, async (plain) => {
          const env = { OTEL_EXPORTER_OTLP_ENDPOINT: url, OTEL_TRACES_SAMPLER_ARG: kind.share };
          await onStage(
            stores,
            async (traced) => void rows.push(...(await compare(plain, traced, kind, size, progress))),
            {
              env,
            },
          );
        });
    } finally {
      stop();
    }
    return rows;
  },
};

async function compare(
  plain: Stage,
  traced: Stage,
  { id, what, goal }: (typeof SHARES)[number],
  size: Size,
  progress: Progress,
): Promise<Row[]> {
  const purchases = await alternate(size.runs, await costOfPurchase(traced, size), await costOfPurchase(plain, size));
  progress(
    `${what}: ${median(purchases.measured).toFixed(0)} µs a purchase, ${median(purchases.baseline).toFixed(0)} without`,
  );
  const joins = await alternate(size.runs, await costOfJoin(traced, size), await costOfJoin(plain, size));
  progress(`${what}: ${median(joins.measured).toFixed(0)} µs a join, ${median(joins.baseline).toFixed(0)} without`);
  return [
    ratioRow({
      ...{ id, what: `node’s time of a purchase, ${what}`, against: 'the same without traces', unit: ' µs', goal },
      ...purchases,
      note: `a join: ${median(joins.measured).toFixed(0)} µs, without ${median(joins.baseline).toFixed(0)} µs`,
      raw: { joins },
    }),
  ];
}

async function costOfJoin(stage: Stage, { seconds }: Size): Promise<Cost> {
  const { slug } = await stage.promoter.inPrequeue();
  const request = encodeRequest(stage.host, { method: 'POST', path: `/v1/sales/${slug}/places`, body: {} });
  return async () => {
    const { result, used } = await stage.meter.during(() =>
      driveClosedLoop({
        ...{ target: stage.target, connections: CONNECTIONS, seconds },
        next: () => request,
        accepts: (status) => status === 201,
      }),
    );
    return ((used?.node ?? 0) * 1_000) / result.count;
  };
}

async function costOfPurchase(stage: Stage, { seconds }: Size): Promise<Cost> {
  const sale = await stage.promoter.published();
  const passes: string[] = [];
  return async () => {
    const wanted = Math.ceil(PASSES_PER_SECOND * seconds);
    passes.push(...(await admitMany(stage, sale.slug, Math.max(0, wanted - passes.length))));
    const { cpuMs } = await runPurchases(stage, { sale, passes, width: BUYERS, seconds, idle: null });
    return (cpuMs?.parts.node ?? 0) * 1_000;
  };
}

/** Takes spans and throws them away. */
async function startCollector(): Promise<{ url: string; stop: () => void }> {
  const server: Server = createServer((request, response) => {
    request.resume().on('end', () => response.setHeader('content-type', 'application/json').end('{}'));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const stop = (): void => {
    server.close();
    server.closeAllConnections();
  };
  return { url: `http://127.0.0.1:${port}`, stop };
}
