import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { SeatMapShape } from '../../../src/contract/stock/seat-map-shapes.js';
import type { SaleShape } from '../../../src/contract/sale/sale-shapes.js';
import { Connection } from '../../http/connection.js';
import { encodeRequest } from '../../http/request.js';
import { quantile } from '../../report/statistics.js';
import { admitMany } from '../fans.js';
import type { Group } from '../group.js';
import { type Row, valueRow } from '../row.js';
import { Crowd } from '../sockets/crowd.js';
import { clientFrame } from '../sockets/frames.js';
import { onStage, type Progress, type Stage } from '../stage.js';

const SHOPPERS = 2_000;
const QUICK_SHOPPERS = 200;
/** Seats taken one after another, each watched until every shopper has heard of it. */
const SEATS = 20;
const QUIET_MS = 300;
const SEEN_WITHIN_MS = 10_000;
const MEBIBYTE = 1_048_576;

/** How soon a taken seat changes colour for everybody in the shop, and what a house of 60,000 seats costs in memory. */
export const coloursGroup: Group = {
  name: 'colours',
  rows: ['P11 colours', 'P11 memory'],
  measure: async (stores, size, progress) => [
    await onStage(stores, (stage) => coloursRow(stage, size.quick ? QUICK_SHOPPERS : SHOPPERS, progress)),
    await onStage(stores, (stage) => memoryRow(stage, progress)),
  ],
};

async function coloursRow(stage: Stage, shoppers: number, progress: Progress): Promise<Row> {
  // more seats than shoppers: the line calls no more fans than there are tickets
  const rows = Array.from({ length: 50 }, (_, index) => ({ label: String(index + 1), seats: 60 }));
  const sale = await stage.promoter.published({
    seatMap: { sections: [{ key: 'A', label: 'Stalls', rows }] },
    ticketTypes: [{ name: 'Seated', admission: 'reserved', price: 4_500, sections: ['A'], maxPerFan: 50 }],
  });
  const passes = await admitMany(stage, sale.slug, shoppers);
  const watch = new SeatWatch(shoppers);
  const crowd = new Crowd(Number(new URL(stage.url).port), {
    path: '/socket.io/?EIO=4&transport=websocket',
    greeting: (index) => clientFrame(`40/shop,${JSON.stringify({ pass: passes[index] ?? '' })}`),
    isIn: (heard) => heard.toString('latin1', 0, 8) === '40/shop,',
    hears: (payload) => watch.hear(payload),
  });
  const connection = new Connection(stage.target);
  const took: number[] = [];
  try {
    await crowd.open(shoppers);
    for (let seat = 1; seat <= SEATS; seat += 1) {
      const seatId = `A-1-${seat}`;
      const seen = watch.until(seatId);
      await take(stage, connection, sale, passes[0] ?? '', { seatIds: [seatId] });
      const heldAt = performance.now();
      took.push((await seen) - heldAt);
      await new Promise((resolve) => setTimeout(resolve, QUIET_MS));
    }
  } finally {
    connection.close();
    crowd.close();
  }
  progress(`${shoppers} shoppers: ${took.map((ms) => Math.round(ms)).join(' ')} ms`);
  return valueRow({
    id: 'P11 colours',
    what: `a taken seat has its colour for the last of ${shoppers} shoppers`,
    unit: ' ms',
    measured: [quantile(took, 0.95)],
    goal: { max: 1_000 },
    note: 'from the answer to the hold, 95 % of twenty seats',
    raw: { took },
  });
}

/** Resolves once every socket has heard of a seat. */
class SeatWatch {
  private wanted: { mark: Buffer; heard: number; done: (at: number) => void } | null = null;

  constructor(private readonly shoppers: number) {}

  until(seatId: string): Promise<number> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`not every shopper heard of ${seatId}`)), SEEN_WITHIN_MS);
      const done = (at: number): void => {
        clearTimeout(timer);
        resolve(at);
      };
      this.wanted = { mark: Buffer.from(`"${seatId}"`), heard: 0, done };
    });
  }

  hear(payload: Buffer): void {
    const { wanted } = this;
    if (!wanted?.mark || !payload.includes(wanted.mark)) return;
    wanted.heard += 1;
    if (wanted.heard < this.shoppers) return;
    this.wanted = null;
    wanted.done(performance.now());
  }
}

async function take(stage: Stage, connection: Connection, sale: SaleShape, pass: string, item: object): Promise<void> {
  const answer = await connection.ask(
    encodeRequest(stage.host, {
      method: 'POST',
      path: `/v1/sales/${sale.slug}/holds`,
      headers: { authorization: `Bearer ${pass}`, 'idempotency-key': randomBytes(12).toString('hex') },
      body: { items: [item] },
    }),
  );
  if (answer.status !== 201) throw new Error(`a seat was refused: ${answer.status} ${answer.body}`);
}

async function memoryRow(stage: Stage, progress: Progress): Promise<Row> {
  const pid = stage.cluster.nodes[0]?.child.pid ?? 0;
  const map = await stage.api.call<SeatMapShape>({
    method: 'GET',
    path: '/v1/admin/seat-maps/map_stadium',
    headers: stage.promoter.headers,
  });
  const zones = map.data?.zones.map(({ key }) => key) ?? [];
  const [nodeBefore, redisBefore] = [residentBytes(pid), await redisBytes(stage)];
  const sale = await stage.promoter.published({
    seatMapId: 'map_stadium',
    ticketTypes: [{ name: 'Seated', admission: 'reserved', price: 4_500, zones, maxPerFan: 50 }],
  });
  const [pass = ''] = await admitMany(stage, sale.slug, 1);
  const connection = new Connection(stage.target);
  // the first best seats build the search index
  const best = { ticketTypeId: sale.ticketTypes[0]?.id, quantity: 2, bestAvailable: {} };
  await take(stage, connection, sale, pass, best).finally(() => connection.close());
  const node = (residentBytes(pid) - nodeBefore) / MEBIBYTE;
  const redis = ((await redisBytes(stage)) - redisBefore) / MEBIBYTE;
  progress(`60,000 seats: node ${node.toFixed(0)} MiB, Redis ${redis.toFixed(1)} MiB`);
  return valueRow({
    id: 'P11 memory',
    what: 'a house of 60,000 seats on sale, in the node',
    unit: ' MiB',
    measured: [node],
    note: `in Redis ${redis.toFixed(1)} MiB; the node's figure is resident memory, garbage included`,
    raw: { node, redis },
  });
}

/** Returns a process' resident memory; Linux only. */
function residentBytes(pid: number): number {
  return Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? Number.NaN) * 1_024;
}

async function redisBytes({ redis }: Stage): Promise<number> {
  return Number(/used_memory:(\d+)/.exec(await redis.info('memory'))?.[1] ?? Number.NaN);
}
