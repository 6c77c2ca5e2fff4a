import { useQuery } from '@tanstack/react-query';
import type { StaffSaleShape } from '../../../src/contract/staff/staff-shapes.js';
import { call } from '../net/api.js';

export const useSaleQuery = (saleId: string) =>
  useQuery({
    queryKey: ['sale', saleId],
    queryFn: ({ signal }) => call<StaffSaleShape>('GET', `sales/${saleId}`, undefined, signal),
  });
