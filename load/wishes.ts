import { parseArgs } from 'node:util';

/** What a run is asked to do. */
export interface Wishes {
  fans: number;
  tickets: number;
  nodes: number;
  /** Places per fan that are taken and never come back. */
  ghosts: number;
  /** Kill -9 one of the nodes when a third of the tickets are sold. */
  killNode: boolean;
  /** Empty Redis when a third of the tickets are sold. */
  flushRedis: boolean;
  cap: number;
  perMinute: number;
  /** The run is given up, as failed, after so long. */
  limitSeconds: number;
}

export class WishError extends Error {}

const MAX_FANS = 20_000;
const MAX_PLACES = 2_000_000;

/** Reads `--fans 2000 --tickets 500 …`. Throws WishError with one line. */
export function readWishes(args: readonly string[]): Wishes {
  const { values } = parseOrRefuse(args);
  const number = (name: keyof typeof values, fallback: number, min: number, max: number): number => {
    const text = values[name];
    if (text === undefined) return fallback;
    const value = Number(text);
    if (!Number.isInteger(value) || value < min || value > max)
      throw new WishError(`--${name} takes a whole number from ${min} to ${max}`);
    return value;
  };
  const fans = number('fans', 2_000, 1, MAX_FANS);
  const ghosts = number('ghosts', 0, 0, 1_000);
  if (fans * (ghosts + 1) > MAX_PLACES) throw new WishError(`fans and ghosts together may take ${MAX_PLACES} places`);
  const nodes = number('nodes', 1, 1, 8);
  const killNode = values['kill-node'] === true;
  if (killNode && nodes < 2) throw new WishError('--kill-node needs --nodes 2 or more');
  return {
    fans,
    ghosts,
    nodes,
    killNode,
    flushRedis: values['flush-redis'] === true,
    tickets: number('tickets', 500, 1, 100_000),
    cap: number('cap', 300, 1, 100_000),
    perMinute: number('per-minute', 6_000, 1, 1_000_000),
    limitSeconds: number('limit-seconds', 300, 10, 7_200),
  };
}

function parseOrRefuse(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  try {
    return parseArgs({
      args: [...args],
      options: {
        fans: text,
        tickets: text,
        nodes: text,
        ghosts: text,
        cap: text,
        'per-minute': text,
        'limit-seconds': text,
        'kill-node': flag,
        'flush-redis': flag,
      },
    });
  } catch (error) {
    throw new WishError(error instanceof Error ? error.message : String(error));
  }
}
