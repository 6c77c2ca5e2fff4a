import { Button } from '@mantine/core';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { formatMoney } from '../../../src/contract/money/money.js';
import type { StaffOrderShape, StaffOrdersPage } from '../../../src/contract/staff/staff-shapes.js';
import { cityOfZone, formatShortDayAndTime, ownZone } from '../../shared/format/time.js';
import { AttentionNotice } from '../attention/attention-page.jsx';
import { call } from '../net/api.js';
import { useSession } from '../session/session.js';
import { SelectField, TextField } from '../ui/fields.jsx';
import { ListTable } from '../ui/list-table.jsx';
import { RefusalNote } from '../ui/refusal.jsx';
import { Link, useHeading } from '../ui/router.jsx';
import { orderStateWords, stateChoices } from './order-words.js';

const REFRESH_MS = 10_000;

/** Order search. The server searches and filters, so that the cost does not grow with the number of orders. */
export function OrdersPage() {
  const heading = useHeading('Orders');
  const { mayChange, mayRefund } = useSession();
  const [typed, setTyped] = useState('');
  const search = useDeferredValue(typed.trim());
  const [state, setState] = useState('');
  const filter = (before: string): string =>
    new URLSearchParams({ search, ...(state && { state }), ...(before && { before }) }).toString();
  const { data, error, isPending, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ['orders', search, state],
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) => call<StaffOrdersPage>('GET', `orders?${filter(pageParam)}`, undefined, signal),
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
    refetchInterval: REFRESH_MS,
  });
  const orders = data?.pages.flatMap((page) => page.orders) ?? [];
  return (
    <section className="page">
      <div className="page-head">
        <h1 ref={heading} tabIndex={-1}>
          Orders
        </h1>
        <div className="row row-end grow">
          {mayChange && <Link href="/admin/privacy">Buyers’ data</Link>}
          {mayRefund && (
            <Button component="a" href={`/v1/admin/orders.csv?${filter('')}`} variant="default" download>
              Download CSV
            </Button>
          )}
        </div>
      </div>
      <AttentionNotice />
      <div className="filters">
        <TextField
          type="search"
          label="Search orders"
          placeholder="E-mail, name or order number"
          value={typed}
          maxLength={100}
          onChange={setTyped}
        />
        <SelectField
          label="State"
          value={state}
          options={[{ value: '', label: 'Any state' }, ...stateChoices]}
          onChange={setState}
        />
      </div>
      <RefusalNote error={error} />
      {isPending && <p className="muted">Loading orders…</p>}
      {data && orders.length === 0 && (
        <p className="empty">{search === '' && state === '' ? 'No orders yet.' : 'No order matches.'}</p>
      )}
      {orders.length > 0 && (
        <div className="card table-card">
          <ListTable label="Orders" rows={orders} keyOf={({ id }) => id} columns={columns} />
        </div>
      )}
      {hasNextPage && (
        <Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          Show older orders
        </Button>
      )}
    </section>
  );
}

const columns = [
  {
    head: 'Buyer',
    cell: ({ id, buyer }: StaffOrderShape) => (
      <div className="long">
        <Link href={`/admin/orders/${id}`} className="strong">
          {buyer.name}
        </Link>
        <div className="small muted">{buyer.email}</div>
      </div>
    ),
  },
  {
    head: 'Tickets',
    className: 'tickets-of',
    cell: ({ saleName, items }: StaffOrderShape) => (
      <div className="long">
        {saleName}
        <div className="small muted">{itemWords(items)}</div>
      </div>
    ),
  },
  {
    head: 'Total',
    cell: ({ totalMinor, currency }: StaffOrderShape) => formatMoney({ amount: totalMinor, currency }, 'en'),
    className: 'number',
  },
  { head: 'State', cell: orderStateWords },
  {
    head: `Placed (${cityOfZone(ownZone())})`,
    cell: ({ createdAt }: StaffOrderShape) => formatShortDayAndTime(createdAt, 'en-GB'),
    className: 'number',
  },
];

const SHOWN_LABELS = 3;
function itemWords(items: readonly string[]): string {
  const labels = [...new Set(items)];
  return `${items.length} × ${labels.slice(0, SHOWN_LABELS).join(', ')}${labels.length > SHOWN_LABELS ? ' …' : ''}`;
}
