import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { encodeRequest } from '../../http/request.js';
import { alternate } from '../alternate.js';
import { driveClosedLoop } from '../closed-loop.js';
import { admitMany } from '../fans.js';
import type { Group, Size } from '../group.js';
import { HOLDS_OF_A_FAN, HoldRequests } from '../hold-requests.js';
import { recordHold } from '../recorded-hold.js';
import { hasRedisBenchmark, redisBenchmark } from '../redis-benchmark.js';
import { missingRow, ratioRow, type Row } from '../row.js';
import { onStage, type Stage } from '../stage.js';

const CONNECTIONS = 64;
const FIRST_FANS = 600;
const WARM_UP_HOLDS = 1_500;
const ESTIMATE_HOLDS = 1_200;
/** Time for both sides to be compiled: the rate of either still grows for some seconds after its start. */
const WARM_UP_SECONDS = 3;
/** As many as a fan may hold of a type, in five holds. */
const BASKET = 10;
const BASKETS_OF_A_RUN = 2_000;
/** A node gets faster for some seconds after the estimate. */
const RESERVE = 2.5;

/** Holds through the real API, compared with a bare handler and with redis-benchmark of the same script. */
export const holdsGroup: Group = {
  name: 'holds',
  rows: ['P1', 'P2', 'P2 baskets'],
  measure: (stores, size, progress) =>
    onStage(stores, async (stage) => {
      const sale = await stage.promoter.published();
      const ticketTypeId = sale.ticketTypes[0]?.id ?? '';
      const holds = new HoldRequests(stage.host, sale.slug, ticketTypeId);
      const drive = (seconds: number, count = Number.POSITIVE_INFINITY) => {
        let left = count;
        return driveClosedLoop({
          target: stage.target,
          connections: CONNECTIONS,
          seconds,
          next: () => (left-- > 0 ? holds.next() : null),
          accepts: (status) => status === 201,
        });
      };
      const [recordedPass = '', ...passes] = await admitMany(stage, sale.slug, FIRST_FANS);
      holds.add(passes);
      const ofOneFan = new HoldRequests(stage.host, sale.slug, ticketTypeId);
      ofOneFan.add([recordedPass]);
      // the recorded call is repeated far beyond a fan's limit
      const recorded = await recordHold(stage, () => ofOneFan.next() as Buffer);
      const file = path.join(stores.folder, 'recorded-hold.json');
      writeFileSync(file, JSON.stringify(recorded), { mode: 0o600 });
      const bare = await stage.baseline('bare-hold', { REDIS_URL: stage.redisUrl, RECORDED_HOLD: file });
      const bareRequest = encodeRequest(new URL(bare.url).host, { method: 'POST', path: '/', body: { items: [] } });
      await drive(Number.POSITIVE_INFINITY, WARM_UP_HOLDS);
      const { perSecond: estimate } = await drive(Number.POSITIVE_INFINITY, ESTIMATE_HOLDS);
      const wanted = estimate * RESERVE * (WARM_UP_SECONDS + size.seconds * (size.runs + 1));
      progress(`letting ${Math.ceil(wanted / HOLDS_OF_A_FAN)} fans in`);
      holds.add(await admitMany(stage, sale.slug, Math.ceil(wanted / HOLDS_OF_A_FAN)));

      const driveBare = (seconds: number) =>
        driveClosedLoop({
          target: bare.target,
          connections: CONNECTIONS,
          seconds,
          next: () => bareRequest,
          accepts: (status) => status === 201,
        });
      await drive(WARM_UP_SECONDS);
      await driveBare(WARM_UP_SECONDS);
      const redis: number[] = [];
      const nodeMicros: number[] = [];
      const { measured, baseline } = await alternate(
        size.runs,
        async () => {
          const { result, used } = await stage.meter.during(() => drive(size.seconds));
          if (used) nodeMicros.push((used.node * 1000) / result.count);
          if (holds.left === 0) throw new Error('too few fans for the time of the run');
          progress(`holds: ${Math.round(result.perSecond)}/s`);
          return result.perSecond;
        },
        async () => {
          const { perSecond } = await driveBare(size.seconds);
          if (hasRedisBenchmark())
            redis.push(await redisBenchmark(stage.redisUrl, recorded, Math.round(perSecond * size.seconds)));
          return perSecond;
        },
      );
      const row = { what: 'holds through the API', unit: '/s', measured };
      const p1 = { id: 'P1', against: 'redis-benchmark -c 50, same script', goal: { min: 0.3 } };
      return [
        hasRedisBenchmark()
          ? ratioRow({ ...row, ...p1, baseline: redis.slice(1) })
          : missingRow({ ...row, ...p1, note: 'redis-benchmark not found' }),
        ratioRow({
          ...row,
          id: 'P2',
          against: 'bare node:http, same script',
          baseline,
          goal: { min: 0.8 },
          raw: { nodeMicrosPerHold: nodeMicros },
        }),
        await basketsRow(stage, size, { slug: sale.slug, ticketTypeId }),
      ];
    }),
};

/** A shared call takes at most 64 units, so that large baskets share it with few others. */
async function basketsRow(
  stage: Stage,
  { runs }: Size,
  { slug, ticketTypeId }: { slug: string; ticketTypeId: string },
): Promise<Row> {
  const holdsOf = (quantity: number) => async (): Promise<number> => {
    const holds = new HoldRequests(stage.host, slug, ticketTypeId, quantity);
    holds.add(await admitMany(stage, slug, BASKETS_OF_A_RUN / HOLDS_OF_A_FAN));
    const { perSecond } = await driveClosedLoop({
      target: stage.target,
      connections: CONNECTIONS,
      seconds: Number.POSITIVE_INFINITY,
      next: holds.next,
      accepts: (status) => status === 201,
    });
    return perSecond;
  };
  const { measured, baseline } = await alternate(runs, holdsOf(BASKET), holdsOf(1));
  return ratioRow({
    id: 'P2 baskets',
    what: `holds of ${BASKET} tickets`,
    against: 'holds of one ticket',
    unit: '/s',
    measured,
    baseline,
  });
}
