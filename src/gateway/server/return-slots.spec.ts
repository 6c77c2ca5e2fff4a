import { describe, expect, it } from '@jest/globals';
import { ReturnSlots } from './return-slots.js';

describe('the row of refused clients', () => {
  let now = 0;
  const slots = (): ReturnSlots => {
    now = 5_000;
    return new ReturnSlots(
      60_000,
      () => now,
      () => 0.5,
    );
  };
  /** So many clients, each of another network. */
  const crowd = (row: ReturnSlots, count: number): number[] =>
    Array.from({ length: count }, (_, client) => row.take(`crowd ${client}`));

  it('sends them back one after the other, a hundred a second, and nobody at once', () => {
    const row = slots();
    expect([row.take('a'), row.take('b'), row.take('c')]).toEqual([2_000, 2_010, 2_020]);
    now += 1_000;
    expect(row.take('d')).toBe(2_000); // those before have their time already
    const times = crowd(row, 500);
    expect(new Set(times).size).toBe(500);
    expect(times.at(-1)).toBe(7_000);
    now += 60_000;
    expect(row.take('e')).toBe(2_000);
  });

  it('has a longest time, over whose second half the rest is spread', () => {
    const times = crowd(slots(), 10_000);
    expect(Math.max(...times)).toBe(60_000);
    expect(times.slice(-4_000)).toEqual(Array.from({ length: 4_000 }, () => 45_000));
  });

  it('is made longer by no network that asks without end, which has the rest of its own one after the other', () => {
    const row = slots();
    const bot = Array.from({ length: 6_000 }, () => row.take('bot'));
    expect(bot.slice(0, 20).at(-1)).toBe(2_190);
    expect([bot[20], bot[21], bot.at(-1)]).toEqual([2_000, 2_010, 45_000]);
    expect(row.take('fan')).toBe(2_200);
    now += 10_000;
    expect(row.take('bot')).toBe(2_000); // a few in each window
  });

  it('tells no more than ten thousand networks apart', () => {
    const row = slots();
    crowd(row, 10_000);
    expect([row.take('another'), row.take('crowd 7')]).toEqual([2_000, 45_000]);
  });

  it('is over once the node accepts and has refused nobody for five seconds', () => {
    const row = slots();
    row.accepted();
    crowd(row, 4_000);
    now += 5_000;
    row.accepted();
    expect(row.take('a')).toBe(37_000);
    now += 5_001;
    expect(row.take('b')).toBeGreaterThan(30_000);
    now += 5_001;
    row.accepted();
    expect(row.take('c')).toBe(2_000);
  });
});
