import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { formatMoney } from '../../../src/contract/money/money.js';
import type { RefundAnswer, StaffRefundShape } from '../../../src/contract/money/refund-shapes.js';
import type { StaffOrderDetail } from '../../../src/contract/staff/staff-shapes.js';
import { call, Refusal } from '../net/api.js';
import { useSession } from '../session/session.js';
import { useActorNames } from '../ui/actor-names.js';
import { Confirm, type Question } from '../ui/confirm.jsx';
import { exactTime as at } from '../ui/exact-time.js';
import { Icon } from '../ui/icons.jsx';
import { ListTable } from '../ui/list-table.jsx';
import { RefusalNote } from '../ui/refusal.jsx';
import { Link, useHeading } from '../ui/router.jsx';
import { OrderNotes } from './order-notes.jsx';
import { disputeWords, momentWords, orderStateWords, reasonWords, refundWords, ticketWords } from './order-words.js';
import { RefundDialog } from './refund-dialog.jsx';
import { leftOf } from './refund-wish.js';

const REFRESH_MS = 3_000;

/** One order: buyer, items, amounts, history and available actions. */
export function OrderPage({ orderId }: { orderId: string }) {
  const heading = useHeading('Order');
  const nameOf = useActorNames();
  const { data: order, error } = useQuery({
    queryKey: ['order', orderId],
    queryFn: ({ signal }) => call<StaffOrderDetail>('GET', `orders/${orderId}`, undefined, signal),
    refetchInterval: REFRESH_MS,
  });
  const { data: refunds } = useQuery({
    queryKey: ['refunds', orderId],
    queryFn: ({ signal }) =>
      call<{ refunds: StaffRefundShape[] }>('GET', `orders/${orderId}/refunds`, undefined, signal),
    refetchInterval: REFRESH_MS,
  });
  return (
    <section className="page">
      <p>
        <Link href="/admin/orders">All orders</Link>
      </p>
      <div className="page-head">
        <h1 ref={heading} tabIndex={-1}>
          {order ? order.buyer.name : 'Order'}
        </h1>
        {order && <span className="badge badge-quiet">{orderStateWords(order)}</span>}
      </div>
      {error instanceof Refusal && error.status === 404 ? (
        <p>There is no such order.</p>
      ) : (
        <RefusalNote error={error} />
      )}
      {order && (
        <>
          <Facts order={order} />
          <Actions order={order} />
          <Lines order={order} />
          <Refunds refunds={refunds?.refunds ?? []} />
          <OrderNotes order={order} />
          <section className="card stack" aria-label="What happened">
            <h2>What happened</h2>
            <ListTable
              label="What happened"
              rows={order.history.map((moment, index) => ({ ...moment, key: String(index) }))}
              keyOf={({ key }) => key}
              columns={[
                { head: 'When', cell: (moment) => at(moment.at), className: 'number' },
                { head: 'What', cell: ({ what }) => sentence(momentWords(what)) },
                { head: 'By, or how', cell: ({ cause }) => nameOf(cause) },
              ]}
            />
          </section>
        </>
      )}
    </section>
  );
}

const sentence = (what: string): string => what.charAt(0).toUpperCase() + what.slice(1);

function Facts({ order }: { order: StaffOrderDetail }) {
  const money = (amount: number): string => formatMoney({ amount, currency: order.currency }, 'en');
  const facts: [string, ReactNode][] = [
    ['E-mail', order.buyer.email],
    [
      'Order',
      <span key="id" className="mono">
        {order.id}
      </span>,
    ],
    [
      'Sale',
      <Link key="sale" href={`/admin/sales/${order.saleId}`}>
        {order.saleName}
      </Link>,
    ],
    ['Total', money(order.totalMinor)],
    ...(order.refundedMinor > 0 ? ([['Given back', money(order.refundedMinor)]] as [string, ReactNode][]) : []),
    ['Placed', at(order.createdAt)],
    ['Paid', order.paidAt === null ? 'Not yet' : at(order.paidAt)],
    ...(order.reason === null ? [] : ([['Why', sentence(reasonWords(order.reason))]] as [string, ReactNode][])),
    ...(order.dispute === null
      ? []
      : ([['Dispute', disputeWords[order.dispute] ?? order.dispute]] as [string, ReactNode][])),
  ];
  return (
    <dl className="card plain-facts">
      {facts.map(([label, value]) => (
        <div key={label} className="fact-row">
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Actions({ order }: { order: StaffOrderDetail }) {
  const { mayRefund } = useSession();
  const queries = useQueryClient();
  const [refunding, setRefunding] = useState(false);
  const [question, setQuestion] = useState<Question | null>(null);
  const [done, setDone] = useState<string | null>(null);
  if (!mayRefund) return null;
  const again = async (): Promise<void> => {
    for (const key of ['order', 'refunds']) await queries.invalidateQueries({ queryKey: [key, order.id] });
  };
  const asked = ({ state, refunded, refunding: under }: RefundAnswer): void => {
    setRefunding(false);
    setDone(
      state === 'already' && refunded.amount === 0 && under.amount === 0
        ? 'It had been asked for, and was refused: see under Refunds why. It can be asked for again.'
        : state === 'already'
          ? `Nothing new was asked for: ${formatMoney(refunded, 'en')} was given back and ${formatMoney(under, 'en')} is on its way.`
          : `Asked for: ${formatMoney(under, 'en')} is on its way to the buyer.`,
    );
    void again();
  };
  const askResend = (newBarcodes: boolean): void =>
    setQuestion({
      title: newBarcodes ? 'Send new barcodes?' : 'Send the tickets again?',
      action: newBarcodes ? 'Send new barcodes' : 'Send again',
      bad: newBarcodes,
      body: newBarcodes ? (
        <p>
          Every barcode and link of this order that is out stops working: screenshots, prints, a forwarded mail.{' '}
          {order.buyer.email} gets new ones.
        </p>
      ) : (
        <p>{order.buyer.email} gets the same tickets by mail once more.</p>
      ),
      run: async () => {
        await call('POST', `orders/${order.id}/resend`, { newBarcodes });
        setDone(`A mail to ${order.buyer.email} is on its way.`);
        await again();
      },
    });
  const askTakeBack = (): void =>
    setQuestion({
      title: 'Take the transferred tickets back?',
      action: 'Take them back',
      bad: true,
      body: (
        <p>
          For when somebody else transferred them. Links and codes of whoever holds them stop working, and so do those
          of {order.buyer.email}, who gets new ones.
        </p>
      ),
      run: async () => {
        await call('POST', `orders/${order.id}/resend`, { newBarcodes: true, takeBack: true });
        setDone(`The tickets are ${order.buyer.name}’s again. A mail is on its way.`);
        await again();
      },
    });
  const askCancel = (): void =>
    setQuestion({
      title: 'Cancel this order?',
      action: 'Cancel it',
      bad: true,
      body:
        order.partnerId === null ? (
          <p>It was not paid, so no money moves. Its tickets are offered again, and the buyer can no longer pay it.</p>
        ) : (
          <p>
            Its tickets become void, and the stock goes back to the partner. The partner has the money (
            {order.externalReference}) and has to give it back. This cannot be undone.
          </p>
        ),
      run: async () => {
        await call('POST', `orders/${order.id}/cancel`, {});
        await again();
      },
    });
  const paid = order.state === 'paid';
  return (
    <section className="stack" aria-label="What may be done">
      <div className="row">
        {paid && order.partnerId === null && leftOf(order) > 0 && (
          <Button variant="default" color="bad" onClick={() => setRefunding(true)}>
            Refund
          </Button>
        )}
        {paid && (
          <>
            <Button variant="default" onClick={() => askResend(false)}>
              Send the tickets again
            </Button>
            <Button variant="default" onClick={() => askResend(true)}>
              Send new barcodes
            </Button>
            {order.tickets.some(({ holder }) => holder !== null) && (
              <Button variant="default" onClick={askTakeBack}>
                Take transferred tickets back
              </Button>
            )}
          </>
        )}
        {(order.state === 'pending' || (paid && order.partnerId !== null)) && (
          <Button variant="default" onClick={askCancel}>
            Cancel the order
          </Button>
        )}
        {order.state === 'needs_attention' && <Link href="/admin/attention">Decide under Attention</Link>}
      </div>
      {done !== null && (
        <p className="tone-ok" role="status">
          <Icon name="check" size={16} /> {done}
        </p>
      )}
      {refunding && <RefundDialog order={order} onClose={() => setRefunding(false)} onAsked={asked} />}
      <Confirm question={question} onClose={() => setQuestion(null)} />
    </section>
  );
}

function Lines({ order }: { order: StaffOrderDetail }) {
  return (
    <section className="card stack" aria-label="Tickets and lines">
      <h2>Tickets</h2>
      {order.tickets.length > 0 && (
        <ListTable
          label="Tickets"
          rows={order.tickets}
          keyOf={({ id }) => id}
          columns={[
            { head: 'Ticket', cell: ({ label }) => label },
            {
              head: 'Held by',
              cell: ({ holder }) => (holder === null ? 'Buyer' : `${holder.name} (${holder.email})`),
            },
            {
              head: 'State',
              cell: ({ state, admittedAt, gate }) =>
                `${ticketWords[state]}${admittedAt === null ? '' : `, ${at(admittedAt)}, ${gate ?? 'door'}`}`,
            },
          ]}
        />
      )}
      <ListTable
        label="Lines"
        rows={order.lines.map((line, index) => ({ ...line, key: String(index) }))}
        keyOf={({ key }) => key}
        columns={[
          { head: 'Line', cell: ({ label, included }) => `${label}${included ? ' (included)' : ''}` },
          {
            head: 'Amount',
            cell: ({ amount }) => formatMoney({ amount, currency: order.currency }, 'en'),
            className: 'number',
          },
        ]}
      />
    </section>
  );
}

function Refunds({ refunds }: { refunds: readonly StaffRefundShape[] }) {
  const nameOf = useActorNames();
  if (refunds.length === 0) return null;
  return (
    <section className="card stack" aria-label="Refunds">
      <h2>Refunds</h2>
      <ListTable
        label="Refunds"
        rows={refunds}
        keyOf={({ id }) => id}
        columns={[
          { head: 'Asked', cell: ({ askedAt }) => at(askedAt), className: 'number' },
          { head: 'Amount', cell: ({ amount }) => formatMoney(amount, 'en'), className: 'number' },
          {
            head: 'State',
            cell: ({ state, means, answer }) =>
              `${means === 'other' ? 'Given back otherwise' : refundWords[state]}${answer === null ? '' : `. The provider said: “${answer}”`}`,
          },
          { head: 'By', cell: ({ actor, reason }) => `${nameOf(actor)}${reason === null ? '' : `: ${reason}`}` },
        ]}
      />
    </section>
  );
}
