import type { FieldError } from '../../../contract/errors.js';
import type { Allocation, ChannelDraft } from '../../../inventory/channels/channel.rules.js';
import { PUBLIC } from '../../../contract/sale/channels.js';
import type { LaneSetting } from '../../sales.types.js';
import type { AllocationInput, ChannelInput, StockChangeInput } from './stock-input.types.js';

/** Requires either a capacity or seats, not both. */
export function changeErrors({ ticketTypeId, capacity, seatIds, to }: StockChangeInput): FieldError[] {
  if (seatIds === undefined)
    return to === undefined ? [] : [{ field: 'to', message: 'is for seatIds; a capacity is given by itself' }];
  return ticketTypeId === undefined && capacity === undefined
    ? []
    : [{ field: 'seatIds', message: 'are given without ticketTypeId and capacity' }];
}

/** @param seated ids of the ticket types with reserved seats */
export function channelDrafts(
  input: readonly ChannelInput[],
  lanes: readonly LaneSetting[],
  seated: ReadonlySet<string> = new Set(),
): { kind: 'planned'; drafts: ChannelDraft[] } | { kind: 'invalid'; errors: FieldError[] } {
  const errors: FieldError[] = [];
  const drafts = input.map((channel, index): ChannelDraft => {
    for (const lane of channel.lanes ?? [])
      if (!lanes.some(({ key }) => key === lane))
        errors.push({ field: `${index}.lanes`, message: `the sale has no lane ${lane}` });
    return {
      key: channel.key,
      label: channel.label,
      partnerId: channel.partnerId ?? null,
      lanes: channel.lanes ?? [],
      allocations: allocationsOf(channel, seated).flatMap((allocation, n) => {
        const checked = allocationOf(allocation);
        if (checked) return [checked];
        errors.push({
          field: `${index}.allocations.${n}`,
          message: 'is either ticketTypeId with quantity, or seatIds',
        });
        return [];
      }),
      returnAt: channel.returnAt ? new Date(channel.returnAt).toISOString() : null,
      returnTo: channel.returnTo ?? PUBLIC,
      returnBelowPercent: channel.returnBelowPercent ?? null,
    };
  });
  return errors.length > 0 ? { kind: 'invalid', errors } : { kind: 'planned', drafts };
}

/**
 * Returns the allocations that a channel asks for. Lines of an answer that are sent back name quantities only: its seats
 * are in `seatIds`, and public has what is left.
 */
function allocationsOf(channel: ChannelInput, seated: ReadonlySet<string>): AllocationInput[] {
  const { key, allocations = [], seatIds = [] } = channel;
  const isDerived = ({ capacity, ticketTypeId = '' }: AllocationInput): boolean =>
    capacity !== undefined && (key === PUBLIC || seated.has(ticketTypeId));
  const asked = allocations
    .filter((allocation) => !isDerived(allocation))
    .map((line) => (line.capacity === undefined ? line : { quantity: line.capacity, ...line }));
  return seatIds.length > 0 ? [...asked, { seatIds }] : asked;
}

function allocationOf({ ticketTypeId, quantity, seatIds }: AllocationInput): Allocation | null {
  if (seatIds !== undefined) return ticketTypeId === undefined && quantity === undefined ? { seatIds } : null;
  return ticketTypeId === undefined || quantity === undefined ? null : { ticketTypeId, quantity };
}
