import type { FieldError } from '../../contract/errors.js';
import type { Allocation, ChannelDraft } from '../../inventory/channels/channel.rules.js';
import { PUBLIC } from '../../contract/channels.js';
import type { LaneSetting } from '../sales.types.js';
import type { AllocationInput, ChannelInput, StockChangeInput } from './stock-input.types.js';

/** Requires either a capacity or seats, not both. */
export function changeErrors({ ticketTypeId, capacity, seatIds, to }: StockChangeInput): FieldError[] {
  if (seatIds === undefined)
    return to === undefined ? [] : [{ field: 'to', message: 'is for seatIds; a capacity is given by itself' }];
  return ticketTypeId === undefined && capacity === undefined
    ? []
    : [{ field: 'seatIds', message: 'are given without ticketTypeId and capacity' }];
}

export function channelDrafts(
  input: readonly ChannelInput[],
  lanes: readonly LaneSetting[],
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
      allocations: (channel.allocations ?? []).flatMap((allocation, n) => {
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

function allocationOf({ ticketTypeId, quantity, seatIds }: AllocationInput): Allocation | null {
  if (seatIds !== undefined) return ticketTypeId === undefined && quantity === undefined ? { seatIds } : null;
  return ticketTypeId === undefined || quantity === undefined ? null : { ticketTypeId, quantity };
}
