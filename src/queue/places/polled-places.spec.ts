import { expect, it } from '@jest/globals';
import { PolledPlaces } from './polled-places.js';

it('counts places, not questions, and forgets those who stopped asking', () => {
  const clock = { nowMs: () => now, monotonicMs: () => now };
  let now = 1_000_000;
  const polled = new PolledPlaces(clock);
  const ask = (numbers: readonly number[]): void =>
    numbers.forEach((number) => polled.saw('sale_1', 'general', number));
  ask([1, 2, 3, 3, 3]);
  polled.saw('sale_1', 'club', 1);
  expect([polled.counts('sale_1'), polled.counts('sale_2')]).toEqual([{ general: 3, club: 1 }, {}]);
  now += 30_000;
  ask([3, 4]);
  expect(polled.counts('sale_1')).toEqual({ general: 4, club: 1 });
  now += 30_000;
  expect([polled.counts('sale_1'), polled.sales()]).toEqual([{ general: 2 }, ['sale_1']]);
  now += 60_000;
  expect([polled.counts('sale_1'), polled.sales()]).toEqual([{}, []]);
});

it('is bounded by lane and by sale', () => {
  const polled = new PolledPlaces({ nowMs: () => 0, monotonicMs: () => 0 });
  for (let number = 1; number <= 50_100; number += 1) polled.saw('sale_1', 'general', number);
  expect(polled.counts('sale_1')).toEqual({ general: 50_000 });
  for (let sale = 2; sale <= 501; sale += 1) polled.saw(`sale_${sale}`, 'general', 1);
  expect([polled.sales().length, polled.counts('sale_1')]).toEqual([500, {}]);
});
