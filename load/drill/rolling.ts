import type { Check } from '../report/verdict.js';
import { pause, say } from '../terminal.js';
import type { Fault } from './faults.js';

/** nginx takes a peer that it could not reach for failed for so long: the next node waits until that is over. */
const PROXY_FORGETS_MS = 12_000;

/** The next version beside this one: its migration first, then each node is replaced at its address. */
export const replaceNodes =
  (migrate: () => Promise<string[]>): Fault =>
  async ({ cluster, api }) => {
    const names = await migrate();
    say(`  ! migrated: ${names.join(', ')}`);
    for (const index of cluster.nodes.keys()) {
      const startedAt = Date.now();
      await cluster.stopNode(index);
      await cluster.startNode(index);
      say(`  ! node ${index + 1} replaced in ${((Date.now() - startedAt) / 1_000).toFixed(1)} s`);
      await pause(PROXY_FORGETS_MS);
    }
    const faults = [...api.faults].map(([code, count]) => `${count}× ${code}`);
    return [
      {
        what: 'answers of 500 and above, or broken connections',
        found: faults.join(', ') || '0',
        fine: faults.length === 0,
      } satisfies Check,
    ];
  };
