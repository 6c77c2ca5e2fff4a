import type { SaleState } from '../../../../src/contract/sale/sale-shapes.js';
import type { StaffSaleShape } from '../../../../src/contract/staff/staff-shapes.js';
import type { EndpointShape } from '../../../../src/contract/partners/webhook-shapes.js';

/** Returns the next boundary that the sale crosses by itself; null if a person has to act, or none is left. */
export function nextMoment(
  { prequeueAt, opensAt, closesAt }: Pick<StaffSaleShape, 'prequeueAt' | 'opensAt' | 'closesAt'>,
  state: SaleState,
  nowMs: number,
): { words: string; leftMs: number } | null {
  const next: Partial<Record<SaleState, { words: string; at: string | null }>> = {
    scheduled: { words: 'the waiting room opens in', at: prequeueAt },
    prequeue: { words: 'opens in', at: opensAt },
    on_sale: { words: 'closes in', at: closesAt },
    sold_out: { words: 'closes in', at: closesAt },
  };
  const moment = next[state];
  if (!moment || moment.at === null) return null;
  return { words: moment.words, leftMs: Math.max(0, Date.parse(moment.at) - nowMs) };
}

/** Returns what is wrong with the webhooks; null if nothing is. Endpoints that a person turned off are fine. */
export function webhookTrouble(
  endpoints: readonly Pick<EndpointShape, 'state' | 'disabledReason' | 'failingSince'>[],
): string | null {
  const stopped = endpoints.filter(
    ({ state, disabledReason }) => state === 'disabled' && (disabledReason === 'failing' || disabledReason === 'gone'),
  ).length;
  const failing = endpoints.filter(({ state, failingSince }) => state === 'active' && failingSince !== null).length;
  const count = (n: number, what: string): string => `${n} ${n === 1 ? 'webhook' : 'webhooks'} ${what}`;
  const parts = [stopped > 0 ? count(stopped, 'stopped') : '', failing > 0 ? count(failing, 'failing') : ''];
  return parts.filter(Boolean).join(', ') || null;
}
