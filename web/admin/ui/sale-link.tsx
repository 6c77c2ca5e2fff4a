import { useQuery } from '@tanstack/react-query';
import type { StaffSaleShape } from '../../../src/contract/staff/staff-shapes.js';
import { call } from '../net/api.js';
import { Link } from './router.jsx';

/** Names do not change often, and a list has many links to one sale. */
const FRESH_MS = 60_000;

/** Links to a sale by its name. */
export function SaleLink({ saleId }: { saleId: string }) {
  const { data } = useQuery({
    queryKey: ['sale-name', saleId],
    queryFn: ({ signal }) => call<StaffSaleShape>('GET', `sales/${saleId}`, undefined, signal),
    staleTime: FRESH_MS,
  });
  return <Link href={`/admin/sales/${saleId}`}>{data?.name ?? 'Its sale'}</Link>;
}
