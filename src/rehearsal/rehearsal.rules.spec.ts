import { describe, expect, it } from '@jest/globals';
import { chanceFrom } from './chance.rules.js';
import { Crowd } from './crowd.rules.js';
import { NightRun } from './night.rules.js';
import { rehearsed, terms } from './testing/night.js';

describe('a rehearsal', () => {
  it('sells the hall out, conserves the stock, and gives the same night for the same seed', () => {
    const result = rehearsed(terms());
    expect(result).toMatchObject({ sold: 2_000, conserved: true });
    expect(result.soldOutAtMinute).toBeGreaterThan(1);
    expect(result.peakInside).toBeLessThanOrEqual(200);
    expect(result.neverCalled).toBeGreaterThan(10_000);
    expect(rehearsed(terms())).toEqual(result);
  });

  it('stops letting people in while payments are down, and takes longer', () => {
    const calm = rehearsed(terms());
    const stormy = rehearsed(terms({ faultAtMinute: 4, faultMinutes: 5 }));
    expect(stormy.limits.map(({ reason }) => reason)).toContain('PAYMENTS_DOWN');
    expect(stormy.minutes).toBeGreaterThan(calm.minutes);
    expect(stormy.conserved).toBe(true);
  });

  it('calls nobody before the line has settled, and notices late that payments are back', () => {
    const run = new NightRun(terms({ faultAtMinute: 1, faultMinutes: 1 }));
    const admittedAt = (second: number): number => {
      while (run.night.second < second) run.step();
      return run.night.admitted;
    };
    expect(admittedAt(5)).toBe(0);
    expect(admittedAt(7)).toBeGreaterThan(0);
    const down = admittedAt(119);
    expect(admittedAt(124)).toBe(down);
    expect(admittedAt(160)).toBeGreaterThan(down);
  });

  it('gives a farm of idle places no more than as many people would have', () => {
    const { farm } = rehearsed(terms({ farmIdentities: 200, farmPlaces: 100_000, patienceMinutes: 100_000 }));
    const honest = 200 / 20_200;
    expect(farm?.share ?? 1).toBeLessThan(honest * 3);
  });

  it('ends when everybody was served before the stock was gone', () => {
    const result = rehearsed(terms({ fans: 100 }));
    expect(result).toMatchObject({ soldOutAtMinute: null, hopelessFrom: null, neverCalled: 0 });
    expect(result.sold).toBeLessThan(400);
  });

  it('goes through a million fans in the memory of a thousand', () => {
    const run = new NightRun(terms({ fans: 1_000_000, patienceMinutes: 20 }, { capacity: 60_000 }));
    let steps = 0;
    let seen = 0;
    for (; !run.isOver; steps += 1) {
      run.step();
      expect(run.progress).toBeGreaterThanOrEqual(seen);
      seen = run.progress;
    }
    expect(steps).toBeLessThan(43_201);
    expect(run.night).toMatchObject({ conserved: true, serving: 1_000_000 });
    expect(run.night.timeline.length + run.night.purchasesOfMinute.length).toBeLessThan(1_500);
  });

  it('gives each position to a farm by its share of the numbers left, and those who come late to none', () => {
    const crowd = new Crowd(terms({ fans: 300, beforeOpening: 0.5, farmPlaces: 50 }).crowd, chanceFrom(3));
    const farm = Array.from({ length: 350 }, (_, index) => crowd.isFarm(index + 1));
    expect(farm.filter(Boolean)).toHaveLength(50);
    expect(farm.slice(200)).not.toContain(true);
  });

  it('counts the wait of those who come late from their arrival', () => {
    const crowd = new Crowd(terms({ fans: 300, beforeOpening: 0.5, arriveMinutes: 30 }).crowd, chanceFrom(3));
    expect([1, 150, 225, 300].map((position) => crowd.arrivedAt(position))).toEqual([0, 0, 900, 1_800]);
  });

  it('recommends a speed that sells the stock, and says why', () => {
    const { recommended } = rehearsed(terms());
    expect(recommended.perMinute).toBeGreaterThan(20);
    expect(recommended.cap).toBeGreaterThan(recommended.perMinute);
    expect(recommended.why.length).toBeGreaterThan(2);
  });
});
