import { ACCESSIBLE, PUBLIC } from '../../contract/sale/channels.js';
import type { ChannelInput } from '../../sales/catalogue/input/stock-input.types.js';
import { seatsInWords } from './seat-list.rules.js';

/** A channel as the sale has it. */
export type GivenChannel = Omit<ChannelInput, 'allocations'> & {
  allocations: readonly { ticketTypeId: string; quantity: number }[];
};

/**
 * Renders the channels as they are, as in: club (Club, general) tt_a 200; sponsors (Sponsors) seats 2: A-1-1…A-1-2.
 * Seats are named themselves on both sides: a proposal names no ticket type of theirs.
 */
export function allotted(
  channels: readonly GivenChannel[],
  asked: readonly ChannelInput[],
  seated: ReadonlySet<string>,
): string {
  // that of the wheelchair places is always there, and stays as it is where it is not listed
  const isListed = asked.some(({ key }) => key === ACCESSIBLE);
  return told(
    channels
      .filter(({ key }) => key !== ACCESSIBLE || isListed)
      .map((channel) => ({
        ...channel,
        allocations: channel.allocations.filter(({ ticketTypeId }) => !seated.has(ticketTypeId)),
      })),
  );
}

/** Renders the channels as they are asked for; lines of an answer that are sent back with their seats are these. */
export const givenBy = (asked: readonly ChannelInput[], seated: ReadonlySet<string>): string =>
  told(
    asked.map(({ allocations = [], seatIds = [], ...channel }) => ({
      ...channel,
      seatIds: [...seatIds, ...allocations.flatMap((allocation) => allocation.seatIds ?? [])],
      allocations: allocations.flatMap(({ ticketTypeId, quantity, capacity }) =>
        ticketTypeId === undefined || (capacity !== undefined && seated.has(ticketTypeId))
          ? []
          : [{ ticketTypeId, quantity: quantity ?? capacity ?? 0 }],
      ),
    })),
  );

const told = (channels: readonly GivenChannel[]): string =>
  channels
    .filter(({ key }) => key !== PUBLIC)
    .map(({ key, allocations, seatIds = [], ...terms }) => {
      const { label, partnerId, lanes = [], returnAt, returnTo = PUBLIC, returnBelowPercent } = terms;
      const at = returnAt ? `back at ${new Date(returnAt).toISOString()}` : '';
      const below = returnBelowPercent ? `back below ${returnBelowPercent} %` : '';
      const to = returnTo === PUBLIC ? '' : `back to ${returnTo}`;
      const about = [label, partnerId, ...lanes.toSorted(), at, below, to].filter(Boolean).join(', ');
      const units = allocations
        .filter(({ quantity }) => quantity > 0)
        .map(({ ticketTypeId, quantity }) => `${ticketTypeId} ${quantity}`)
        .toSorted();
      const seats = seatIds.length > 0 ? [`seats ${seatsInWords(seatIds)}`] : [];
      return `${key} (${about}) ${[...units, ...seats].join(', ')}`.trim();
    })
    .toSorted()
    .join('; ');
