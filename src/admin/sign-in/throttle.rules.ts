/** A count of failures: `free` of them cost nothing, from then on one try is taken every `stepMs`. */
export interface FailureCounter {
  digest: string;
  free: number;
  stepMs: number;
}

/** Digests of who tries. */
export interface Attempt {
  /** A device that has signed in to this account before; null for any other. */
  device: string | null;
  /** Account and network together. */
  pair: string;
  account: string;
  network: string;
}

const PAIR = { free: 10, stepMs: 10_000 };
const ALONE = { free: 10, stepMs: 2_000 };
/** A code of six digits is guessed sooner than a password. */
const CODES = { free: 5, stepMs: 60_000 };

/**
 * What a try at a password is counted by. Nobody is locked out: beyond the free failures tries are slowed down, and a
 * solved challenge is an alternative to waiting. A known device counts alone, so strangers' failures never slow it down.
 */
export function countersOf({ device, pair, account, network }: Attempt): FailureCounter[] {
  if (device !== null) return [{ digest: device, ...PAIR }];
  return [
    { digest: pair, ...PAIR },
    { digest: account, ...ALONE },
    { digest: network, ...ALONE },
  ];
}

/** What a try at a second factor is counted by; only somebody with the right password gets here. No challenge shortens it. */
export const codeCounterOf = (digest: string): FailureCounter => ({ digest, ...CODES });
