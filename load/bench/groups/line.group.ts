import { setTimeout as sleep } from 'node:timers/promises';
import type { SaleShape } from '../../../src/contract/sale/sale-shapes.js';
import type { Snapshot } from '../../../src/contract/line/line-shapes.js';
import { Connection } from '../../http/connection.js';
import { encodeRequest } from '../../http/request.js';
import { alternate } from '../alternate.js';
import { admitMany, joinMany, placeHeader, withConnections } from '../fans.js';
import type { Group } from '../group.js';
import { missingRow, type Row, ratioRow, valueRow } from '../row.js';
import { onStage, queryOnce, type Progress, type Stage } from '../stage.js';

const FEW = 1_000;
const OPENED_WITHIN_MS = 20_000;

/** Opening, waiting and calling, whose cost must not depend on the number of people. */
export const lineGroup: Group = {
  name: 'line',
  rows: ['P9', 'P10', 'P17', 'sale 201'],
  measure: (stores, size, progress) =>
    onStage(stores, async (stage) => [
      await openingRow(stage, size.runs, progress),
      await waitingRow(stage, size.quick, progress),
      await callingRow(stage, size.quick, progress),
      await lastSaleRow(stage, size.quick ? 5 : 201, progress),
    ]),
};

/** Raises the counters in the stores directly, because ten million joins would take an hour. */
async function openingRow(stage: Stage, runs: number, progress: Progress): Promise<Row> {
  const row = {
    id: 'P9',
    what: 'opening with 10⁷ people waiting',
    against: 'with 10³',
    unit: ' ms',
    goal: { max: 50 },
  };
  try {
    const open = async (people: number): Promise<number> => {
      const sale = await stage.promoter.inPrequeue();
      await joinMany(stage, sale.slug, 1);
      await pretendArrivals(stage, sale.id, people);
      const tookMs = await openingMs(stage, sale, people);
      await stage.promoter.move(sale.id, 'close');
      return tookMs;
    };
    const { measured, baseline } = await alternate(
      runs,
      () => open(10_000_000),
      () => open(FEW),
    );
    progress(
      `opening: ${measured.map(Math.round).join(', ')} ms with 10⁷, ${baseline.map(Math.round).join(', ')} ms with 10³`,
    );
    const note =
      'from POST …/open to the first snapshot with the draw; arrivals raised in Redis and Postgres, not by joins';
    return valueRow({ ...row, measured, baseline, note });
  } catch (error) {
    return missingRow({ ...row, note: `not measured: ${error instanceof Error ? error.message : String(error)}` });
  }
}

async function pretendArrivals(stage: Stage, saleId: string, people: number): Promise<void> {
  const keys = await stage.redis.keys(`*${saleId}*`);
  const lanes: string[] = [];
  for (const key of keys)
    if ((await stage.redis.type(key)) === 'hash' && (await stage.redis.hexists(key, 'arrivals')) === 1) lanes.push(key);
  if (lanes.length === 0) throw new Error('no hash with the arrivals of the lane');
  for (const key of lanes) await stage.redis.hset(key, 'arrivals', people, 'reserved', people + 1_000_000);
  await queryOnce(stage.databaseUrl, 'UPDATE queue_lane SET reserved = $2 WHERE sale_id = $1', [
    saleId,
    people + 1_000_000,
  ]);
}

async function openingMs(stage: Stage, { id, slug }: SaleShape, people: number): Promise<number> {
  const connection = new Connection(stage.target);
  const look = encodeRequest(stage.host, { path: `/v1/sales/${slug}/queue` });
  try {
    const startedAt = performance.now();
    const opened = stage.promoter.move(id, 'open');
    while (performance.now() - startedAt < OPENED_WITHIN_MS) {
      const { body } = await connection.ask(look);
      const snapshot = JSON.parse(body) as Snapshot;
      if (snapshot.state === 'on_sale' && snapshot.lanes.general?.drawn === people && snapshot.draw.seed !== null) {
        const tookMs = performance.now() - startedAt;
        await opened;
        return tookMs;
      }
      await sleep(2);
    }
    throw new Error(`no snapshot with ${people} drawn in ${OPENED_WITHIN_MS / 1000} s`);
  } finally {
    connection.close();
  }
}

/** Counts scripts and messages only: Redis also counts commands inside scripts, which are no round trips. */
async function waitingRow(stage: Stage, quick: boolean, progress: Progress): Promise<Row> {
  const sale = await stage.promoter.inPrequeue();
  const many = quick ? 5_000 : 100_000;
  const perSecond = async (): Promise<number> => {
    const before = await commands(stage);
    const seconds = quick ? 2 : 5;
    await sleep(seconds * 1000);
    return ((await commands(stage)) - before) / seconds;
  };
  await joinMany(stage, sale.slug, FEW);
  await sleep(2_000);
  const baseline = [await perSecond(), await perSecond()];
  progress(`joining ${many} people`);
  await joinMany(stage, sale.slug, many - FEW);
  await sleep(2_000);
  const measured = [await perSecond(), await perSecond()];
  await stage.promoter.move(sale.id, 'close');
  return ratioRow({
    id: 'P10',
    what: `Redis commands while ${many} wait`,
    against: `while ${FEW} wait`,
    unit: '/s',
    measured,
    baseline,
    goal: { max: 1.1 },
    note: 'people who joined over HTTP and wait without a socket',
  });
}

async function commands({ redis }: Stage): Promise<number> {
  const info = await redis.info('commandstats');
  const calls = [...info.matchAll(/^cmdstat_(?:evalsha|eval|fcall|publish):calls=(\d+)/gm)];
  return calls.reduce((sum, [, count]) => sum + Number(count), 0);
}

/** Fans who are all present must be called at the promoter's rate, never faster. */
async function callingRow(stage: Stage, quick: boolean, progress: Progress): Promise<Row> {
  const perMinute = 3_000;
  const seconds = quick ? 12 : 25;
  const windowMs = 5_000;
  const sale = await stage.promoter.published({
    policy: {
      cap: 100_000,
      perMinute,
      graceSeconds: 15,
      claimMinutes: 10,
      shopMinutes: 10,
      holdMinutes: 8,
      payMinutes: 10,
      idleMinutes: 10,
    },
  });
  const places = await joinMany(stage, sale.slug, Math.ceil((perMinute / 60) * seconds * 1.6));
  const requests = places.map((place) =>
    encodeRequest(stage.host, { method: 'POST', path: '/v1/place/admission', headers: placeHeader(place), body: {} }),
  );
  const admittedAt: number[] = [];
  let waiting = requests;
  const startedAt = performance.now();
  while (performance.now() - startedAt < (seconds + 10) * 1000) {
    const still: Buffer[] = [];
    const roundAt = performance.now();
    await withConnections(stage, waiting.length, async (connection, index) => {
      const request = waiting[index];
      if (!request) return;
      const { status } = await connection.ask(request);
      if (status === 200) admittedAt.push(performance.now());
      else still.push(request);
    });
    waiting = still;
    await sleep(Math.max(0, 1_100 - (performance.now() - roundAt)));
  }
  // skips the first seconds, in which the sale detects presence
  const from = (admittedAt[0] ?? startedAt) + 5_000;
  const steady = admittedAt.filter((at) => at >= from && at < from + (seconds - 6) * 1000);
  const wanted = (perMinute / 60_000) * ((seconds - 6) * 1000);
  let most = 0;
  for (const [index, at] of admittedAt.entries())
    most = Math.max(most, admittedAt.slice(index).filter((other) => other < at + windowMs).length);
  progress(
    `${admittedAt.length} let in; at most ${most} in ${windowMs / 1000} s; ${steady.length} of ${Math.round(wanted)} in the steady part`,
  );
  await stage.promoter.move(sale.id, 'close');
  const allowed = (perMinute / 60_000) * (windowMs + 15_000);
  return valueRow({
    id: 'P17',
    what: 'let in of the configured rate, when demand is there',
    measured: [steady.length / wanted],
    goal: { min: 0.98 },
    note: `most claims in any ${windowMs / 1000} s: ${most} of ${allowed} allowed (window + grace)${most > allowed ? ': ABOVE' : ''}`,
    raw: { admittedAt: admittedAt.map((at) => Math.round(at - startedAt)), most, allowed },
  });
}

/** The 201st live sale must call fans at the same pace as the first. */
async function lastSaleRow(stage: Stage, count: number, progress: Progress): Promise<Row> {
  let last: SaleShape | null = null;
  for (let index = 0; index < count; index += 1) last = await stage.promoter.published({ listed: false });
  progress(`${count} live sales`);
  const letIn = await Promise.race([
    admitMany(stage, last?.slug ?? '', 1).then(({ length }) => length),
    sleep(15_000).then(() => 0),
  ]).catch(() => 0);
  return valueRow({
    id: 'sale 201',
    what: `fans called by live sale ${count}, of 1`,
    measured: [letIn],
    goal: { min: 1 },
    note: letIn === 0 ? 'published and joined, and nobody was called in 15 s' : '',
  });
}
