import { Button, TextInput } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import type { StaffSaleShape, StaffSalesPage } from '../../../src/contract/staff/staff-shapes.js';
import { cityOfZone } from '../../shared/format/time.js';
import { count } from '../control/figures/words.js';
import { call } from '../net/api.js';
import { useSession } from '../session/session.js';
import { ListTable } from '../ui/list-table.jsx';
import { RefusalNote } from '../ui/refusal.jsx';
import { go, Link, useHeading } from '../ui/router.jsx';
import { StateBadge } from '../ui/state-badge.jsx';

const REFRESH_MS = 5_000;

/** Lists every sale with its state, opening time and share sold. */
export function SalesPage() {
  const heading = useHeading('Sales');
  const { mayChange } = useSession();
  const [wanted, setWanted] = useState('');
  const search = useDeferredValue(wanted.trim());
  const { data, error, isPending, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery({
    queryKey: ['sales', search],
    queryFn: ({ signal, pageParam }) => {
      const query = new URLSearchParams({ ...(search && { search }), ...(pageParam && { after: pageParam }) });
      return call<StaffSalesPage>('GET', `sales?${query}`, undefined, signal);
    },
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
    refetchInterval: REFRESH_MS,
    placeholderData: (before) => before,
  });
  const found = (data?.pages ?? []).flatMap(({ sales }) => sales);
  return (
    <section className="page">
      <div className="page-head">
        <h1 ref={heading} tabIndex={-1}>
          Sales
        </h1>
        <TextInput
          type="search"
          aria-label="Search sales"
          placeholder="Search by name, show or venue"
          value={wanted}
          onChange={(event) => setWanted(event.currentTarget.value)}
          size="md"
          className="grow"
        />
        {mayChange && <Button onClick={() => go('/admin/new')}>New sale</Button>}
      </div>
      <RefusalNote error={error} />
      {isPending && <p className="muted">Loading sales…</p>}
      {data && found.length === 0 && (
        <p className="empty">
          {wanted === ''
            ? 'No sales yet. Make the first one: it stays a draft until you publish it.'
            : 'No sale matches.'}
        </p>
      )}
      {found.length > 0 && (
        <div className="card table-card">
          <ListTable label="Sales" rows={found} keyOf={({ id }) => id} columns={columns} />
        </div>
      )}
      {hasNextPage && (
        <Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          More sales
        </Button>
      )}
    </section>
  );
}

const columns = [
  {
    head: 'Sale',
    cell: (sale: StaffSaleShape) => (
      <div className="long">
        <Link href={`/admin/sales/${sale.id}`} className="strong">
          {sale.name}
        </Link>
        <div className="small muted">
          {sale.show.name} · {sale.show.venue}
        </div>
      </div>
    ),
  },
  { head: 'State', cell: ({ state }: StaffSaleShape) => <StateBadge state={state} /> },
  {
    head: 'Opens',
    cell: ({ opensAt, show }: StaffSaleShape) => (
      <>
        <span className="nowrap">{formatDay(opensAt, show.timeZone)}</span>
        <div className="small muted">{cityOfZone(show.timeZone)}</div>
      </>
    ),
  },
  { head: 'Sold', cell: (sale: StaffSaleShape) => <Sold sale={sale} /> },
];

/** With the year, because the list spans several. */
const formatDay = (at: string, timeZone: string): string =>
  new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short', timeZone }).format(new Date(at));

function Sold({ sale }: { sale: StaffSaleShape }) {
  const capacity = sale.ticketTypes.reduce((all, type) => all + type.capacity - type.withdrawn, 0);
  const sold = sale.ticketTypes.reduce((all, type) => all + type.sold, 0);
  return (
    <>
      <meter
        className="bar"
        min={0}
        max={Math.max(1, capacity)}
        value={sold}
        aria-label={`${sold} of ${capacity} sold`}
      />
      <div className="small nowrap">
        <span className="brass">{count(sold)}</span> of {count(capacity)}
      </div>
    </>
  );
}
