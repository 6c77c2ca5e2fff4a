import type { FieldError } from '../../contract/errors.js';
import type { LimitKind, SaleLimits } from '../sales.types.js';
import type { SaleInput } from './input/sale-input.types.js';

const MAX_TOUR_CHARACTERS = 60;

/** Rejects limits that this sale cannot enforce. */
export function* limitErrors({ limits, entry, ticketTypes }: SaleInput): Generator<FieldError> {
  const { by = [], across = 'sale', tour, perOrder } = limits ?? {};
  const least = Math.max(0, ...ticketTypes.map(({ min = 1, multiple = 1 }) => Math.max(min, multiple)));
  if (perOrder !== undefined && perOrder !== null && perOrder < least)
    yield { field: 'limits.perOrder', message: `must be at least ${least}, which a ticket type is sold by` };
  if (by.includes('identity') && (entry ?? 'open') === 'open')
    yield { field: 'limits.by', message: '"identity" needs an entry that proves who somebody is' };
  if (across === 'sale' && tour !== undefined)
    yield { field: 'limits.tour', message: 'belongs to limits across a tour only' };
  if (across === 'tour' && !by.some((kind) => kind !== 'place'))
    yield {
      field: 'limits.across',
      message: 'a tour counts by "identity", "email" or "card": a place belongs to one sale',
    };
}

/**
 * Returns the limits; the place always counts. Sales with the same tour name count together; it defaults to the show's
 * name.
 */
export function plannedLimits({ limits, show }: SaleInput): SaleLimits {
  const across = limits?.across === 'tour' ? 'tour' : 'sale';
  const by = new Set<LimitKind>(['place', ...((limits?.by ?? []) as LimitKind[])]);
  return {
    by: [...by],
    across,
    tour: across === 'tour' ? (limits?.tour ?? tourOf(show.name)) : null,
    perOrder: limits?.perOrder ?? null,
  };
}

function tourOf(showName: string): string {
  const words =
    showName
      .normalize('NFKD')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.join('-').slice(0, MAX_TOUR_CHARACTERS) || 'tour';
}
