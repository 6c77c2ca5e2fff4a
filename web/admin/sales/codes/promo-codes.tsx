import { Button } from '@mantine/core';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { formatMoney } from '../../../../src/contract/money/money.js';
import type { PromoCodeShape, PromoCodesPage } from '../../../../src/contract/money/promo-shapes.js';
import type { StaffSaleShape } from '../../../../src/contract/staff/staff-shapes.js';
import { formatShortDayAndTime } from '../../../shared/format/time.js';
import { count } from '../../control/figures/words.js';
import { call } from '../../net/api.js';
import { useSession } from '../../session/session.js';
import { Confirm, type Question } from '../../ui/confirm.jsx';
import { ListTable } from '../../ui/list-table.jsx';
import { RefusalNote } from '../../ui/refusal.jsx';
import { PromoCodeForm } from './promo-code-form.jsx';

/** Codes that lower the price at checkout. */
export function PromoCodes({ sale }: { sale: StaffSaleShape }) {
  const { mayChange } = useSession();
  const queries = useQueryClient();
  const [question, setQuestion] = useState<Question | null>(null);
  const { data, error, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ['promo-codes', sale.id],
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) => {
      const query = new URLSearchParams({ saleId: sale.id, ...(pageParam && { before: pageParam }) });
      return call<PromoCodesPage>('GET', `promo-codes?${query}`, undefined, signal);
    },
    getNextPageParam: ({ next }) => next,
  });
  const again = () => queries.invalidateQueries({ queryKey: ['promo-codes', sale.id] });
  const codes = data?.pages.flatMap((page) => page.codes) ?? [];
  const askVoid = ({ id, code, used }: PromoCodeShape): void =>
    setQuestion({
      title: `Void ${code}?`,
      action: 'Void it',
      bad: true,
      body: <p>No new order can use it. The {count(used)} orders that have it keep their price.</p>,
      run: async () => {
        await call('DELETE', `promo-codes/${id}`);
        await again();
      },
    });
  return (
    <section className="card stack" aria-label="Promo codes">
      <h2>Promo codes</h2>
      <p className="field-why">
        Typed at the checkout. The discount is on the price of the tickets: fees stay, taxes follow. A use is reserved
        with the order, and free again when the order ends unpaid.
      </p>
      <RefusalNote error={error} />
      {codes.length > 0 && (
        <ListTable
          label="Promo codes"
          rows={codes}
          keyOf={({ id }) => id}
          columns={[
            { head: 'Code', cell: ({ code }) => <code className="strong">{code}</code> },
            { head: 'Off', cell: (code) => offWords(code, sale) },
            { head: 'Used', cell: ({ used, maxUses }) => `${count(used)} of ${count(maxUses)}`, className: 'number' },
            {
              head: 'Until',
              cell: ({ endsAt }) =>
                endsAt === null ? 'The sale ends' : formatShortDayAndTime(endsAt, 'en-GB', sale.show.timeZone),
              className: 'number',
            },
            {
              head: '',
              cell: (code) =>
                code.voidedAt !== null ? (
                  <span className="muted">Void</span>
                ) : (
                  mayChange && (
                    <div className="actions">
                      <Button variant="subtle" color="bad" size="sm" onClick={() => askVoid(code)}>
                        Void<span className="hidden-words"> {code.code}</span>
                      </Button>
                    </div>
                  )
                ),
            },
          ]}
        />
      )}
      {hasNextPage && (
        <Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          Show older codes
        </Button>
      )}
      {mayChange && sale.state !== 'closed' && <PromoCodeForm sale={sale} onMade={() => void again()} />}
      <Confirm question={question} onClose={() => setQuestion(null)} />
    </section>
  );
}

function offWords({ percent, amount, ticketTypeIds, perFan }: PromoCodeShape, sale: StaffSaleShape): string {
  const off = percent === null ? formatMoney({ amount: amount ?? 0, currency: sale.currency }, 'en') : `${percent} %`;
  const names = ticketTypeIds?.map((id) => sale.ticketTypes.find((type) => type.id === id)?.name ?? id);
  return `${off}${names ? ` on ${names.join(', ')}` : ''}, ${perFan === 1 ? 'once' : `${perFan} times`} for each fan`;
}
