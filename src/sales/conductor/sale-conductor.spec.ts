import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Streaks } from '../../platform/lifecycle/streaks.js';
import type { QueueFigures } from '../../queue/queue.types.js';
import type { SaleView } from '../sales.types.js';
import type { ConductedSales } from './conducted-sales.service.js';
import { SaleConductor } from './sale-conductor.js';
import type { BeatOutcome, SaleWork } from './sale-work.js';

const HOUR_MS = 3_600_000;
const viewOf = (change: Partial<SaleView> = {}): SaleView => {
  const times = { prequeueAt: new Date(HOUR_MS).toISOString(), opensAt: new Date(2 * HOUR_MS).toISOString() };
  return { id: 'sale_1', state: 'on_sale', closesAt: null, show: {}, ...times, ...change } as SaleView;
};

class FakeWork {
  isLively = true;
  isAway = false;
  /** Error with which the beat or look rejects. */
  beatError: Error | null = null;
  lookError: Error | null = null;
  beats = 0;
  looks = 0;
  readonly lookedAtMs: number[] = [];
  toldAgain = 0;
  prepared = 0;
  agreesToRest = true;
  readonly rests: string[] = [];
  hang: Promise<void> | null = null;

  async beat(): Promise<BeatOutcome> {
    this.beats += 1;
    if (this.hang) await this.hang;
    if (this.beatError) throw this.beatError;
    if (this.isAway) return { kind: 'away' };
    return { kind: 'beat', isLively: this.isLively, nextInMs: 250, figures: () => ({}) as QueueFigures };
  }
  look(): Promise<void> {
    this.looks += 1;
    this.lookedAtMs.push(performance.now());
    return this.lookError ? Promise.reject(this.lookError) : Promise.resolve();
  }
  tellAgain(): void {
    this.toldAgain += 1;
  }
  reportStock(): Promise<null> {
    this.prepared += 1;
    return Promise.resolve(null);
  }
  rest(_view: SaleView, to: string): Promise<boolean> {
    this.rests.push(to);
    return Promise.resolve(this.agreesToRest);
  }
}

let work: FakeWork;
let awake: Set<string>;
let errors: string[];
let loop: SaleConductor;

function conduct(view = viewOf()): SaleConductor {
  const conducted = {
    woke: ({ id }: SaleView) => void awake.add(id),
    slept: (id: string) => void awake.delete(id),
    prepare: () => Promise.resolve(),
  } as unknown as ConductedSales;
  const streaks = new Streaks({ error: (message: string) => void errors.push(message), log: () => undefined });
  return new SaleConductor(view, { work: work as unknown as SaleWork, conducted, streaks, nowMs: () => 0 });
}

beforeEach(() => {
  jest.useFakeTimers();
  work = new FakeWork();
  awake = new Set();
  errors = [];
  loop = conduct();
});
afterEach(async () => {
  await loop.stop();
  jest.useRealTimers();
});
const pass = async (ms: number): Promise<void> => await jest.advanceTimersByTimeAsync(ms);

describe('the loop of a sale', () => {
  it('does nothing until it is woken', async () => {
    await pass(60_000);
    expect(work.beats).toBe(0);
    expect(loop.isAsleep).toBe(true);
  });

  it('beats four times a second, looks once a second, and has signals told before its first beat', async () => {
    loop.wake();
    await pass(0);
    expect(work.prepared).toBe(1);
    await pass(4_000);
    expect(work.beats).toBe(17);
    expect(work.looks).toBe(5);
    expect(work.prepared).toBe(1);
    expect(awake).toEqual(new Set(['sale_1']));
  });

  it('falls asleep after forty quiet seconds, in two steps, and is woken at once', async () => {
    work.isLively = false;
    loop.wake();
    await pass(41_000);
    expect(work.rests).toEqual(['drowsy', 'asleep']);
    expect(loop.isAsleep).toBe(true);
    expect(awake.size).toBe(0);
    const beats = work.beats;
    await pass(600_000);
    expect(work.beats).toBe(beats);
    loop.wake();
    await pass(1);
    expect(work.beats).toBe(beats + 1);
  });

  it('beats once a second and looks every other while drowsy', async () => {
    work.isLively = false;
    loop.wake();
    await pass(6_000);
    const { beats, looks } = work;
    await pass(19_000);
    expect(work.beats - beats).toBe(20);
    expect(work.looks - looks).toBeGreaterThan(5);
    expect(work.looks - looks).toBeLessThan(11);
  });

  it.each([
    ['awake', true],
    ['drowsy', false],
  ])(
    'never goes two seconds without a look while %s, so that low and gone stock is told within them',
    async (_how, isLively) => {
      work.isLively = isLively;
      loop.wake();
      await pass(30_000);
      const gaps = work.lookedAtMs.slice(1).map((at, index) => at - (work.lookedAtMs[index] ?? 0));
      expect(gaps.length).toBeGreaterThan(10);
      expect(Math.max(...gaps)).toBeLessThanOrEqual(2_000);
    },
  );

  it('beats at once, and at its full pace, when it is woken while drowsy', async () => {
    work.isLively = false;
    loop.wake();
    await pass(6_000);
    const { beats } = work;
    loop.wake();
    await pass(1);
    expect(work.beats).toBe(beats + 1);
    await pass(1_000);
    expect(work.beats).toBe(beats + 5);
    expect(work.prepared).toBe(1); // its signals were reported all along
  });

  it('keeps its full pace when somebody comes in the moment in which it becomes drowsy', async () => {
    work.isLively = false;
    const rest = work.rest.bind(work);
    work.rest = async (view, to) => {
      const rests = await rest(view, to);
      if (work.rests.length === 1) loop.wake();
      return rests;
    };
    loop.wake();
    await pass(6_000);
    const { beats } = work;
    await pass(2_000);
    expect(work.beats).toBe(beats + 8);
    expect(work.rests).toEqual(['drowsy']);
  });

  it('stays awake when somebody comes in the moment in which it falls asleep', async () => {
    work.isLively = false;
    const rest = work.rest.bind(work);
    work.rest = async (view, to) => {
      const rests = await rest(view, to);
      if (to === 'asleep') loop.wake();
      return rests;
    };
    loop.wake();
    await pass(41_000);
    expect(work.rests).toEqual(['drowsy', 'asleep']);
    expect(loop.isAsleep).toBe(false);
  });

  it('looks and tells its snapshot at once when it is woken while awake', async () => {
    loop.wake();
    await pass(400);
    expect(work.looks).toBe(1);
    loop.wake();
    await pass(250);
    expect(work.looks).toBe(2);
    expect(work.toldAgain).toBe(2);
  });

  it('looks at once at a sale that changed, and not at one that was only read again', async () => {
    loop.wake();
    await pass(400);
    loop.see(viewOf());
    await pass(250);
    expect(work.looks).toBe(1);
    loop.see(viewOf({ state: 'paused' }));
    await pass(1);
    expect(work.looks).toBe(2);
  });

  it('looks at once at a sale that changed during a beat', async () => {
    loop.wake();
    await pass(400);
    let goOn = (): void => undefined;
    work.hang = new Promise((resolve) => (goOn = resolve));
    await pass(250);
    loop.see(viewOf({ state: 'paused' }));
    work.hang = null;
    goOn();
    await pass(1);
    expect(work.looks).toBe(2);
  });

  it('is not woken by a change while it sleeps', async () => {
    loop.see(viewOf({ state: 'paused' }));
    await pass(1_000);
    expect(work.beats).toBe(0);
  });

  it('stays awake near a boundary', async () => {
    loop = conduct(viewOf({ state: 'scheduled', prequeueAt: new Date(100_000).toISOString() }));
    work.isLively = false;
    loop.wake();
    await pass(120_000);
    expect(loop.isAsleep).toBe(false);
  });

  it('goes on after beats and looks that fail, and says so once each', async () => {
    work.beatError = new Error('poisoned');
    loop.wake();
    await pass(3_000);
    expect(work.beats).toBeGreaterThan(3);
    expect(loop.isTroubled).toBe(true);
    work.beatError = null;
    work.lookError = new Error('overflow');
    await pass(5_000);
    expect(loop.isTroubled).toBe(true);
    expect(errors.map((line) => line.split('\n')[0])).toEqual([
      'sale_1 beat: Error: poisoned',
      'sale_1 look: Error: overflow',
    ]);
    work.lookError = null;
    await pass(2_000);
    expect(loop.isTroubled).toBe(false);
  });

  it('gives up on a beat that hangs, and beats again', async () => {
    work.hang = new Promise(() => undefined);
    loop.wake();
    await pass(5_000);
    expect(errors[0]).toContain('no result within 5000 ms');
    work.hang = null;
    const beats = work.beats;
    await pass(2_000);
    expect(work.beats).toBeGreaterThan(beats);
  });

  it('tries again more slowly while the line is away, and does not rest', async () => {
    work.isAway = true;
    loop.wake();
    await pass(60_000);
    expect(work.beats).toBeLessThan(130);
    expect(work.rests).toEqual([]);
    expect(loop.isTroubled).toBe(true);
    expect(errors).toEqual([]);
  });

  it('leaves a closed sale alone that is away', async () => {
    loop = conduct(viewOf({ state: 'closed' }));
    work.isAway = true;
    loop.wake();
    await pass(1_000);
    expect(work.beats).toBe(1);
    expect(loop.isAsleep).toBe(true);
  });

  it('does nothing more once stopped', async () => {
    loop.wake();
    await pass(1_000);
    await loop.stop();
    const beats = work.beats;
    loop.wake();
    await pass(10_000);
    expect(work.beats).toBe(beats);
    expect(awake.size).toBe(0);
  });
});
