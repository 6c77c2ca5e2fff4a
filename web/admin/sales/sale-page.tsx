import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { StaffSaleShape } from '../../../src/contract/staff-shapes.js';
import { call } from '../net/api.js';
import { RefusalNote } from '../ui/refusal.jsx';
import { useHeading } from '../ui/router.jsx';
import { StateBadge } from '../ui/state-badge.jsx';
import { SaleTabs } from './sale-tabs.jsx';

/** Frame of a page about one sale: its name, state and navigation. */
export function SalePage({
  saleId,
  title,
  children,
}: {
  saleId: string;
  title: string;
  children: (sale: StaffSaleShape) => ReactNode;
}) {
  const { data: sale, error } = useSaleQuery(saleId);
  const heading = useHeading(sale ? `${title} · ${sale.name}` : title);
  return (
    <section className="page">
      <div className="page-head">
        <h1 ref={heading} tabIndex={-1}>
          {sale ? `${sale.show.name} · ${sale.name}` : title}
        </h1>
        {sale && <StateBadge state={sale.state} />}
      </div>
      <SaleTabs saleId={saleId} />
      <RefusalNote error={error} />
      {!sale && !error && <p className="muted">Loading sale…</p>}
      {sale && children(sale)}
    </section>
  );
}

export const useSaleQuery = (saleId: string) =>
  useQuery({
    queryKey: ['sale', saleId],
    queryFn: ({ signal }) => call<StaffSaleShape>('GET', `sales/${saleId}`, undefined, signal),
  });
