import { Crowd, joinAll } from './crowd.js';
import { type Fault, untilSold } from './drill/faults.js';
import { Watch } from './drill/watch.js';
import type { Cluster } from './cluster/cluster.js';
import { Api } from './fans/api.js';
import type { FanEnd } from './fans/fan.js';
import { lookAgain, type StepTimes } from './fans/purchase.js';
import { foretold } from './report/foretold.js';
import { quantile } from './report/statistics.js';
import { type Report, table } from './report/table.js';
import { type Check, type Evidence, judge, judgeSpeed } from './report/verdict.js';
import { Recorder } from './recorder.js';
import { type Promoter, publishSale } from './sale.js';
import { pause } from './terminal.js';
import type { Wishes } from './wishes.js';

const LOOK_EVERY_MS = 500;
/** Grace after the last fan: orders end, lapsed stock returns, the audit runs. */
const SETTLE_WITHIN_MS = 45_000;
const READ_AT_ONCE = 20;
/** Share of tickets sold at which faults are injected. */
const BREAK_AT = 1 / 3;

/** Sells out one sale, injects the requested faults and judges the outcome. Returns true if all invariants hold. */
export async function run(
  wishes: Wishes,
  cluster: Cluster,
  faults: readonly Fault[] = [],
  title = 'A sale sells out',
): Promise<boolean> {
  const api = new Api(cluster.urls);
  const startedAt = Date.now();
  const promoter = await publishSale(api, cluster.adminKey, wishes);
  const recorder = wishes.record === null ? null : new Recorder(promoter);
  const places = await joinAll(api, promoter, wishes);
  const joinedMs = Date.now() - startedAt;
  const watch = new Watch(api, promoter.slug);
  const crowd = new Crowd(api, promoter, watch, wishes);
  if (faults.length > 0) watch.start(() => crowd.sockets());
  let met = 'never broke';
  const strike = async (): Promise<void> => {
    const live = await promoter.glance();
    const [stock] = live?.stock ?? [];
    met = live ? `${live.state}, ${stock?.sold ?? 0} of ${wishes.tickets} sold` : 'no answer';
    watch.strike();
    recorder?.strike();
  };
  const broken = breakThings(faults, { cluster, promoter, api }, strike, wishes.limitSeconds * 1_000);
  const given = await crowd.live(places.fans);
  const tookSeconds = (Date.now() - promoter.opensAtMs) / 1_000;
  watch.stop();
  const seen = await broken;
  const end = await settle(promoter);
  if (wishes.record !== null) recorder?.write(wishes.record, title);
  const ends = await readAgain(api, given);
  const charges = await captured(api, cluster.simulatorUrl);
  const [stock] = end.stock;
  const evidence: Evidence = {
    tickets: wishes.tickets,
    numbers: [...places.numbers, ...watch.numbers],
    ends,
    sold: stock?.sold ?? -1,
    free: stock?.free ?? -1,
    held: stock?.held ?? -1,
    openOrders: end.orders.pending + end.orders.authorized,
    conserved: end.conservation.ok,
    ...charges,
  };
  const checks = [...judge(evidence), ...seen, ...(faults.length > 0 ? [...watch.checks(), inside(api.faults)] : [])];
  const bought = ends.filter((each) => each.kind === 'bought');
  const tookMs = bought.map((each) => each.tookMs);
  const paidLate = given.filter(({ kind }) => kind === 'undecided').length;
  const report: Report = {
    figures: [
      ['nodes', String(wishes.nodes)],
      ['places taken', `${places.numbers.length} (${Math.round((places.numbers.length / joinedMs) * 1000)} a second)`],
      ['purchases', `${tookMs.length}; ${percentiles(tookMs)}`],
      ...stepFigures(bought.flatMap(({ steps }) => steps ?? [])),
      ['from opening to the last end', `${((Date.now() - promoter.opensAtMs) / 1000).toFixed(1)} s`],
      ['calls that were asked to wait', String(api.waits)],
      ['calls that another node answered', String(api.failovers)],
      ['answers of 500 and above, broken connections', counted(api.faults)],
      ...(faults.length > 0 ? [['the sale when it broke', met] as const] : []),
      ...watch.figures(),
      ...(faults.length === 0 && wishes.ghosts === 0 ? foretoldOf(wishes, end, bought, tookSeconds) : []),
    ],
    checks,
    speed: judgeSpeed({ paidLate, tookMs }),
  };
  process.stdout.write(wishes.json ? `${JSON.stringify({ wishes, ...report }, null, 2)}\n` : `${table(report)}\n`);
  await api.close();
  return checks.every((check) => check.fine);
}

/** Time between a fan's call and its claim, on average: see LOOK_EVERY_MS in fans/fan.ts. */
const CLAIM_SECONDS = 1;

function foretoldOf(
  wishes: Wishes,
  { stock: [stock], lanes }: Awaited<ReturnType<Promoter['live']>>,
  bought: readonly FanEnd[],
  tookSeconds: number,
): [string, string][] {
  const steps = bought.flatMap((end) => (end.kind === 'bought' && end.steps ? [end.steps] : []));
  const seconds = (pick: (times: StepTimes) => number): number =>
    steps.reduce((sum, times) => sum + pick(times), 0) / Math.max(1, steps.length) / 1_000;
  return foretold({
    ...{ fans: wishes.fans, tickets: wishes.tickets, cap: wishes.cap, perMinute: wishes.perMinute, maxPerFan: 4 },
    shopSeconds: CLAIM_SECONDS + seconds(({ hold, order }) => hold + order),
    paySeconds: seconds(({ confirm, paid }) => confirm + paid),
    basket: (stock?.sold ?? 0) / Math.max(1, bought.length),
    purchases: bought.length,
    admitted: Object.values(lanes).reduce((sum, { admitted }) => sum + admitted, 0),
    tookSeconds,
  });
}

const counted = (faults: ReadonlyMap<string, number>): string =>
  [...faults].map(([code, count]) => `${count}× ${code}`).join(', ') || 'none';

/** An outage is answered 503: any other answer above 499 is a fault of ours. */
function inside(faults: ReadonlyMap<string, number>): Check {
  const wrong = new Map([...faults].filter(([code]) => /^5(?!03)/.test(code)));
  return { what: 'answers of 500 and above, but 503', found: counted(wrong), fine: wrong.size === 0 };
}

/** Rereads each order: slow ends are not failures, and paid orders must stay paid. */
async function readAgain(api: Api, given: readonly FanEnd[]): Promise<FanEnd[]> {
  const ends = [...given];
  const orders = ends.flatMap((end, index) =>
    end.kind === 'undecided' || end.kind === 'bought' ? [{ end, index }] : [],
  );
  const worker = async (): Promise<void> => {
    for (let next = orders.pop(); next; next = orders.pop()) ends[next.index] = await lookAgain(api, next.end);
  };
  await Promise.all(Array.from({ length: READ_AT_ONCE }, worker));
  return ends;
}

const percentiles = (values: readonly number[]): string =>
  `median ${quantile(values, 0.5)} ms, 95 % within ${quantile(values, 0.95)} ms, 99 % within ${quantile(values, 0.99)} ms`;

function stepFigures(times: readonly StepTimes[]): [string, string][] {
  const steps = ['hold', 'order', 'confirm', 'paid'] as const;
  return steps.map((step) => [`  ${step}`, percentiles(times.map((each) => each[step]))]);
}

async function breakThings(
  faults: readonly Fault[],
  scene: Parameters<Fault>[0],
  strike: () => Promise<void>,
  withinMs: number,
): Promise<Check[]> {
  if (faults.length === 0) return [];
  if (!(await untilSold(scene.promoter, BREAK_AT, withinMs)))
    return [{ what: 'something was broken', found: 'a third was never sold', fine: false }];
  for (const fault of faults) await fault.prepare?.(scene);
  await strike();
  const seen: Check[] = [];
  for (const fault of faults) seen.push(...(await fault(scene)));
  return seen;
}

async function settle(promoter: Promoter): Promise<Awaited<ReturnType<Promoter['live']>>> {
  let live = await promoter.live();
  for (const until = Date.now() + SETTLE_WITHIN_MS; Date.now() < until; await pause(LOOK_EVERY_MS)) {
    live = await promoter.live();
    const quiet = live.orders.pending + live.orders.authorized === 0 && live.stock.every(({ held }) => held === 0);
    if (quiet) break;
  }
  return live;
}

interface ChargePage {
  data: { id: string; amount_captured: number; captured: boolean; refunded: boolean }[];
  has_more: boolean;
}

/** Sums the charges from the provider's own public list. */
async function captured(api: Api, simulatorUrl: string): Promise<{ capturedMinor: number; charges: number }> {
  let capturedMinor = 0;
  let charges = 0;
  let after = '';
  for (;;) {
    const answer = await api.call<ChargePage>({
      path: `${simulatorUrl}/v1/charges?limit=100${after}`,
      headers: { authorization: 'Bearer sk_test_load' },
    });
    const page = answer.data;
    if (!page) throw new Error(`could not list the provider's charges: ${JSON.stringify(answer.problem)}`);
    for (const charge of page.data.filter((each) => each.captured && !each.refunded)) {
      capturedMinor += charge.amount_captured;
      charges += 1;
    }
    const last = page.data.at(-1);
    if (!page.has_more || !last) return { capturedMinor, charges };
    after = `&starting_after=${last.id}`;
  }
}
