import { parseMoney } from '../../../../src/contract/money/money.js';
import type { SaleShape, SaleState } from '../../../../src/contract/sale/sale-shapes.js';
import { previewLook } from './look-draft.js';
import {
  boundedOf,
  feeOf,
  fullPrice,
  laneKeyOf,
  MOST,
  type SaleDraft,
  slugFrom,
  taxOf,
  wholeOf,
} from './sale-draft.js';
import { instantsOf } from './zone-time.js';

/** Returns the sale as fans would receive it, from the fields that can be parsed so far. */
export function previewOf(draft: SaleDraft, state: SaleState): SaleShape {
  const { currency } = draft;
  const at = (local: string): string => new Date(instantsOf(local, draft.timeZone)[0] ?? Date.now()).toISOString();
  return {
    id: 'preview',
    slug: draft.slug || slugFrom(draft.name) || 'preview',
    name: draft.name.trim() || 'Name of the sale',
    ...{ state, currency },
    show: {
      name: draft.show.trim() || 'Show',
      venue: draft.venue.trim() || 'Venue',
      startsAt: at(draft.startsAt),
      timeZone: draft.timeZone,
    },
    prequeueAt: at(draft.prequeueAt),
    opensAt: at(draft.opensAt),
    closesAt: draft.closesAt === '' ? null : at(draft.closesAt),
    ...{ challenge: draft.challenge, entry: draft.entry },
    lanes: draft.lanes.map((lane) => ({
      key: laneKeyOf(lane),
      label: lane.label.trim() || 'Lane',
      weight: wholeOf(lane.weight, MOST.laneWeight) ?? 1,
      access: lane.access,
    })),
    maxPerOrder: wholeOf(draft.limits.perOrder, MOST.perFan),
    ticketTypes: draft.tickets.flatMap((ticket) => {
      const [price, full] = [parseMoney(ticket.price, currency), fullPrice(ticket, currency)];
      if (price === null || full === null) return [];
      return [
        {
          id: `preview-${ticket.key}`,
          name: ticket.name.trim() || 'Ticket',
          admission: ticket.seated ? ('reserved' as const) : ('general' as const),
          price: { amount: price, currency },
          fullPrice: { amount: full, currency },
          fee: feeOf(ticket, currency),
          tax: taxOf(ticket),
          maxPerFan: wholeOf(ticket.maxPerFan, MOST.perFan) ?? 1,
          min: wholeOf(ticket.min, MOST.perFan) ?? 1,
          multiple: wholeOf(ticket.multiple, MOST.perFan) ?? 1,
          state: 'plenty' as const,
        },
      ];
    }),
    ...previewLook(draft),
    transferable: draft.transferable,
    turn: {
      answerSeconds: boundedOf(draft.policy.graceSeconds, 'graceSeconds') ?? 15,
      keptMinutes: boundedOf(draft.policy.claimMinutes, 'claimMinutes') ?? 10,
    },
    handoff: draft.policy.handoff,
    demo: false,
  };
}
