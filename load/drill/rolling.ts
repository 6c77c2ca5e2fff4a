import type { Check } from '../report/verdict.js';
import { pause, say } from '../terminal.js';
import type { Fault } from './faults.js';

/** How long nginx treats an unreachable peer as failed; the next node waits until that has passed. */
const PROXY_FORGETS_MS = 12_000;
/**
 * Tolerated as a slow machine rather than a failed deploy: our overload refusal with Retry-After, and responses slower
 * than the probe's timeout.
 */
const SLOW = /^(503 OVERLOADED\b|UND_ERR_HEADERS_TIMEOUT$)/;

/** Deploys the next version: runs its migration first, then replaces each node at its address. */
export const replaceNodes =
  (migrate: () => Promise<string[]>): Fault =>
  async ({ cluster, api, promoter }) => {
    const before = new Map(api.faults);
    const names = await migrate();
    say(`  ! migrated: ${names.join(', ')}`);
    let met = 0;
    for (const index of cluster.nodes.keys()) {
      if (index > 0) await pause(PROXY_FORGETS_MS);
      const startedAt = Date.now();
      await cluster.stopNode(index);
      await cluster.startNode(index);
      const { state } = await promoter.live();
      if (state === 'on_sale') met += 1;
      say(`  ! node ${index + 1} replaced in ${((Date.now() - startedAt) / 1_000).toFixed(1)} s (${state})`);
    }
    await pause(PROXY_FORGETS_MS);
    const since = [...api.faults].map(([code, count]) => [code, count - (before.get(code) ?? 0)] as const);
    const total = cluster.nodes.length;
    return [
      answersOf(since.filter(([, count]) => count > 0)),
      { what: 'replacements that met a live sale', found: `${met} of ${total}`, fine: met === total },
    ];
  };

function answersOf(faults: readonly (readonly [string, number])[]): Check {
  const broken = faults.filter(([code]) => !SLOW.test(code));
  const slow = faults.filter(([code]) => SLOW.test(code));
  const list = (some: typeof faults): string => some.map(([code, count]) => `${count}× ${code}`).join(', ') || '0';
  return {
    what: 'failed answers and broken connections',
    found: list(broken) + (slow.length > 0 ? ` (slow: ${list(slow)})` : ''),
    fine: broken.length === 0,
  };
}
