import { useQuery } from '@tanstack/react-query';
import type { StaffSaleShape } from '../../../src/contract/staff-shapes.js';
import { call } from '../net/api.js';
import { Link, useHeading } from './router.jsx';

const places = [
  { key: 'control', path: '', label: 'Control room' },
  { key: 'rehearsal', path: '/rehearsal', label: 'Rehearsal' },
  { key: 'report', path: '/report', label: 'Report' },
] as const;
export type SalePlace = (typeof places)[number]['key'];

/** The name of a sale, and the way between its pages. */
export function SaleHead({ saleId, title, here }: { saleId: string; title: string; here: SalePlace }) {
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
      <SalePlaces saleId={saleId} here={here} />
    </div>
  );
}

/** Links between the pages of one sale. */
export function SalePlaces({ saleId, here }: { saleId: string; here: SalePlace }) {
  return (
    <nav className="row" aria-label="Pages of this sale">
      {places
        .filter(({ key }) => key !== here)
        .map(({ key, path, label }) => (
          <Link key={key} href={`/admin/sales/${saleId}${path}`}>
            {label}
          </Link>
        ))}
    </nav>
  );
}
