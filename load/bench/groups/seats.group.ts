import { randomBytes } from 'node:crypto';
import type { SaleShape } from '../../../src/contract/sale/sale-shapes.js';
import type { Target } from '../../http/connection.js';
import { encodeRequest } from '../../http/request.js';
import { type ClosedLoopResult, driveClosedLoop } from '../closed-loop.js';
import { admitMany } from '../fans.js';
import type { Group } from '../group.js';
import { ratioRow, type Row, valueRow } from '../row.js';
import { onStage, type Progress, type Stage } from '../stage.js';

const CONNECTIONS = 64;
/** Pairs per fan: fifty tickets, the limit. */
const PAIRS_OF_A_FAN = 25;
const SEATS_OF_A_ROW = 20;
const ROWS_OF_A_SECTION = 50;

interface House {
  sale: SaleShape;
  passes: string[];
}

/**
 * Best available down to the last seat, compared with the same house sold by named seats and with two conventional
 * shops.
 */
export const seatsGroup: Group = {
  name: 'seats',
  rows: ['P11', 'P11 stranded', 'P11 shops'],
  measure: (stores, size, progress) =>
    onStage(stores, async (stage) => {
      const sections = size.quick ? 1 : 20;
      const best: number[] = [];
      const named: number[] = [];
      const stranded: number[] = [];
      let latency = '';
      for (let run = 0; run < size.runs; run += 1) {
        const house = await openHouse(stage, sections);
        const sold = await sellBest(stage, house);
        best.push(sold.perSecond);
        latency = `a pair took ${sold.p50Ms.toFixed(0)} ms, 99 % within ${sold.p99Ms.toFixed(0)} ms`;
        stranded.push((sold.free / (sections * ROWS_OF_A_SECTION * SEATS_OF_A_ROW)) * 100);
        await stage.promoter.move(house.sale.id, 'close');
        const other = await openHouse(stage, sections);
        named.push(await sellNamed(stage, other, sections));
        await stage.promoter.move(other.sale.id, 'close');
        progress(
          `best available ${Math.round(best.at(-1) ?? 0)}/s (${latency}), named ${Math.round(named.at(-1) ?? 0)}/s, ${sold.free} seats stranded`,
        );
      }
      const seats = sections * ROWS_OF_A_SECTION * SEATS_OF_A_ROW;
      return [
        ratioRow({
          id: 'P11',
          what: `best available pairs, ${seats} seats to the last`,
          against: 'the same pairs by name',
          unit: '/s',
          measured: best,
          baseline: named,
          goal: { min: 0.6 },
          note: `through the API, 64 connections; the house is sold pair by pair until SOLD_OUT; ${latency}`,
        }),
        valueRow({
          id: 'P11 stranded',
          what: 'seats left when no pair is to be had',
          unit: ' %',
          measured: stranded,
          goal: { max: 2 },
        }),
        await shopsRow(stage, named, size.seconds, progress),
      ];
    }),
};

async function openHouse({ promoter, ...stage }: Stage, sections: number): Promise<House> {
  const keys = Array.from({ length: sections }, (_, index) => `S${index + 1}`);
  const rows = Array.from({ length: ROWS_OF_A_SECTION }, (_, index) => ({
    label: String(index + 1),
    seats: SEATS_OF_A_ROW,
  }));
  const sale = await promoter.published({
    seatMap: { sections: keys.map((key) => ({ key, label: key, rows })) },
    ticketTypes: [{ name: 'Seated', admission: 'reserved', price: 4_500, sections: keys, maxPerFan: 50 }],
  });
  const pairs = (sections * ROWS_OF_A_SECTION * SEATS_OF_A_ROW) / 2;
  // spare fans, because those who find nothing keep their unused limit
  const passes = await admitMany({ promoter, ...stage }, sale.slug, Math.ceil(pairs / PAIRS_OF_A_FAN) + 10);
  return { sale, passes };
}

function holdOf(stage: Stage, slug: string, pass: string, item: unknown): Buffer {
  return encodeRequest(stage.host, {
    method: 'POST',
    path: `/v1/sales/${slug}/holds`,
    headers: { authorization: `Bearer ${pass}`, 'idempotency-key': randomBytes(12).toString('hex') },
    body: { items: [item] },
  });
}

type SoldBest = Pick<ClosedLoopResult, 'perSecond' | 'p50Ms' | 'p99Ms'> & { free: number };

async function sellBest(stage: Stage, { sale, passes }: House): Promise<SoldBest> {
  const item = { ticketTypeId: sale.ticketTypes[0]?.id, quantity: 2, bestAvailable: {} };
  let turn = 0;
  let refused = 0;
  const { perSecond, p50Ms, p99Ms } = await driveClosedLoop({
    target: stage.target,
    connections: CONNECTIONS,
    seconds: 120,
    next: () => {
      const pass = passes[Math.floor(turn / PAIRS_OF_A_FAN)];
      turn += 1;
      return pass === undefined || refused > 0 ? null : holdOf(stage, sale.slug, pass, item);
    },
    // the first fan to find no pair ends the run
    accepts: (status) => status === 201 || status === 409,
    seen: ({ status }) => (refused += status === 409 ? 1 : 0),
  });
  const live = await stage.promoter.live(sale.id);
  return { perSecond, p50Ms, p99Ms, free: live.stock[0]?.free ?? 0 };
}

async function sellNamed(stage: Stage, { sale, passes }: House, sections: number): Promise<number> {
  const pairs: [string, string][] = [];
  for (let section = 1; section <= sections; section += 1)
    for (let row = 1; row <= ROWS_OF_A_SECTION; row += 1)
      for (let seat = 1; seat < SEATS_OF_A_ROW; seat += 2)
        pairs.push([`S${section}-${row}-${seat}`, `S${section}-${row}-${seat + 1}`]);
  let turn = 0;
  const { perSecond } = await driveClosedLoop({
    target: stage.target,
    connections: CONNECTIONS,
    seconds: 120,
    next: () => {
      const pass = passes[Math.floor(turn / PAIRS_OF_A_FAN)];
      const seatIds = pairs[turn++];
      return pass === undefined || seatIds === undefined ? null : holdOf(stage, sale.slug, pass, { seatIds });
    },
    accepts: (status) => status === 201,
  });
  return perSecond;
}

/** Named pairs in shops that lock rows or keys: for comparison, without a goal. */
async function shopsRow(stage: Stage, named: number[], seconds: number, progress: Progress): Promise<Row> {
  const drive = async (target: Target, host: string): Promise<number> => {
    let turn = 0;
    const next = (): Buffer =>
      encodeRequest(host, { method: 'POST', path: '/', body: { seats: [turn * 2 + 1, turn++ * 2 + 2], fan: 'fan' } });
    const result = await driveClosedLoop({
      target,
      connections: CONNECTIONS,
      seconds,
      next,
      accepts: (status) => status === 201,
    });
    return result.perSecond;
  };
  const rates: Record<string, number> = {};
  for (const name of ['row-lock-shop', 'redlock-shop']) {
    const env = { DATABASE_URL: stage.databaseUrl, REDIS_URL: stage.redisUrl, SEATS: '200000' };
    const shop = await stage.baseline(name, env);
    rates[name] = await drive(shop.target, new URL(shop.url).host);
    progress(`${name}: ${Math.round(rates[name])} pairs/s`);
  }
  return valueRow({
    id: 'P11 shops',
    what: 'named pairs through our API',
    against: 'row-lock shop',
    unit: '/s',
    measured: named,
    baseline: [rates['row-lock-shop'] ?? 0],
    note: `a redlock-per-seat shop: ${Math.round(rates['redlock-shop'] ?? 0)}/s; neither has a line, limits, idempotency or expiry`,
    raw: { rates },
  });
}
