import { parseArgs } from 'node:util';
import { parseOrRefuse, WishError } from '../cli/arguments.js';

export const SCENARIOS = ['waiting', 'polling', 'joining', 'purchase', 'panel'] as const;
export type Scenario = (typeof SCENARIOS)[number];

export interface K6Wishes {
  scenario: Scenario;
  /** A running node; null starts one. */
  url: string | null;
  scale: string;
}

export const K6_USAGE = `usage: npm run k6 -- <scenario> [options]
  ${SCENARIOS.join(', ')}
  --url http://…   a node that runs already; its admin key in ROPELINE_ADMIN_API_KEY. Without it one is started.
  --scale 1        multiplies the number of people`;

/** Parses the command line. Throws WishError with a one-line message. */
export function readK6Wishes(args: readonly string[]): K6Wishes {
  const { values, positionals } = parseOrRefuse(() =>
    parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { url: { type: 'string' }, scale: { type: 'string' } },
    }),
  );
  const [name, ...more] = positionals;
  const scenario = SCENARIOS.find((known) => known === name);
  if (!scenario || more.length > 0) throw new WishError(`name one scenario: ${SCENARIOS.join(', ')}`);
  const { url = null, scale = '1' } = values;
  if (url !== null && !URL.canParse(url)) throw new WishError('--url takes an address such as http://127.0.0.1:3000');
  if (!(Number(scale) > 0)) throw new WishError('--scale takes a number above 0');
  return { scenario, url: url?.replace(/\/+$/, '') ?? null, scale };
}
