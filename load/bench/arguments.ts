import { parseArgs } from 'node:util';
import { parseOrRefuse, WishError, wholeNumber } from '../cli/arguments.js';

export interface BenchWishes {
  /** Names of groups or rows; empty for all. */
  only: string[];
  runs: number;
  /** One short run each: a smoke test whose figures mean little. */
  quick: boolean;
  /** Path of the JSON output. */
  json: string;
}

export const benchUsage = (groups: readonly string[]): string => `usage: npm run bench [-- options]
  Measures Ropeline beside its baselines and prints a table. Takes about fifteen minutes; leave the machine alone meanwhile.
  --only holds,P8   these groups or rows: ${groups.join(', ')}
  --runs 5          runs of each side, in turns
  --quick           one short run of each
  --json FILE       where all raw figures go (default bench.json)`;

/** Parses the command line. Throws WishError with a one-line message. */
export function readBenchWishes(args: readonly string[], known: readonly string[]): BenchWishes {
  const { values } = parseOrRefuse(() =>
    parseArgs({
      args: [...args],
      options: {
        only: { type: 'string' },
        runs: { type: 'string' },
        quick: { type: 'boolean' },
        json: { type: 'string' },
      },
    }),
  );
  const only = (values.only ?? '').split(',').filter((name) => name !== '');
  const unknown = only.find((name) => !known.includes(name));
  if (unknown !== undefined) throw new WishError(`--only accepts ${known.join(', ')}, not ${unknown}`);
  const quick = values.quick === true;
  return {
    only,
    runs: wholeNumber('runs', values.runs, quick ? 1 : 5, [1, 50]),
    quick,
    json: values.json ?? 'bench.json',
  };
}
