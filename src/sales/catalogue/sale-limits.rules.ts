import type { FieldError } from '../../contract/errors.js';
import type { LimitKind, SaleLimits } from '../sales.types.js';
import type { SaleInput } from './sale-input.types.js';

const MAX_TOUR_CHARACTERS = 60;

/** Rejects limits that this sale cannot enforce. */
export function* limitErrors({ limits, entry }: SaleInput): Generator<FieldError> {
  const { by = [], across = 'sale', tour } = limits ?? {};
  if (by.includes('identity') && entry !== 'email' && entry !== 'account')
    yield { field: 'limits.by', message: '"identity" needs the entry email or account, which proves who somebody is' };
  if (by.includes('identity') && across === 'tour')
    yield {
      field: 'limits.by',
      message: '"identity" is known within one sale: across a tour count by "email" or "card"',
    };
  if (across === 'sale' && tour !== undefined)
    yield { field: 'limits.tour', message: 'belongs to limits across a tour only' };
  if (across === 'tour' && !by.includes('email') && !by.includes('card'))
    yield { field: 'limits.across', message: 'a tour counts by "email" or "card": a place belongs to one sale' };
}

/**
 * Returns the limits; the place always counts. Sales with the same tour name count together; it defaults to the show's
 * name.
 */
export function plannedLimits({ limits, show }: SaleInput): SaleLimits {
  const across = limits?.across === 'tour' ? 'tour' : 'sale';
  const by = new Set<LimitKind>(['place', ...((limits?.by ?? []) as LimitKind[])]);
  return { by: [...by], across, tour: across === 'tour' ? (limits?.tour ?? tourOf(show.name)) : null };
}

function tourOf(showName: string): string {
  const words =
    showName
      .normalize('NFKD')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.join('-').slice(0, MAX_TOUR_CHARACTERS) || 'tour';
}
