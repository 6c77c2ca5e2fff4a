import type { RebuildShape, RebuildsAnswer } from '../../src/contract/stock/rebuild-shapes.js';
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
  if (own) for (const line of ['difference report of the sale that sells out', ...linesOf(own)]) say(`    ${line}`);
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

/** Figures whose value is known, as `3 held, 2 paying`; null if none is. */
function counted(figures: Readonly<Record<string, number | null>>): string | null {
  const known = Object.entries(figures).filter(([, n]) => n !== null);
  return known.length === 0 ? null : known.map(([what, n]) => `${n} ${what}`).join(', ');
}

const HELD = {
  stock: 'the stock of the epoch before',
  nothing: 'nothing',
  unfinished: 'an unfinished rebuild',
  unreadable: 'what could not be read',
} as const satisfies Record<RebuildShape['found'], string>;

/** Returns the report in words; what a loss made unknowable is said once instead of being listed. */
export function linesOf(rebuild: RebuildShape): string[] {
  const { before, orders, seats, lanes, pools, examples, found } = rebuild;
  const seen = before && counted({ held: before.held, shopping: before.shopping, paying: before.paying });
  const lost = counted({ holds: rebuild.holdsLost, admissions: rebuild.admissionsLost });
  const moved = counted({
    'units regained': orders.regained,
    'units dropped': orders.dropped,
    'seats freed': seats.freed,
    'seats corrected': seats.corrected,
  });
  return [
    `epoch ${rebuild.epoch}: stopped for ${(rebuild.tookMs / 1_000).toFixed(1)} s; Redis held ${HELD[found]}`,
    `  last figures before: ${seen ? `${seen} (${before.at})` : 'none'}`,
    `  lost: ${lost ?? 'as above, for Redis held nothing to count'}`,
    `  written from orders: ${orders.units} units, ${orders.conflicts} claimed by two orders`,
    ...(moved ? [`  compared with Redis: ${moved}`] : []),
    ...lanes.map(
      ({ lane, arrivals, serving, found: had }) =>
        `  lane ${lane}: ${serving} called, new numbers begin above ${arrivals}; Redis held ${had ? `${had.serving} called of ${had.arrivals}` : 'nothing of it'}`,
    ),
    ...pools.map(
      ({ ticketTypeId, channel, rebuilt, found: had }) =>
        `  ${ticketTypeId}, ${channel}: ${counted(rebuilt)}${had ? `; before ${counted(had)}` : ''}`,
    ),
    ...examples.map((example) => `  ${example}`),
  ];
}
