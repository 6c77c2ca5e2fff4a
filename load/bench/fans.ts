import { setTimeout as sleep } from 'node:timers/promises';
import type { AdmissionShape, JoinShape } from '../../src/contract/line/line-shapes.js';
import { Connection } from '../http/connection.js';
import { encodeRequest } from '../http/request.js';
import type { Stage } from './stage.js';

const CONNECTIONS = 32;
/** Respects the limit of ten claims in ten seconds per place. */
const CLAIM_AGAIN_MS = 1_050;
const CLAIMS_MAX = 90;

/** Runs the work for each index over a bounded number of connections. */
export async function withConnections(
  stage: Stage,
  count: number,
  work: (connection: Connection, index: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  const lane = async (): Promise<void> => {
    let connection = new Connection(stage.target);
    while (next < count) {
      const index = next++;
      if (!connection.usable) connection = new Connection(stage.target);
      await work(connection, index);
    }
    connection.close();
  };
  await Promise.all(Array.from({ length: Math.min(CONNECTIONS, count) }, lane));
}

/** Takes `count` places through the public API. */
export async function joinMany(stage: Stage, slug: string, count: number): Promise<JoinShape[]> {
  const request = encodeRequest(stage.host, { method: 'POST', path: `/v1/sales/${slug}/places`, body: {} });
  const places: JoinShape[] = [];
  await withConnections(stage, count, async (connection) => {
    for (;;) {
      const answer = await connection.ask(request);
      if (answer.status === 201) return void places.push(JSON.parse(answer.body) as JoinShape);
      if (answer.status !== 503) throw new Error(`a place was refused: ${answer.status} ${answer.body}`);
      await sleep(100);
    }
  });
  return places;
}

export const placeHeader = (place: JoinShape): Record<string, string> => ({
  authorization: `Place ${place.placeToken}`,
});

/** Joins and claims until `count` fans are in the shop. Returns their passes. */
export async function admitMany(stage: Stage, slug: string, count: number): Promise<string[]> {
  const places = await joinMany(stage, slug, count);
  let waiting = places.map((place) => ({
    request: encodeRequest(stage.host, {
      method: 'POST',
      path: '/v1/place/admission',
      headers: placeHeader(place),
      body: {},
    }),
  }));
  const passes: string[] = [];
  for (let round = 0; waiting.length > 0; round += 1) {
    if (round === CLAIMS_MAX) throw new Error(`${waiting.length} of ${count} fans were not admitted`);
    const later: typeof waiting = [];
    const roundAt = performance.now();
    await withConnections(stage, waiting.length, async (connection, index) => {
      const fan = waiting[index];
      if (!fan) return;
      const answer = await connection.ask(fan.request);
      if (answer.status === 200) passes.push((JSON.parse(answer.body) as AdmissionShape).pass);
      else if ([409, 429, 503].includes(answer.status)) later.push(fan);
      else throw new Error(`a claim was refused: ${answer.status} ${answer.body}`);
    });
    waiting = later;
    if (waiting.length > 0) await sleep(Math.max(0, CLAIM_AGAIN_MS - (performance.now() - roundAt)));
  }
  return passes;
}
