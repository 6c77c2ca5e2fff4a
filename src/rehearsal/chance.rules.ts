/** Seeded generator (mulberry32), so that a rehearsal is reproducible. */
export function chanceFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Draws from an exponential distribution, capped at `most`. */
export const spread = (chance: () => number, mean: number, most: number): number =>
  Math.min(most, -Math.log(1 - chance()) * mean);
