import { describe, expect, it } from '@jest/globals';
import type { CrowdShape, RehearsalResultShape } from '../../contract/staff/rehearsal-shapes.js';
import { RehearsalsService } from './rehearsals.service.js';

const view = {
  id: 'sale_1',
  ticketTypes: [{ maxPerFan: 4 }],
  policy: {
    ...{ cap: 200, perMinute: 600, graceSeconds: 15, claimMinutes: 10, shopMinutes: 10, holdMinutes: 8 },
    ...{ payMinutes: 10, idleMinutes: 3, groupMax: 4, handoff: 'once', threeDSecure: 'auto', ramp: null },
    ...{ disputedTickets: 'hold', warnedTickets: 'keep' },
  },
};
/** Nobody buys, so that the night lasts its whole twelve hours. */
const long: Partial<CrowdShape> = { fans: 10_000_000, abandon: 1, patienceMinutes: 100_000 };

/** @param stopAfter notes of progress after which somebody has stopped it */
function bench(stopAfter: number) {
  const seen = { progress: [] as number[], finished: [] as (RehearsalResultShape | null)[] };
  const rows = {
    countRunning: () => Promise.resolve(0),
    start: () => Promise.resolve('reh_1'),
    ofSale: () => Promise.resolve([{ id: 'reh_1' }]),
    noteProgress: (_: string, progress: number) => {
      seen.progress.push(progress);
      return Promise.resolve(seen.progress.length < stopAfter);
    },
    finish: (_: string, result: RehearsalResultShape | null) => {
      seen.finished.push(result);
      return Promise.resolve();
    },
  };
  const service = new RehearsalsService(
    { byId: () => Promise.resolve(view) } as never,
    { pools: () => Promise.resolve([{ capacity: 60_000, withdrawn: 0 }]) } as never,
    { freeHouse: () => Promise.resolve(null) } as never,
    rows as never,
    { record: () => Promise.resolve() } as never,
  );
  service.noteEveryMs = 0;
  return { service, seen };
}

describe('a rehearsal of ten million fans', () => {
  it('ends at the next note after somebody stopped it, and writes no result', async () => {
    const { service, seen } = bench(3);
    await service.start('member:1', 'sale_1', long);
    await service.idle();
    expect(seen).toMatchObject({ finished: [] });
    expect(seen.progress).toHaveLength(3);
    expect(seen.progress.toSorted((a, b) => a - b)).toEqual(seen.progress);
  });

  it('is the only one of its node while it runs, and ends as failed when the node stops', async () => {
    const { service, seen } = bench(Number.POSITIVE_INFINITY);
    await service.start('member:1', 'sale_1', long);
    expect(await service.start('member:1', 'sale_1', long)).toEqual({ kind: 'busy' });
    await service.onApplicationShutdown();
    expect(seen.finished).toEqual([null]);
  });
});
