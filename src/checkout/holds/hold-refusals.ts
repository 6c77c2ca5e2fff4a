import type { ErrorCode } from '../../contract/errors.js';
import type { SaleState } from '../../contract/shapes.js';
import type { ExtendResult, HoldResult, ReleaseResult, SwapResult } from '../../inventory/inventory.types.js';

type Kind = 'held' | 'swapped' | 'released' | 'extended';
export type HoldRefusal = Exclude<HoldResult | SwapResult | ReleaseResult | ExtendResult, { kind: Kind }>;

/** What a fan is told when inventory refuses, and of which seat or ticket type. */
export function codeOfHold(
  result: HoldRefusal,
  saleState: SaleState | null,
): { code: ErrorCode; detail: string | null; retryAfterMs?: number } {
  const plain = (code: ErrorCode) => ({ code, detail: null });
  switch (result.kind) {
    case 'sold_out':
      return plain('SOLD_OUT');
    case 'seats_taken':
      return { code: 'SEATS_TAKEN', detail: `Taken: ${result.seatIds.join(', ')}` };
    case 'limit_exceeded':
      return plain('LIMIT_EXCEEDED');
    case 'ticket_type_unknown':
      return plain('TICKET_TYPE_UNKNOWN');
    case 'seat_unknown':
      return plain('SEAT_UNKNOWN');
    case 'mismatch':
      return plain('IDEMPOTENCY_MISMATCH');
    case 'holds_spent':
      return plain('HOLDS_SPENT');
    case 'resting':
      return { code: 'COOLING_DOWN', detail: null, retryAfterMs: result.forMs };
    case 'not_active':
      return plain('PASS_EXPIRED');
    case 'paused':
      return plain('SALE_PAUSED');
    case 'closed':
      return plain(saleState === 'closed' || saleState === null ? 'SALE_CLOSED' : 'SALE_NOT_OPEN');
    case 'unknown':
      return plain('NOT_FOUND');
    case 'expired':
      return plain('HOLD_EXPIRED');
    case 'committed':
      return plain('PAYMENT_IN_PROGRESS');
    case 'not_extendable':
      return plain('HOLD_NOT_EXTENDABLE');
    case 'stale':
    case 'away':
      return plain('CORE_AWAY');
  }
}
