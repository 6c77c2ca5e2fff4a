import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Recording } from '../../load/told/recording.js';
import type { ScoredChance } from '../../src/contract/line/brier.js';
import type { Range } from '../../src/contract/sale/sale-shapes.js';
import { aheadOf, chanceAt, chanceTable, waitRange } from '../../src/contract/line/standing.js';
import { chanceTerms } from '../../src/queue/line/chance.rules.js';
import { measuredRange, type Speed } from '../../src/queue/line/speed.rules.js';
import type { ToldWait } from './simulated-night.js';

const FOLDER = 'test/vectors/told';
const ASK_EVERY = 10;
const FAST_SECONDS = 20;
const SLOW_SECONDS = 120;

export const recordings: readonly Recording[] = readdirSync(FOLDER)
  .sort()
  .map((file) => JSON.parse(readFileSync(path.join(FOLDER, file), 'utf8')) as Recording);

/** The speed that the service told at each moment. */
export const told = ({ heard }: Recording): (Range | null)[] =>
  heard.map(([, , from, to]) => (to < 0 ? null : { from, to }));

/** The speed that the estimator of today tells at each moment, by the averages of tick-measure.lua. */
export function estimated(
  { heard }: Recording,
  estimate: (speed: Speed) => Range | null = measuredRange,
): (Range | null)[] {
  const speed = { fast: 0, slow: 0 };
  let since: number | null = null;
  return heard.map(([second, serving, , , isOn], index) => {
    const last = heard[index - 1];
    const before = last?.[0] ?? second;
    const servedBefore = last?.[1] ?? 0;
    const elapsed = second - before;
    if (isOn === 1 && elapsed > 0 && (since !== null || serving > servedBefore)) {
      since ??= before;
      const sample = ((serving - servedBefore) * 60) / elapsed;
      const share = (over: number, of: number): number => Math.min(1, elapsed / Math.max(elapsed, Math.min(over, of)));
      speed.fast += (sample - speed.fast) * share(FAST_SECONDS, second - since);
      speed.slow += (sample - speed.slow) * share(SLOW_SECONDS, second - since);
    }
    return since === null ? null : estimate({ ...speed, sinceMs: (second - since) * 1_000 });
  });
}

/** What each fan who was called later would have read every ten seconds, and how long it was. */
export function waitsOf({ heard, guests }: Recording, speeds: readonly (Range | null)[]): ToldWait[] {
  return heard.flatMap(([second, serving, , , isOn], index) => {
    const measured = speeds[index] ?? null;
    if (index % ASK_EVERY !== 0 || isOn !== 1) return [];
    return guests.flatMap(([position, calledAt]) => {
      const ahead = aheadOf(position, serving) ?? 0;
      const wait = waitRange(ahead, measured);
      if (wait === null || calledAt === null || calledAt <= second || position <= serving) return [];
      return [{ ahead, ...wait, truth: Math.round(calledAt - second) }];
    });
  });
}

type Tables = Recording['chances'];

/** The tables that the rules of today make of what the line and the stock were at each moment. */
export const reckoned = ({ moments = [] }: Recording, termsOf = chanceTerms): Tables =>
  moments.map(({ second, free, held, basket, inside, serving, admitted, called, waiting }) => {
    const lane = { serving, admitted, called };
    const terms = termsOf({ stock: { free, held }, meanBasket: basket, inside, lane, share: 1 });
    return [second, chanceTable(waiting, terms).map(({ ahead, from, to }) => [ahead, from, to])];
  });

/** The chance that each fan still in line reads from these tables, and whether tickets were left at its turn. */
export function chancesOf({ heard, guests }: Recording, tables: Tables): ScoredChance[] {
  return tables.flatMap(([second, table]) => {
    const serving = heard.find(([at]) => at >= second)?.[1] ?? 0;
    const rows = table.map(([ahead, from, to]) => ({ ahead, from, to }));
    return guests.flatMap(([position, calledAt, gotSome]) => {
      const chance = chanceAt(aheadOf(position, serving), rows);
      if (chance === null || gotSome === null || position <= serving) return [];
      return calledAt !== null && calledAt <= second ? [] : [{ ...chance, truth: gotSome }];
    });
  });
}

export const share = (waits: readonly ToldWait[]): number =>
  waits.filter(({ from, to, truth }) => truth >= from && truth <= to).length / waits.length;
