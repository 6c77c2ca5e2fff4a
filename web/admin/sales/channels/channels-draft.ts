import type { ChannelShape } from '../../../../src/contract/stock/stock-shapes.js';
import type { StaffSaleShape } from '../../../../src/contract/staff/staff-shapes.js';
import { MOST, slugFrom, wholeOf } from '../setup/sale-draft.js';
import { instantsOf, localIn, missingTime } from '../setup/zone-time.js';

/** A channel as typed: its seller, quantities by ticket type, and when unsold stock is released. */
export interface ChannelDraft {
  key: string | null;
  label: string;
  partnerId: string;
  lanes: string[];
  /** By ticket type; empty: none. */
  quantities: Record<string, string>;
  /** Ids of reserved seats, separated by blanks, commas or lines. */
  seats: string;
  returnAt: string;
  /** Percentage of public stock left at which it comes back; empty: none. */
  returnBelow: string;
}

export const emptyChannel: ChannelDraft = {
  ...{ key: null, label: '', partnerId: '', lanes: [], quantities: {}, seats: '', returnAt: '', returnBelow: '' },
};

export function channelDraft(channel: ChannelShape, sale: StaffSaleShape): ChannelDraft {
  const general = channel.allocations.filter(({ ticketTypeId }) => isGeneral(sale, ticketTypeId));
  return {
    key: channel.key,
    label: channel.label,
    partnerId: channel.partnerId ?? '',
    lanes: [...channel.lanes],
    quantities: Object.fromEntries(general.map(({ ticketTypeId, capacity }) => [ticketTypeId, String(capacity)])),
    seats: channel.seatIds.join('\n'),
    returnAt: channel.returnAt === null ? '' : localIn(Date.parse(channel.returnAt), sale.show.timeZone),
    returnBelow: channel.returnBelowPercent === null ? '' : String(channel.returnBelowPercent),
  };
}

const isGeneral = (sale: StaffSaleShape, ticketTypeId: string): boolean =>
  sale.ticketTypes.find(({ id }) => id === ticketTypeId)?.admission === 'general';

export const seatIdsIn = (text: string): string[] => [
  ...new Set(
    text
      .split(/[\s,;]+/)
      .map((id) => id.trim())
      .filter((id) => id !== ''),
  ),
];

/** Returns the errors of one channel, by field. */
export function channelErrors(draft: ChannelDraft, sale: StaffSaleShape): Map<string, string> {
  const errors = new Map<string, string>();
  if (draft.label.trim() === '') errors.set('label', 'Each channel needs a name.');
  if (draft.returnAt !== '' && instantsOf(draft.returnAt, sale.show.timeZone).length === 0)
    errors.set('returnAt', missingTime(draft.returnAt, sale.show.timeZone) ?? 'Enter a day and a time.');
  if (draft.returnBelow.trim() !== '' && !/^[1-9]\d?$/.test(draft.returnBelow.trim()))
    errors.set('returnBelow', 'A whole number from 1 to 99.');
  for (const type of sale.ticketTypes) {
    const typed = draft.quantities[type.id]?.trim() ?? '';
    if (typed !== '' && wholeOf(typed, MOST.tickets, 0) === null)
      errors.set(type.id, `A whole number, at most the ${type.capacity} that there are.`);
  }
  return errors;
}

/** Returns one channel of the body of PUT …/channels. */
export function channelBody(draft: ChannelDraft, sale: StaffSaleShape): Record<string, unknown> {
  const [returnAt] = instantsOf(draft.returnAt, sale.show.timeZone);
  const seatIds = seatIdsIn(draft.seats);
  return {
    key:
      draft.key ??
      (slugFrom(draft.label)
        .slice(0, 32)
        .replace(/^[^a-z]+/, '') ||
        'channel'),
    label: draft.label.trim(),
    partnerId: draft.partnerId === '' ? null : draft.partnerId,
    lanes: draft.lanes,
    allocations: [
      ...sale.ticketTypes.flatMap(({ id, admission }) => {
        const quantity = wholeOf(draft.quantities[id] ?? '', MOST.tickets) ?? 0;
        return admission === 'general' && quantity > 0 ? [{ ticketTypeId: id, quantity }] : [];
      }),
      ...(seatIds.length > 0 ? [{ seatIds }] : []),
    ],
    returnAt: returnAt === undefined ? null : new Date(returnAt).toISOString(),
    returnTo: 'public',
    returnBelowPercent: draft.returnBelow.trim() === '' ? null : Number(draft.returnBelow),
  };
}
