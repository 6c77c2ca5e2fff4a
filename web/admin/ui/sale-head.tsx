import { useSaleQuery } from '../sales/sale-query.js';
import { SaleTabs } from '../sales/sale-tabs.jsx';
import { StateBadge } from './state-badge.jsx';
import { useHeading } from './router.jsx';

/** What the page is, of which sale, and the way to its other pages. */
export function SaleHead({ saleId, title }: { saleId: string; title: string }) {
  const { data: sale } = useSaleQuery(saleId);
  const heading = useHeading(sale ? `${title} · ${sale.name}` : title);
  return (
    <>
      <div className="page-head">
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {sale && (
          <>
            <p className="muted">
              {sale.show.name} · {sale.name}
            </p>
            <StateBadge state={sale.state} />
          </>
        )}
      </div>
      <SaleTabs saleId={saleId} />
    </>
  );
}
