import type { RebuildShape, RebuildsAnswer } from '../../src/contract/rebuild-shapes.js';
import type { Check } from '../report/verdict.js';
import { pause, say } from '../terminal.js';
import type { Scene } from './faults.js';

const WITHIN_MS = 30_000;
const LOOK_EVERY_MS = 500;

/** Reads a sale's newest difference report; null if none is kept in time. */
async function newestOf(promoter: Scene['promoter'], saleId: string): Promise<RebuildShape | null> {
  for (const until = Date.now() + WITHIN_MS; Date.now() < until; await pause(LOOK_EVERY_MS)) {
    const { data } = await promoter.staff<RebuildsAnswer>({ path: `/v1/admin/sales/${saleId}/rebuilds` });
    if (data?.rebuilds[0]) return data.rebuilds[0];
  }
  return null;
}

/** Prints what the rebuild of the sale that sells out found, lost and restored. */
export async function reportRebuilds({ promoter }: Scene, beside: readonly string[]): Promise<Check[]> {
  const own = await newestOf(promoter, promoter.saleId);
  if (own) for (const line of linesOf(own)) say(`    ${line}`);
  let kept = own ? 1 : 0;
  for (const saleId of beside) if (await newestOf(promoter, saleId)) kept += 1;
  const wanted = beside.length + 1;
  return [
    {
      what: 'difference reports of the rebuilds, claims by two orders',
      found: `${kept} of ${wanted}, ${own?.orders.conflicts ?? 'not known'}`,
      fine: kept === wanted && own?.orders.conflicts === 0,
    },
  ];
}

const known = (n: number | null): string => (n === null ? 'not known' : String(n));

export function linesOf(rebuild: RebuildShape): string[] {
  const { before, orders, seats, lanes, pools, examples } = rebuild;
  const seconds = (rebuild.tookMs / 1_000).toFixed(1);
  const seen =
    before &&
    `; seen at ${before.at}: ${known(before.held)} held, ${known(before.shopping)} shopping, ${known(before.paying)} paying`;
  return [
    `difference report of epoch ${rebuild.epoch}: stopped for ${seconds} s, Redis held ${rebuild.found}`,
    `  holds lost ${known(rebuild.holdsLost)}, admissions lost ${known(rebuild.admissionsLost)}${seen ?? ''}`,
    `  units of orders ${orders.units}, regained ${known(orders.regained)}, dropped ${known(orders.dropped)}, conflicts ${orders.conflicts}`,
    `  seats freed ${known(seats.freed)}, corrected ${known(seats.corrected)}`,
    ...lanes.map(
      ({ lane, arrivals, serving, found }) =>
        `  lane ${lane}: numbers go on above ${arrivals}, ${serving} called; Redis held ${found ? `${found.arrivals} and ${found.serving}` : 'none'}`,
    ),
    ...pools.map(
      ({ ticketTypeId, channel, rebuilt, found }) =>
        `  ${ticketTypeId} ${channel}: now ${JSON.stringify(rebuilt)}, found ${JSON.stringify(found)}`,
    ),
    ...examples.map((example) => `  ${example}`),
  ];
}
