import { useQuery } from '@tanstack/react-query';
import type { AuditEntryShape, AuditPageShape } from '../../../src/contract/staff/staff-shapes.js';
import { call } from '../net/api.js';

const REREAD_MS = 10_000;
const none: readonly AuditEntryShape[] = [];

/** Returns what was changed in the sale lately, newest first, from the log. */
export function useSaleChanges(saleId: string): readonly AuditEntryShape[] {
  const { data } = useQuery({
    queryKey: ['changes', saleId],
    queryFn: ({ signal }) => call<AuditPageShape>('GET', `audit?subject=${saleId}`, undefined, signal),
    refetchInterval: REREAD_MS,
  });
  return data?.entries ?? none;
}
