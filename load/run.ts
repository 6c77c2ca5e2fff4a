import { Redis } from 'ioredis';
import type { Snapshot } from '../src/contract/shapes.js';
import type { Cluster, Stores } from './cluster/cluster.js';
import { Api } from './fans/api.js';
import { Fan, type FanEnd, join } from './fans/fan.js';
import { lookAgain, type StepTimes } from './fans/purchase.js';
import { quantile } from './report/statistics.js';
import { type Report, table } from './report/table.js';
import { type Evidence, judge, judgeSpeed } from './report/verdict.js';
import { type Promoter, publishSale } from './sale.js';
import type { Wishes } from './wishes.js';

const JOINS_AT_ONCE = 100;
const SAY_EVERY_MS = 2_000;
const LOOK_EVERY_MS = 500;
/** After the last fan: orders end, lapsed stock returns, the audit runs. */
const SETTLE_WITHIN_MS = 45_000;
/** The third fan of five wants one ticket, the others two. */
const wantedBy = (index: number): number => (index % 5 === 2 ? 1 : 2);

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const say = (line: string): void => void process.stderr.write(`${line}\n`);

/** Sells one sale out and judges what is left. True when everything that must hold holds. */
export async function run(wishes: Wishes, cluster: Cluster, stores: Stores): Promise<boolean> {
  const api = new Api(cluster.urls);
  const startedAt = Date.now();
  const promoter = await publishSale(api, cluster.adminKey, wishes);
  const places = await joinAll(api, promoter, wishes);
  const joinedMs = Date.now() - startedAt;
  const crowd = new Crowd(api, promoter, wishes);
  const faults = breakThings(wishes, cluster, stores, promoter, api);
  const given = await crowd.live(places.fans);
  const end = await settle(promoter);
  await faults;
  const ends = await decide(api, given);
  const charges = await captured(api, cluster.simulatorUrl);
  const [stock] = end.stock;
  const evidence: Evidence = {
    tickets: wishes.tickets,
    numbers: places.numbers,
    ends,
    sold: stock?.sold ?? -1,
    free: stock?.free ?? -1,
    held: stock?.held ?? -1,
    openOrders: end.orders.pending + end.orders.authorized,
    conserved: end.conservation.ok,
    ...charges,
  };
  const checks = judge(evidence);
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
    ],
    checks,
    speed: judgeSpeed({ paidLate, tookMs }),
  };
  process.stdout.write(wishes.json ? `${JSON.stringify({ wishes, ...report }, null, 2)}\n` : `${table(report)}\n`);
  await api.close();
  return checks.every((check) => check.fine);
}

/** Reads again what was open when its fan gave up: a slow end is not a broken one. */
async function decide(api: Api, ends: readonly FanEnd[]): Promise<FanEnd[]> {
  const decided: FanEnd[] = [];
  for (const end of ends) decided.push(end.kind === 'undecided' ? await lookAgain(api, end) : end);
  return decided;
}

const percentiles = (values: readonly number[]): string =>
  `median ${quantile(values, 0.5)} ms, 95 % within ${quantile(values, 0.95)} ms, 99 % within ${quantile(values, 0.99)} ms`;

function stepFigures(times: readonly StepTimes[]): [string, string][] {
  const steps = ['hold', 'order', 'confirm', 'paid'] as const;
  return steps.map((step) => [`  ${step}`, percentiles(times.map((each) => each[step]))]);
}

async function joinAll(
  api: Api,
  promoter: Promoter,
  wishes: Wishes,
): Promise<{ fans: Awaited<ReturnType<typeof join>>[]; numbers: number[] }> {
  const total = wishes.fans * (wishes.ghosts + 1);
  const every = wishes.ghosts + 1;
  const fans: Awaited<ReturnType<typeof join>>[] = [];
  const numbers: number[] = [];
  let begun = 0;
  let saidAt = Date.now();
  const worker = async (): Promise<void> => {
    while (begun < total) {
      const index = begun++;
      const place = await join(api, promoter.slug);
      numbers.push(place.number);
      if (index % every === 0) fans.push(place); // the others are ghosts: they never come back
      if (Date.now() - saidAt > SAY_EVERY_MS) {
        saidAt = Date.now();
        say(`  places taken ${numbers.length} of ${total}`);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(JOINS_AT_ONCE, total) }, worker));
  return { fans, numbers };
}

class Crowd {
  private latest: Snapshot | null = null;
  private readonly giveUpAt: number;

  constructor(
    private readonly api: Api,
    private readonly promoter: Promoter,
    wishes: Wishes,
  ) {
    this.giveUpAt = Date.now() + wishes.limitSeconds * 1000;
  }

  async live(places: Awaited<ReturnType<typeof join>>[]): Promise<FanEnd[]> {
    const ended: FanEnd[] = [];
    const timer = setInterval(() => void this.progress(ended, places.length), SAY_EVERY_MS);
    const line = {
      api: this.api,
      slug: this.promoter.slug,
      ticketTypeId: this.promoter.ticketTypeId,
      over: () => this.latest?.state === 'sold_out' || this.latest?.state === 'closed' || Date.now() > this.giveUpAt,
      sawSnapshot: (snapshot: Snapshot) => {
        if (!this.latest || snapshot.version >= this.latest.version) this.latest = snapshot;
      },
    };
    const one = async (place: (typeof places)[number], index: number): Promise<void> => {
      await pause(Math.random() * 1_000);
      const end = await new Fan(line, place, wantedBy(index))
        .live()
        .catch((error: unknown): FanEnd => ({ kind: 'failed', why: String(error) }));
      ended.push(end);
    };
    await Promise.all(places.map(one));
    clearInterval(timer);
    return ended;
  }

  private async progress(ended: readonly FanEnd[], total: number): Promise<void> {
    const live = await this.promoter.live().catch(() => null);
    const [stock] = live?.stock ?? [];
    const lane = live?.lanes.general;
    say(
      `  ${live?.state ?? 'no answer'}: fans gone ${ended.length} of ${total}` +
        (live && stock && lane
          ? `, serving ${lane.serving}, shopping ${live.active}, held ${stock.held}, sold ${stock.sold} of ${stock.capacity} (${live.reason})`
          : ''),
    );
  }
}

async function breakThings(
  wishes: Wishes,
  cluster: Cluster,
  stores: Stores,
  promoter: Promoter,
  api: Api,
): Promise<void> {
  if (!wishes.killNode && !wishes.flushRedis) return;
  for (const until = Date.now() + wishes.limitSeconds * 1000; Date.now() < until; await pause(LOOK_EVERY_MS)) {
    const live = await promoter.live().catch(() => null);
    if (!live?.stock.some(({ sold, capacity }) => sold * 3 >= capacity)) continue;
    if (wishes.killNode) {
      say('  ! killing node 2 with SIGKILL');
      await cluster.killNode(1);
      api.markDead(cluster.urls[1] ?? '');
    }
    if (wishes.flushRedis) {
      say('  ! emptying Redis');
      const redis = new Redis(stores.redisUrl);
      await redis.flushall();
      redis.disconnect();
    }
    return;
  }
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

/** Counts at the provider itself what was charged, by its public list. */
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
    if (!page) throw new Error(`the provider does not list its charges: ${JSON.stringify(answer.problem)}`);
    for (const charge of page.data.filter((each) => each.captured)) {
      capturedMinor += charge.amount_captured;
      charges += 1;
    }
    const last = page.data.at(-1);
    if (!page.has_more || !last) return { capturedMinor, charges };
    after = `&starting_after=${last.id}`;
  }
}
