import { setTimeout as sleep } from 'node:timers/promises';
import type { PlaceShape, Snapshot } from '../../../src/contract/line/line-shapes.js';
import type { SaleShape } from '../../../src/contract/sale/sale-shapes.js';
import { Connection } from '../../http/connection.js';
import { encodeRequest } from '../../http/request.js';
import { productMs } from '../cpu.js';
import { joinMany, placeHeader } from '../fans.js';
import type { Group } from '../group.js';
import { missingRow, type Row, valueRow } from '../row.js';
import { onStage, type Progress, type Stage } from '../stage.js';

const AT_ONCE = 4;
/** A node that has just started compiles for a while, and a sale that was just moved is watched for a minute. */
const FULL = { live: 300, closed: 1_000, seconds: 20, fans: 20, warmMs: 20_000, settleMs: 120_000 };
const QUICK = { live: 10, closed: 10, seconds: 3, fans: 3, warmMs: 0, settleMs: 5_000 };
const LOOK_EVERY_MS = 25;
/** Reads per place before its rate limit. */
const LOOKS = 18;
const RECOVERED_WITHIN_MS = 120_000;

/** Hundreds of sales without visitors: idle cost, wake-up time, and recovery from a lost Redis. */
export const idleGroup: Group = {
  name: 'idle',
  rows: ['P17a', 'P17a wake', 'publish', 'recovery'],
  measure: (stores, size, progress) =>
    onStage(stores, async (stage) => {
      const plan = size.quick ? QUICK : FULL;
      await sleep(plan.warmMs);
      const none = await stage.meter.idlePerSecond(Math.min(5, plan.seconds));
      const published: Published[] = [];
      const live = await makeSales(stage, plan.live, published, progress);
      const closed = await makeSales(stage, plan.closed, [], progress);
      await inLanes(closed, (sale) => stage.promoter.move(sale.id, 'close'));
      await sleep(plan.settleMs);
      const used = await stage.meter.idlePerSecond(plan.seconds);
      const wakes: number[] = [];
      for (const sale of live.slice(-plan.fans)) wakes.push(await wakeMs(stage, sale.slug));
      const many = `${plan.live} live and ${plan.closed} closed sales, nobody there`;
      const cpuRow = { id: 'P17a', what: `CPU of ${many}`, goal: { max: 10 } };
      const share = (ms: number): number => ms / 10;
      return [
        used && none
          ? valueRow({
              ...cpuRow,
              unit: ' % of a core',
              measured: [share(productMs(used))],
              note: `node ${share(used.node).toFixed(1)}, Postgres ${share(used.postgres).toFixed(1)}, Redis ${share(used.redis).toFixed(1)}; without any sale ${share(productMs(none)).toFixed(1)}`,
              raw: { used, none, seconds: plan.seconds },
            })
          : missingRow({ ...cpuRow, note: 'not measured: only Linux tells the processor time of other processes' }),
        valueRow({
          id: 'P17a wake',
          what: 'first fan of a sleeping sale, join to called',
          unit: ' ms',
          measured: wakes,
          goal: { max: 300 },
        }),
        publishRow(published),
        await recoveryRow(stage, live.slice(0, size.quick ? 5 : 100), progress),
      ];
    }),
};

interface Published {
  tookMs: number;
  fine: boolean;
}

async function inLanes<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const waiting = [...items];
  const lane = async (): Promise<void> => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
}

async function makeSales(
  stage: Stage,
  count: number,
  published: Published[],
  progress: Progress,
): Promise<SaleShape[]> {
  const sales: SaleShape[] = [];
  const startedAt = performance.now();
  await inLanes([...Array(count).keys()], async () => {
    const sale = await stage.promoter.create({ listed: false });
    const at = performance.now();
    await stage.promoter.publish(sale.id);
    const tookMs = performance.now() - at;
    const { data } = await stage.api.call<Snapshot>({ path: `/v1/sales/${sale.slug}/queue` });
    published.push({ tookMs, fine: data !== null && data.draw.commitment !== '' && !data.stale });
    sales.push(sale);
  });
  progress(`${count} sales published in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
  return sales;
}

function publishRow(published: readonly Published[]): Row {
  const wrong = published.filter(({ fine }) => !fine).length;
  return valueRow({
    id: 'publish',
    what: 'first snapshots after publish that are stale or without commitment',
    measured: [wrong],
    goal: { max: 0 },
    note: `of ${published.length}`,
    raw: { publishMs: published.map(({ tookMs }) => Math.round(tookMs)) },
  });
}

/** Measures from the first fan's first request until that fan is called. */
async function wakeMs(stage: Stage, slug: string): Promise<number> {
  const connection = new Connection(stage.target);
  const startedAt = performance.now();
  try {
    const [place] = await joinMany(stage, slug, 1);
    if (!place) throw new Error('no place');
    const claim = encodeRequest(stage.host, {
      method: 'POST',
      path: '/v1/place/admission',
      headers: placeHeader(place),
      body: {},
    });
    const look = encodeRequest(stage.host, { path: '/v1/place', headers: placeHeader(place) });
    await connection.ask(claim); // signals presence
    for (let count = 0; count < LOOKS; count += 1) {
      const answer = await connection.ask(look);
      const state = answer.status === 200 ? (JSON.parse(answer.body) as PlaceShape).state : 'none';
      if (state === 'called' || state === 'admitted') return performance.now() - startedAt;
      await sleep(LOOK_EVERY_MS * (count > LOOKS / 2 ? 20 : 1));
    }
    return performance.now() - startedAt;
  } finally {
    connection.close();
  }
}

/** Flushes Redis and measures until every sale gives places again. */
async function recoveryRow(stage: Stage, sales: readonly SaleShape[], progress: Progress): Promise<Row> {
  await stage.redis.flushdb();
  const startedAt = performance.now();
  let waiting = [...sales];
  while (waiting.length > 0 && performance.now() - startedAt < RECOVERED_WITHIN_MS) {
    const still: SaleShape[] = [];
    const connection = new Connection(stage.target);
    for (const sale of waiting) {
      const request = encodeRequest(stage.host, { method: 'POST', path: `/v1/sales/${sale.slug}/places`, body: {} });
      const answer = await connection.ask(request).catch(() => null);
      if (answer?.status !== 201) still.push(sale);
      if (!connection.usable) break;
    }
    connection.close();
    waiting = still;
    await sleep(250);
  }
  const tookMs = performance.now() - startedAt;
  progress(`${sales.length - waiting.length} of ${sales.length} sales back after ${Math.round(tookMs)} ms`);
  return valueRow({
    id: 'recovery',
    what: `Redis emptied: until all of ${sales.length} sales give places again`,
    unit: ' s',
    measured: [tookMs / 1000],
    goal: { max: 15 },
    note: waiting.length > 0 ? `${waiting.length} were not back in ${RECOVERED_WITHIN_MS / 1000} s` : '',
  });
}
