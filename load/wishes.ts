import { parseArgs } from 'node:util';
import { parseOrRefuse, WishError, wholeNumber } from './cli/arguments.js';

/** Options of a run. */
export interface Wishes {
  fans: number;
  tickets: number;
  nodes: number;
  /** Places per fan that are taken and abandoned. */
  ghosts: number;
  /** Kill -9 one of the nodes when a third of the tickets are sold. */
  killNode: boolean;
  /** Flush Redis when a third of the tickets are sold. */
  flushRedis: boolean;
  /** Seconds after the opening at which the payment provider goes down, and for how long; null: it stays up. */
  paymentsDown: { atSecond: number; forSeconds: number } | null;
  cap: number;
  perMinute: number;
  /** Time to join before the opening; null: as many seconds as the places should take. */
  prequeueSeconds: number | null;
  /** Time limit, after which the run fails. */
  limitSeconds: number;
  /** Print the figures as JSON, and nothing else on standard output. */
  json: boolean;
  /** Path for the curve of the run, second by second; null: none is written. */
  record: string | null;
}

export const USAGE = `usage: npm run load [-- options]
  Sells a sale out over the public API and sockets and judges what is left. Fails when something is wrong; slow is only said.
  --fans 2000          people who want tickets
  --tickets 500        tickets
  --nodes 1            copies of the server
  --ghosts 0           places per fan that are taken and never come back
  --kill-node          kill -9 a node when a third of the tickets are sold
  --flush-redis        empty Redis when a third of the tickets are sold
  --payments-down-at N --payments-down-for 20    the provider closes every connection from second N after the opening
  --cap 300 --per-minute 6000     the sale's policy
  --prequeue-seconds N how long before the opening people may join; default: by their number
  --limit-seconds 300  the run is given up, as failed, after so long
  --record FILE        the curve of the run, second by second, as JSON
  --json               figures and checks as JSON on standard output; progress goes to standard error`;

const MAX_FANS = 20_000;
const MAX_PLACES = 2_000_000;

/** Parses `--fans 2000 --tickets 500 …`. Throws WishError with a one-line message. */
export function readWishes(args: readonly string[]): Wishes {
  const { values } = parse(args);
  const number = (
    name: Exclude<keyof typeof values, 'kill-node' | 'flush-redis' | 'json' | 'record'>,
    fallback: number,
    min: number,
    max: number,
  ): number => wholeNumber(name, values[name], fallback, [min, max]);
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
    paymentsDown:
      values['payments-down-at'] === undefined
        ? null
        : { atSecond: number('payments-down-at', 0, 0, 3_600), forSeconds: number('payments-down-for', 20, 1, 600) },
    cap: number('cap', 300, 1, 100_000),
    perMinute: number('per-minute', 6_000, 1, 1_000_000),
    prequeueSeconds: values['prequeue-seconds'] === undefined ? null : number('prequeue-seconds', 6, 6, 3_600),
    limitSeconds: number('limit-seconds', 300, 10, 7_200),
    json: values.json === true,
    record: values.record ?? null,
  };
}

function parse(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  return parseOrRefuse(() =>
    parseArgs({
      args: [...args],
      options: {
        fans: text,
        tickets: text,
        nodes: text,
        ghosts: text,
        cap: text,
        'per-minute': text,
        'limit-seconds': text,
        'prequeue-seconds': text,
        'payments-down-at': text,
        'payments-down-for': text,
        'kill-node': flag,
        'flush-redis': flag,
        json: flag,
        record: text,
      },
    }),
  );
}
