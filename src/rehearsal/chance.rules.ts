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

/**
 * Draws a time with this mean, capped at `most`: from an exponential distribution, or, with a larger evenness, from the
 * sum of so many (an Erlang distribution), whose values lie closer to the mean.
 */
export function spread(chance: () => number, mean: number, most: number, evenness = 1): number {
  let sum = 0;
  for (let n = 0; n < evenness; n += 1) sum -= Math.log(1 - chance());
  return Math.min(most, (sum * mean) / evenness);
}
