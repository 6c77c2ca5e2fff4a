import { Button, Select, Table, TextInput } from '@mantine/core';
import { keepPreviousData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import type { StaffOrderShape, StaffOrdersPage } from '../../../src/contract/staff-shapes.js';
import { formatMoney } from '../../../src/contract/money.js';
import { formatShortDayAndTime } from '../../shared/format/time.js';
import { call } from '../net/api.js';
import { useSession } from '../session/session.js';
import { Confirm, type Question } from '../ui/confirm.jsx';
import { RefusalNote } from '../ui/refusal.jsx';
import { useHeading } from '../ui/router.jsx';
import { AttentionNotice } from '../attention/attention-page.jsx';
import { cancelQuestion, orderStateWords, refundQuestion, stateChoices } from './order-words.jsx';

function filterOf(search: string, state: string | null): URLSearchParams {
  return new URLSearchParams({ search, ...(state === null ? {} : { state }) });
}

/** Orders to be looked up, and what a person must decide. */
export function OrdersPage() {
  const heading = useHeading('Orders');
  const { mayRefund } = useSession();
  const queries = useQueryClient();
  const [typed, setTyped] = useState('');
  const search = useDeferredValue(typed.trim());
  const [state, setState] = useState<string | null>(null);
  const [question, setQuestion] = useState<Question | null>(null);
  const { data, error, isPending, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ['orders', search, state],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) => {
      const query = filterOf(search, state);
      if (pageParam !== null) query.set('before', pageParam);
      return call<StaffOrdersPage>('GET', `orders?${query.toString()}`, undefined, signal);
    },
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
  });
  const orders = data?.pages.flatMap((page) => page.orders) ?? [];
  /** Gives the money back, or where a partner has it, only voids the tickets. */
  const undo = (order: StaffOrderShape): void =>
    setQuestion({
      ...(order.partnerId === null ? refundQuestion(order) : cancelQuestion(order)),
      run: async () => {
        if (order.partnerId === null) await call('POST', `orders/${order.id}/refund`, {});
        else await call('POST', `orders/${order.id}/cancel`);
        await queries.invalidateQueries({ queryKey: ['orders'] });
      },
    });
  return (
    <section className="page">
      <div className="page-head">
        <h1 ref={heading} tabIndex={-1}>
          Orders
        </h1>
        <TextInput
          type="search"
          aria-label="Search orders"
          placeholder="E-mail, name or order number"
          value={typed}
          maxLength={100}
          onChange={(event) => setTyped(event.currentTarget.value)}
          size="md"
          className="grow"
        />
        <Select
          aria-label="State"
          placeholder="Any state"
          data={stateChoices}
          value={state}
          onChange={setState}
          clearable
          size="md"
        />
        {mayRefund && (
          <Button
            component="a"
            href={`/v1/admin/orders.csv?${filterOf(search, state).toString()}`}
            variant="default"
            size="md"
            download
          >
            Download CSV
          </Button>
        )}
      </div>
      <AttentionNotice />
      <RefusalNote error={error} />
      {isPending && <p className="muted">Reading the orders…</p>}
      {data && orders.length === 0 && <p className="empty">{search === '' ? 'No orders yet.' : 'No order matches.'}</p>}
      {orders.length > 0 && <OrderTable orders={orders} onUndo={undo} />}
      {hasNextPage && (
        <Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          Show older orders
        </Button>
      )}
      <Confirm question={question} onClose={() => setQuestion(null)} />
    </section>
  );
}

function OrderTable({ orders, onUndo }: { orders: StaffOrderShape[]; onUndo: (order: StaffOrderShape) => void }) {
  const { mayRefund } = useSession();
  return (
    <div className="card table-card" tabIndex={0} role="region" aria-label="Orders">
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">Buyer</Table.Th>
            <Table.Th scope="col">Tickets</Table.Th>
            <Table.Th scope="col">Total</Table.Th>
            <Table.Th scope="col">State</Table.Th>
            <Table.Th scope="col">Placed</Table.Th>
            <Table.Th scope="col">
              <span className="hidden-words">What to do</span>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {orders.map((order) => (
            <Table.Tr key={order.id}>
              <Table.Td>
                <span className="strong">{order.buyer.name}</span>
                <div className="small muted">{order.buyer.email}</div>
                <div className="small muted mono">{order.id}</div>
              </Table.Td>
              <Table.Td>
                {order.saleName}
                <div className="small muted">
                  {order.items.length} × {[...new Set(order.items)].slice(0, 3).join(', ')}
                  {new Set(order.items).size > 3 && ' …'}
                </div>
              </Table.Td>
              <Table.Td className="nowrap">
                {formatMoney({ amount: order.totalMinor, currency: order.currency }, 'en')}
              </Table.Td>
              <Table.Td>{orderStateWords(order)}</Table.Td>
              <Table.Td className="nowrap">{formatShortDayAndTime(order.createdAt, 'en')}</Table.Td>
              <Table.Td>
                {order.state === 'paid' && mayRefund && (
                  <Button variant="subtle" color="bad" size="sm" onClick={() => onUndo(order)}>
                    {order.partnerId === null ? 'Refund' : 'Cancel'}
                    <span className="hidden-words"> the order of {order.buyer.name}</span>
                  </Button>
                )}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}
