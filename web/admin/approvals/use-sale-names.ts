import { useQuery } from '@tanstack/react-query';
import type { EffectShape } from '../../../src/contract/staff/approval-shapes.js';
import type { AccessCodesShape } from '../../../src/contract/line/entry-shapes.js';
import type { StaffSaleShape } from '../../../src/contract/staff/staff-shapes.js';
import { call } from '../net/api.js';
import type { SaleNames } from './effect-values.js';

/** Names do not change often, and a list has many proposals about one sale. */
const FRESH_MS = 60_000;

/** Reads by which names and on whose clocks an effect on this sale is told. */
export function useSaleNames(saleId: string, effect: readonly EffectShape[]): SaleNames {
  const { data: sale } = useQuery({
    queryKey: ['sale', saleId],
    queryFn: ({ signal }) => call<StaffSaleShape>('GET', `sales/${saleId}`, undefined, signal),
    enabled: effect.length > 0,
    staleTime: FRESH_MS,
  });
  const { data: codes } = useQuery({
    queryKey: ['access-codes', saleId],
    queryFn: ({ signal }) => call<AccessCodesShape>('GET', `sales/${saleId}/access-codes`, undefined, signal),
    enabled: effect.some(({ field }) => field === 'codesVoided'),
    staleTime: FRESH_MS,
  });
  const lanes = sale?.lanes ?? [];
  const labelOf = (key: string): string => lanes.find((lane) => lane.key === key)?.label ?? key;
  const lists = (codes?.batches ?? []).map(
    ({ batchId, lane, count }) => [batchId, `${labelOf(lane)}, ${count.toLocaleString('en-GB')} in the list`] as const,
  );
  return {
    timeZone: sale?.show.timeZone ?? 'UTC',
    names: new Map([
      ...lanes.map(({ key, label }) => [key, label] as const),
      ...(sale?.ticketTypes ?? []).map(({ id, name }) => [id, name] as const),
      ...lists,
    ]),
  };
}
