import { describe, expect, it } from '@jest/globals';
import { brier, brierOfMean, middleOf } from '../../src/contract/line/brier.js';
import { nightOf, replay, type ToldWait } from './simulated-night.js';

/** Each night is reproducible by its seed, which failure messages print. */
const seeds = Array.from({ length: 60 }, (_, index) => 20_260_000 + index);
const nights = seeds.map((seed) => ({ seed, ...replay(nightOf(seed)) }));

const share = (told: readonly ToldWait[]): number =>
  told.filter(({ from, to, truth }) => truth >= from && truth <= to).length / told.length;
const worstOf = (): string =>
  nights
    .filter(({ waits }) => waits.length > 30)
    .map(({ seed, waits }) => ({ seed, share: Math.round(share(waits) * 100) }))
    .sort((a, b) => a.share - b.share)
    .slice(0, 5)
    .map(({ seed, share: percent }) => `${seed}: ${percent} %`)
    .join(', ');
describe('what fans are told, against sixty simulated nights', () => {
  it('gives a wait that contains the truth at least eight times out of ten', () => {
    const all = nights.flatMap(({ waits }) => waits);
    expect(all.length).toBeGreaterThan(3_000);
    const found = share(all);
    expect({ isEnough: found >= 0.8, found, worst: worstOf() }).toMatchObject({ isEnough: true });
  });

  it('gives a chance that is better than knowing how the nights end on average', () => {
    const all = nights.flatMap(({ chances }) => chances);
    const told = brier(all, middleOf) ?? 1;
    expect(told).toBeLessThan(brierOfMean(all) ?? 0);
    expect(told).toBeLessThan(0.13);
  });
});
