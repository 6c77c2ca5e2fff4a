import { useQuery } from '@tanstack/react-query';
import type { StaffSaleShape } from '../../../src/contract/staff-shapes.js';
import { call } from '../net/api.js';
import { SaleTabs } from '../sales/sale-tabs.jsx';
import { useHeading } from './router.jsx';

/** A sale's name and the navigation between its pages. */
export function SaleHead({ saleId, title }: { saleId: string; title: string }) {
  const { data: sale } = useQuery({
    queryKey: ['sale', saleId],
    queryFn: ({ signal }) => call<StaffSaleShape>('GET', `sales/${saleId}`, undefined, signal),
  });
  const heading = useHeading(sale ? `${title}: ${sale.name}` : title);
  return (
    <div className="page-head">
      <h1 ref={heading} tabIndex={-1}>
        {title}
      </h1>
      <p className="muted">{sale?.name}</p>
      <SaleTabs saleId={saleId} />
    </div>
  );
}
