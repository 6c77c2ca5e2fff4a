import type { ReactNode } from 'react';
import type { StaffSaleShape } from '../../../src/contract/staff/staff-shapes.js';
import { RefusalNote } from '../ui/refusal.jsx';
import { SaleHead } from '../ui/sale-head.jsx';
import { useSaleQuery } from './sale-query.js';

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
  return (
    <section className="page">
      <SaleHead saleId={saleId} title={title} />
      <RefusalNote error={error} />
      {!sale && !error && <p className="muted">Loading sale…</p>}
      {sale && children(sale)}
    </section>
  );
}
