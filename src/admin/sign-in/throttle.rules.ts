/** Failure counter: the first `free` failures cost nothing; beyond them one attempt is accepted per `stepMs`. */
export interface FailureCounter {
  digest: string;
  free: number;
  stepMs: number;
}

/** Digests identifying the caller of an attempt. */
export interface Attempt {
  /** A device that has signed in to this account before; null otherwise. */
  device: string | null;
  /** Account and network combined. */
  pair: string;
  account: string;
  network: string;
}

const PAIR = { free: 10, stepMs: 10_000 };
const ALONE = { free: 10, stepMs: 2_000 };
/** Stricter than for passwords, because six digits are easier to guess. */
const CODES = { free: 5, stepMs: 60_000 };

/**
 * Returns the counters of a password attempt. Nobody is locked out: beyond the free failures attempts are slowed down,
 * and a solved challenge replaces waiting. A known device counts alone, so strangers' failures never slow it down.
 */
export function countersOf({ device, pair, account, network }: Attempt): FailureCounter[] {
  if (device !== null) return [{ digest: device, ...PAIR }];
  return [
    { digest: pair, ...PAIR },
    { digest: account, ...ALONE },
    { digest: network, ...ALONE },
  ];
}

/** Returns the counter of attempts that name no account. */
export const aloneCounter = (digest: string): FailureCounter => ({ digest, ...ALONE });

/**
 * Returns the counter of second-factor attempts, which require a correct password first. No challenge shortens its
 * back-off.
 */
export const codeCounterOf = (digest: string): FailureCounter => ({ digest, ...CODES });
