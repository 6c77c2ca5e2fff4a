import type { FieldError } from '../../../contract/errors.js';
import type { SaleView } from '../../sales.types.js';
import { brandingColumns } from '../branding.rules.js';
import { sellerOf } from '../input/sale-input.rules.js';
import type { SaleChangeInput } from '../input/sale-input.types.js';
import type { SaleColumns } from '../sales.repository.js';

interface Times {
  prequeueAt: string;
  opensAt: string;
  closesAt: string | null;
}

/**
 * Returns the columns that a change writes: only what was given, so that a concurrent change of something else is kept.
 * Times are written together, because they were checked together.
 */
export function changedColumns(input: SaleChangeInput, times: Times): SaleColumns {
  const { name, listed, transferable, seller, branding, show } = input;
  return {
    ...(name !== undefined && { name }),
    ...(listed !== undefined && { listed }),
    ...(transferable !== undefined && { transferable }),
    ...(seller !== undefined && { seller: sellerOf(seller) }),
    ...(branding !== undefined && brandingColumns(branding)),
    ...(show && {
      showName: show.name,
      showVenue: show.venue,
      showStartsAt: new Date(show.startsAt),
      showTimeZone: show.timeZone,
    }),
    ...(movesTimes(input) && {
      prequeueAt: new Date(times.prequeueAt),
      opensAt: new Date(times.opensAt),
      closesAt: times.closesAt === null ? null : new Date(times.closesAt),
    }),
  };
}

const movesTimes = ({ prequeueAt, opensAt, closesAt }: SaleChangeInput): boolean =>
  prequeueAt !== undefined || opensAt !== undefined || closesAt !== undefined;

/** A sale that is over by a slip cannot be opened again, so a time in the past never ends one. */
export function closingErrors({ state }: SaleView, { closesAt }: SaleChangeInput, nowMs: number): FieldError[] {
  if (state === 'draft' || !closesAt || Date.parse(closesAt) > nowMs) return [];
  return [{ field: 'closesAt', message: 'must be in the future; to end the sale now, close it' }];
}

/**
 * Returns true if the change would move a boundary already crossed. A paused sale counts as in the state it was paused
 * in.
 */
export function movesCrossed({ state, pausedFrom }: SaleView, input: SaleChangeInput): boolean {
  const beforePrequeue = state === 'draft' || state === 'scheduled';
  const beforeOpening = beforePrequeue || state === 'prequeue' || pausedFrom === 'prequeue';
  return (input.prequeueAt !== undefined && !beforePrequeue) || (input.opensAt !== undefined && !beforeOpening);
}
