import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type { RecordedCurve } from '../../rehearsal/incident-plot.rules.js';
import { nodesWanted, type SaleDemand } from './scaling.policy.js';

const node = { sockets: 10_000, joinsPerSecond: 500, admissionsPerMinute: 600 };
const demand: SaleDemand = { present: 0, arrivals: 0, minutesToOpening: null, perMinute: 1_200, isOver: false };

/** Arrival curves before openings: share of the final crowd present, by minutes before opening. */
const curves: Record<string, (minutes: number) => number> = {
  steady: (minutes) => Math.max(0, 1 - minutes / 60),
  late: (minutes) => Math.max(0, 1 - minutes / 14) ** 1.2,
  'in a day': (minutes) => Math.exp(-minutes / 40),
};

describe('nodesWanted', () => {
  it.each(Object.entries(curves))(
    'asks for what the opening needs three minutes before it, when a crowd comes %s',
    (_name, share) => {
      const crowd = 100_000;
      const needed = crowd / node.sockets;
      const said = [10, 8, 6, 5, 4, 3].map((minutesToOpening) => {
        const present = crowd * share(minutesToOpening);
        return nodesWanted({ ...demand, present, arrivals: present, minutesToOpening }, node).edge;
      });
      expect(Math.max(...said)).toBeGreaterThanOrEqual(0.9 * needed);
      // an early crowd is overestimated, which costs some minutes of extra nodes
      expect(Math.max(...said)).toBeLessThanOrEqual(3 * needed);
    },
  );
  it('asks for the shop before the first fan is called, and for no more than the policy lets in', () => {
    const soon = { ...demand, present: 50_000, arrivals: 50_000, minutesToOpening: 5 };
    expect(nodesWanted(soon, node)).toMatchObject({ shop: 2, payments: 1 });
    expect(nodesWanted({ ...soon, minutesToOpening: 60 }, node).shop).toBe(0);
  });
  it('asks for nothing when a sale is over, and for its people while it is open', () => {
    expect(nodesWanted({ ...demand, present: 5_000, isOver: true }, node)).toEqual({ edge: 0, shop: 0, payments: 0 });
    expect(nodesWanted({ ...demand, present: 5_000, minutesToOpening: -5 }, node).edge).toBe(0.5);
  });
});

/** Sales watched while something broke (docs/incidents.md), at a size and a pace of real ones. */
describe('nodesWanted along recorded curves', () => {
  const FOLDER = 'docs/curves';
  const FANS = 200;
  const PACE = 20;
  /** A node that is asked for now serves in three minutes. */
  const START_SECONDS = 180;
  /** The chart scales down to the highest number of the last ten minutes. */
  const KEPT_SECONDS = 600;

  /** Moments after the fault at which too few nodes had been asked for, if the highest number is kept so long. */
  function shortMoments(file: string, keptSeconds: number): number {
    const curve = JSON.parse(readFileSync(`${FOLDER}/${file}`, 'utf8')) as RecordedCurve;
    const struck = curve.struckAtSecond ?? Number.NaN;
    // a node that stops and its successor count the same fans for some seconds
    const crowd = curve.points.findLast(({ second }) => second <= struck)?.connected ?? 0;
    const said: { at: number; edge: number }[] = [];
    let short = 0;
    for (const { second, connected, arrivals } of curve.points) {
      const at = second * PACE;
      const minutesToOpening = ((curve.opensAtSecond - second) * PACE) / 60;
      const now = { ...demand, present: connected * FANS, arrivals: arrivals * FANS, minutesToOpening };
      said.push({ at, edge: nodesWanted(now, node).edge });
      if (second < struck) continue;
      const then = at - START_SECONDS;
      const had = said.findLast((each) => each.at <= then)?.edge ?? 0;
      const kept = said.filter((each) => each.at <= then && each.at >= then - keptSeconds).map(({ edge }) => edge);
      if (Math.max(had, ...kept) < (Math.min(connected, crowd) * FANS) / node.sockets) short += 1;
    }
    expect(crowd).toBeGreaterThan(100);
    return short;
  }

  it.each(readdirSync(FOLDER))('is enough for the fans who come back after a fault: %s', (file) => {
    expect(shortMoments(file, KEPT_SECONDS)).toBe(0);
  });
  it('would not be enough, were the lost sockets believed', () => {
    expect(shortMoments('restore.json', 0)).toBeGreaterThan(0);
  });
});
