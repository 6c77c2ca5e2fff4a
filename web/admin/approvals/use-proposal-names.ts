import { useQuery } from '@tanstack/react-query';
import type { ApprovalShape } from '../../../src/contract/staff/approval-shapes.js';
import type { AttentionItemsShape } from '../../../src/contract/staff/attention-shapes.js';
import type { StaffOrderDetail, StaffSaleShape } from '../../../src/contract/staff/staff-shapes.js';
import { kindWords } from '../attention/attention-words.js';
import { call } from '../net/api.js';
import type { Names } from './proposal-words.js';

/** Names do not change often, and a list has many proposals about one sale. */
const FRESH_MS = 60_000;

/** Reads what a proposal is about, by the names that people know. */
export function useProposalNames({ subject, state }: ApprovalShape): Names {
  const { data: sale } = useQuery({
    queryKey: ['sale', subject],
    queryFn: ({ signal }) => call<StaffSaleShape>('GET', `sales/${subject}`, undefined, signal),
    enabled: subject.startsWith('sale_'),
    staleTime: FRESH_MS,
  });
  const { data: order } = useQuery({
    queryKey: ['order', subject],
    queryFn: ({ signal }) => call<StaffOrderDetail>('GET', `orders/${subject}`, undefined, signal),
    enabled: subject.startsWith('ord_'),
    staleTime: FRESH_MS,
  });
  const { data: attention } = useQuery({
    queryKey: ['attention'],
    queryFn: ({ signal }) => call<AttentionItemsShape>('GET', 'attention', undefined, signal),
    enabled: state === 'asked' && isItem(subject),
    staleTime: FRESH_MS,
  });
  const item = attention?.items.find(({ id }) => id === subject);
  return {
    sale: sale ? { name: sale.name, currency: sale.currency, timeZone: sale.show.timeZone } : null,
    order: order ? { buyer: order.buyer.name, saleName: order.saleName, currency: order.currency } : null,
    item: item ? kindWords(item.kind) : null,
  };
}

const isItem = (subject: string): boolean => !/^(sale_|ord_|team$)/.test(subject);
