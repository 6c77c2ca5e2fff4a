import { expect, it } from '@jest/globals';
import { ReturnSlots } from './return-slots.js';

it('sends refused clients back one after the other, a hundred a second, and nobody at once', () => {
  let now = 5_000;
  const slots = new ReturnSlots(60_000, () => now);
  expect([slots.take(), slots.take(), slots.take()]).toEqual([2_000, 2_010, 2_020]);
  now += 1_000;
  expect(slots.take()).toBe(2_000); // those before have their time already
  const crowd = Array.from({ length: 500 }, () => slots.take());
  expect(new Set(crowd).size).toBe(500);
  expect(crowd.at(-1)).toBe(7_000);
  now += 60_000;
  expect(slots.take()).toBe(2_000);
});

it('has a longest time, over whose second half the rest is spread', () => {
  const slots = new ReturnSlots(
    60_000,
    () => 0,
    () => 0.5,
  );
  const crowd = Array.from({ length: 10_000 }, () => slots.take());
  expect(Math.max(...crowd)).toBe(60_000);
  expect(crowd.slice(-4_000)).toEqual(Array.from({ length: 4_000 }, () => 45_000));
});
