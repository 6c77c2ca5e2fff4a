import { setTimeout as sleep } from 'node:timers/promises';
import { median } from '../../report/statistics.js';
import type { Purchase } from '../buyer.js';
import { CpuMeter, type CpuReading } from '../cpu.js';
import { admitMany } from '../fans.js';
import type { Group } from '../group.js';
import { checkBooks, type PurchaseRun, runPurchases } from '../purchases.js';
import { measureOrderRows } from '../order-rows.js';
import { missingRow, ratioRow, type Row, valueRow } from '../row.js';
import { onStage, type Progress } from '../stage.js';

const WIDTHS = [1, 16, 64] as const;
const IDLE_SECONDS = 4;
const SECONDS_PER_RUN = 4;
const QUICK_SECONDS_PER_RUN = 1;
const FIRST_FANS = 100;
const SETTLE_MS = 2_000;
/** Runs before the first that counts: a node gets faster for some seconds after its start. */
const WARM_UP_WIDTHS = [16, 64];
/** Initial guess of purchases per second, until measured. */
const SLOWEST_GUESS = 20;

/** Complete purchases: hold, order, card form, authorization, capture, tickets, with the simulated provider. */
export const purchaseGroup: Group = {
  name: 'purchase',
  rows: ['P12', 'P13', 'P13a'],
  measure: (stores, size, progress) =>
    onStage(stores, async (stage) => {
      const sale = await stage.promoter.published();
      const seconds = size.quick ? QUICK_SECONDS_PER_RUN : SECONDS_PER_RUN;
      const bought: Purchase[] = [];
      const passes = await admitMany(stage, sale.slug, FIRST_FANS);
      let fastest = SLOWEST_GUESS;
      const buy = async (width: number, idle: CpuReading | null): Promise<PurchaseRun> => {
        const wanted = Math.ceil(fastest * 1.5 * seconds) + width;
        passes.push(...(await admitMany(stage, sale.slug, Math.max(0, wanted - passes.length))));
        const result = await runPurchases(stage, { sale, passes, width, seconds, idle });
        bought.push(...result.purchases);
        fastest = Math.max(fastest, result.perSecond);
        return result;
      };
      for (const width of WARM_UP_WIDTHS) await buy(width, null);
      await sleep(SETTLE_MS);
      const idle = await stage.meter.idlePerSecond(IDLE_SECONDS);
      const runs = new Map<number, PurchaseRun[]>(WIDTHS.map((width) => [width, []]));
      const rowsPerSecond: number[] = [];
      for (let index = 0; index < size.runs; index += 1) {
        for (const width of WIDTHS) {
          const result = await buy(width, idle);
          runs.get(width)?.push(result);
          report(progress, width, result);
        }
        rowsPerSecond.push(await measureOrderRows(stage.databaseUrl, seconds / 2));
      }
      await checkBooks(stage, sale.id, bought);
      return rowsOf(runs, rowsPerSecond, bought.length);
    }),
};

function report(progress: Progress, width: number, { perSecond, p50Ms, cpuMs }: PurchaseRun): void {
  const parts = cpuMs
    ? `; CPU ${cpuMs.product.toFixed(1)} ms each (node ${cpuMs.parts.node.toFixed(1)}, Postgres ${cpuMs.parts.postgres.toFixed(1)}, Redis ${cpuMs.parts.redis.toFixed(1)}; simulator ${cpuMs.parts.simulator.toFixed(2)}, client ${cpuMs.parts.client.toFixed(2)})`
    : '';
  progress(`${width} buyer(s): ${perSecond.toFixed(1)} purchases/s, median ${Math.round(p50Ms)} ms${parts}`);
}

function rowsOf(runs: Map<number, PurchaseRun[]>, rowsPerSecond: number[], count: number): Row[] {
  const of = <T>(width: number, pick: (run: PurchaseRun) => T): T[] => (runs.get(width) ?? []).map(pick);
  const rate = (width: number): number[] => of(width, ({ perSecond }) => perSecond);
  const cpu = (width: number): number[] => of(width, ({ cpuMs }) => cpuMs?.product ?? 0);
  const [alone, some, many] = WIDTHS;
  const cpuRow = { id: 'P13a', what: 'CPU a purchase, 64 buyers', goal: { max: 5 } };
  return [
    ratioRow({
      id: 'P12',
      what: 'confirmed orders',
      against: 'bare rows of an order by pg, 8 clients',
      unit: '/s',
      measured: rate(many),
      baseline: rowsPerSecond,
      goal: { min: 0.5 },
      note: 'measured as whole purchases of 64 buyers: the public API has no shorter way to a paid order',
    }),
    valueRow({
      id: 'P13',
      what: 'whole purchases, 64 buyers',
      unit: '/s',
      measured: rate(many),
      goal: { min: 300 },
      note: `1 buyer ${median(rate(alone)).toFixed(1)}/s, 16 buyers ${median(rate(some)).toFixed(1)}/s; ${count} purchases, books agree`,
      raw: { one: rate(alone), sixteen: rate(some), p99Ms: of(many, ({ p99Ms }) => p99Ms) },
    }),
    CpuMeter.supported
      ? valueRow({
          ...cpuRow,
          unit: ' ms',
          measured: cpu(many),
          note: `1 buyer ${median(cpu(alone)).toFixed(1)} ms, 16 buyers ${median(cpu(some)).toFixed(1)} ms; node + Postgres + Redis, idle time taken off`,
          raw: Object.fromEntries(WIDTHS.map((width) => [`parts${width}`, of(width, ({ cpuMs }) => cpuMs?.parts)])),
        })
      : missingRow({ ...cpuRow, note: 'not measured: only Linux tells the processor time of other processes' }),
  ];
}
