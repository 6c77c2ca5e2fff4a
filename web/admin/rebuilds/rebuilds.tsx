import { useQuery } from '@tanstack/react-query';
import type { RebuildShape, RebuildsAnswer } from '../../../src/contract/stock/rebuild-shapes.js';
import type { LiveShape } from '../../../src/contract/live/live-shapes.js';
import type { StaffSaleShape } from '../../../src/contract/staff/staff-shapes.js';
import { formatShortDayAndTime } from '../../shared/format/time.js';
import { count } from '../control/figures/words.js';
import { call } from '../net/api.js';
import { SalePage } from '../sales/sale-page.jsx';
import { useSaleQuery } from '../sales/sale-query.js';
import { ListTable } from '../ui/list-table.jsx';
import { RefusalNote } from '../ui/refusal.jsx';
import { Link } from '../ui/router.jsx';
import { rebuildFacts, rebuildNote } from './rebuild-words.js';

const REREAD_MS = 30_000;
/** How long the control room tells of a rebuild. */
const NEWS_MS = 12 * 3_600_000;

const useRebuilds = (saleId: string, enabled = true) =>
  useQuery({
    queryKey: ['rebuilds', saleId],
    queryFn: ({ signal }) => call<RebuildsAnswer>('GET', `sales/${saleId}/rebuilds`, undefined, signal),
    refetchInterval: REREAD_MS,
    enabled,
  });

/** What each loss of Redis cost a sale. */
export const RebuildsPage = ({ saleId }: { saleId: string }) => (
  <SalePage saleId={saleId} title="Rebuilds after a loss of Redis">
    {(sale) => <Rebuilds sale={sale} />}
  </SalePage>
);

function Rebuilds({ sale }: { sale: StaffSaleShape }) {
  const { data, error, isPending } = useRebuilds(sale.id);
  return (
    <>
      <RefusalNote error={error} />
      {isPending && <p className="muted">Reading the reports…</p>}
      {data?.rebuilds.length === 0 && <p className="empty">Redis was never lost while this sale ran.</p>}
      {data?.rebuilds.map((rebuild) => (
        <Rebuild key={rebuild.id} rebuild={rebuild} sale={sale} />
      ))}
    </>
  );
}

function Rebuild({ rebuild, sale }: { rebuild: RebuildShape; sale: StaffSaleShape }) {
  const { timeZone } = sale.show;
  const when = formatShortDayAndTime(rebuild.at, 'en-GB', timeZone);
  const nameOf = (id: string): string => sale.ticketTypes.find((type) => type.id === id)?.name ?? id;
  const isPublicOnly = rebuild.pools.every(({ channel }) => channel === 'public');
  return (
    <section className="card stack" aria-labelledby={rebuild.id}>
      <h2 id={rebuild.id}>{when}</h2>
      <Facts rebuild={rebuild} timeZone={timeZone} />
      <ListTable
        label={`Stock after the rebuild of ${when}`}
        rows={rebuild.pools}
        keyOf={({ poolId }) => poolId}
        columns={[
          {
            head: 'Tickets',
            cell: ({ ticketTypeId, channel }) => `${nameOf(ticketTypeId)}${isPublicOnly ? '' : `, ${channel}`}`,
          },
          { head: 'Redis held', cell: ({ found }) => (found ? countsWords(found) : 'not known') },
          { head: 'Now', cell: ({ rebuilt }) => countsWords(rebuilt) },
        ]}
      />
      {rebuild.examples.length > 0 && (
        <details>
          <summary>What differed, by id</summary>
          <ul className="small mono">
            {rebuild.examples.map((example) => (
              <li key={example}>{example}</li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

const Facts = ({ rebuild, timeZone }: { rebuild: RebuildShape; timeZone: string }) => (
  <dl className="facts">
    {rebuildFacts(rebuild, timeZone).map(({ label, text }) => (
      <div key={label}>
        <dt>{label}</dt>
        <dd>{text}</dd>
      </div>
    ))}
  </dl>
);

function countsWords({
  free,
  held,
  committed,
  returning,
  withdrawn,
}: RebuildShape['pools'][number]['rebuilt']): string {
  const parts = [
    ...[`${count(free)} free`, `${count(committed)} of orders`],
    ...(held + returning > 0 ? [`${count(held + returning)} held`] : []),
    ...(withdrawn > 0 ? [`${count(withdrawn)} withdrawn`] : []),
  ];
  return parts.join(', ');
}

/** The newest report of the item's sale, beside what a person has to decide about it. */
export function RebuildOfItem({ saleId }: { saleId: string }) {
  const { data } = useRebuilds(saleId);
  const { data: sale } = useSaleQuery(saleId);
  const [newest] = data?.rebuilds ?? [];
  if (!newest || !sale) return null;
  return (
    <details>
      <summary>{rebuildNote(newest, sale.show.timeZone)}</summary>
      <Facts rebuild={newest} timeZone={sale.show.timeZone} />
      <Link href={`/admin/sales/${saleId}/rebuilds`}>The whole report</Link>
    </details>
  );
}

/** Tells the control room of a recent rebuild; renders nothing if there was none. */
export function RebuildNote({ sale, live }: { sale: StaffSaleShape; live: LiveShape }) {
  // the first epoch is that of publishing
  const { data } = useRebuilds(sale.id, (live.epoch ?? 0) > 1);
  const [newest] = data?.rebuilds ?? [];
  if (!newest || Date.parse(live.at) - Date.parse(newest.at) > NEWS_MS) return null;
  return (
    <span>
      {rebuildNote(newest, sale.show.timeZone)}: <Link href={`/admin/sales/${sale.id}/rebuilds`}>what it cost</Link>
    </span>
  );
}
