import { encodeRequest } from '../../http/request.js';
import { alternate } from '../alternate.js';
import { type ClosedLoopResult, driveClosedLoop } from '../closed-loop.js';
import { joinMany, placeHeader } from '../fans.js';
import type { Group, Size } from '../group.js';
import { ratioRow, type Row } from '../row.js';
import { onStage, type Progress, type Stage } from '../stage.js';

const CONNECTIONS = 64;
/** Time for both sides to be compiled, as for holds: a node gets faster for some seconds after its start. */
const WARM_UP_SECONDS = 3;
/** Enough for the limit of twenty reads in ten seconds per place. */
const PLACES = 10_000;

interface Door {
  id: string;
  what: string;
  goal: number;
  status: number;
  prepare(stage: Stage): Promise<() => Buffer>;
}

const snapshot: Door = {
  id: 'P8',
  what: 'snapshot over HTTP',
  goal: 0.85,
  status: 200,
  prepare: async ({ host, promoter }) => {
    const { slug } = await promoter.published();
    const request = encodeRequest(host, { path: `/v1/sales/${slug}/queue` });
    return () => request;
  },
};
const joins: Door = {
  id: 'P7',
  what: 'joins',
  goal: 0.5,
  status: 201,
  prepare: async ({ host, promoter }) => {
    const { slug } = await promoter.inPrequeue();
    const request = encodeRequest(host, { method: 'POST', path: `/v1/sales/${slug}/places`, body: {} });
    return () => request;
  },
};
const place: Door = {
  id: 'place',
  what: 'GET /v1/place',
  goal: 0.4,
  status: 200,
  prepare: async (stage) => {
    const { slug } = await stage.promoter.inPrequeue();
    const places = await joinMany(stage, slug, PLACES);
    const requests = places.map((each) => encodeRequest(stage.host, { path: '/v1/place', headers: placeHeader(each) }));
    let turn = 0;
    return () => requests[turn++ % requests.length] as Buffer;
  },
};

/** Compares one endpoint with Fastify's hello, 64 connections each, in alternation. */
const group = (name: string, door: Door): Group => ({
  name,
  rows: [door.id],
  measure: (stores, size, progress) =>
    onStage(stores, async (stage) => [await measureDoor(stage, door, size, progress)]),
});

async function measureDoor(stage: Stage, door: Door, size: Size, progress: Progress): Promise<Row> {
  const hello = await stage.baseline('fastify-hello');
  const helloRequest = encodeRequest(new URL(hello.url).host, { path: '/' });
  const next = await door.prepare(stage);
  const common = { connections: CONNECTIONS };
  const ask = (seconds: number) =>
    driveClosedLoop({ ...common, seconds, target: stage.target, next, accepts: (status) => status === door.status });
  const askHello = (seconds: number) =>
    driveClosedLoop({
      ...common,
      seconds,
      target: hello.target,
      next: () => helloRequest,
      accepts: (status) => status === 200,
    });
  await ask(WARM_UP_SECONDS);
  await askHello(WARM_UP_SECONDS);
  const nodeMicros: number[] = [];
  const { measured, baseline } = await alternate(
    size.runs,
    async () => {
      const { result, used } = await stage.meter.during(() => ask(size.seconds));
      if (used) nodeMicros.push((used.node * 1000) / result.count);
      progress(`${door.what}: ${Math.round(result.perSecond)}/s`);
      return result;
    },
    () => askHello(size.seconds),
  );
  const rates = (results: ClosedLoopResult[]): number[] => results.map(({ perSecond }) => perSecond);
  return ratioRow({
    id: door.id,
    what: door.what,
    against: 'Fastify hello',
    unit: '/s',
    measured: rates(measured),
    baseline: rates(baseline),
    goal: { min: door.goal },
    raw: { nodeMicrosPerRequest: nodeMicros, p99Ms: measured.map(({ p99Ms }) => p99Ms) },
  });
}

export const snapshotGroup = group('snapshot', snapshot);
export const joinsGroup = group('joins', joins);
export const placeGroup = group('place', place);
