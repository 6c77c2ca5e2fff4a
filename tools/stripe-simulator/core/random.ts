/** A source of random numbers in [0, 1). */
export type Random = () => number;

/**
 * A small seeded generator (mulberry32): the same seed produces the same faults in the same order, so that a failing
 * run can be reproduced.
 */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Returns an integer within the range, both ends inclusive. */
export function integerIn(range: readonly [number, number], random: Random): number {
  return range[0] + Math.floor(random() * (range[1] - range[0] + 1));
}

/** Returns a shuffled copy; with two or more items its order always differs from the original. */
export function shuffled<T>(items: readonly T[], random: Random): T[] {
  const copy = [...items];
  for (let i = copy.length - 1; i > 0; i -= 1) {
    const j = Math.floor(random() * (i + 1));
    const held = copy[i] as T;
    copy[i] = copy[j] as T;
    copy[j] = held;
  }
  const unchanged = copy.every((item, index) => item === items[index]);
  return unchanged ? [...copy.slice(1), ...copy.slice(0, 1)] : copy;
}
