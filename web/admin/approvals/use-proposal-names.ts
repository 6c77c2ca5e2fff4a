import { useQuery } from '@tanstack/react-query';
import type { ApprovalShape } from '../../../src/contract/staff/approval-shapes.js';
import type { AttentionItemsShape } from '../../../src/contract/staff/attention-shapes.js';
import type { StaffOrderDetail, StaffSaleShape } from '../../../src/contract/staff/staff-shapes.js';
import { kindWords, moneyOf } from '../attention/attention-words.js';
import { call } from '../net/api.js';
import { leftOf } from '../orders/refund-wish.js';
import type { Names } from './proposal-words.js';

/** Names do not change often, and a list has many proposals about one sale. */
const FRESH_MS = 60_000;

/** Reads what a proposal is about, by the names that people know. */
export function useProposalNames({ subject, state }: ApprovalShape): Names {
  const { data: attention } = useQuery({
    queryKey: ['attention'],
    queryFn: ({ signal }) => call<AttentionItemsShape>('GET', 'attention', undefined, signal),
    enabled: state === 'asked' && isItem(subject),
    staleTime: FRESH_MS,
  });
  const item = attention?.items.find(({ id }) => id === subject);
  const saleId = subject.startsWith('sale_') ? subject : (item?.saleId ?? null);
  const orderId = subject.startsWith('ord_') ? subject : (item?.orderId ?? null);
  const { data: sale } = useQuery({
    queryKey: ['sale', saleId],
    queryFn: ({ signal }) => call<StaffSaleShape>('GET', `sales/${saleId}`, undefined, signal),
    enabled: saleId !== null,
    staleTime: FRESH_MS,
  });
  const { data: order } = useQuery({
    queryKey: ['order', orderId],
    queryFn: ({ signal }) => call<StaffOrderDetail>('GET', `orders/${orderId}`, undefined, signal),
    enabled: state === 'asked' && orderId !== null, // never from before: what is left of its money changes
  });
  return {
    sale: sale ? { name: sale.name, currency: sale.currency, timeZone: sale.show.timeZone } : null,
    order: order
      ? { buyer: order.buyer.name, saleName: order.saleName, currency: order.currency, leftMinor: leftOf(order) }
      : null,
    item: item ? { label: kindWords(item.kind), orderId: item.orderId, facts: moneyOf(item) } : null,
  };
}

const isItem = (subject: string): boolean => !/^(sale_|ord_|team$)/.test(subject);
