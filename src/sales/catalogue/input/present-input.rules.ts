import { PUBLIC } from '../../../contract/sale/channels.js';
import type { SaleView, TicketTypeView } from '../../sales.types.js';
import { brandingColumns, type BrandingColumns } from '../branding.rules.js';
import { defaultPolicy, plannedType, policyWith, sellerOf } from './sale-input.rules.js';
import type { LaneInput, SaleInput } from './sale-input.types.js';
import type { TicketTypeInput } from './ticket-type-input.types.js';

interface TypeStock {
  capacity: number;
  /** Where all of it is; null if it is in several channels. */
  channel: string | null;
}

/** A sale as it is: its view, the ids of its pictures, and the stock of each ticket type by its id. */
export interface PresentSale {
  view: SaleView;
  branding: BrandingColumns;
  stock: ReadonlyMap<string, TypeStock>;
}

/** Adds up the pools of each ticket type. */
export function stockOf(
  pools: readonly { ticketTypeId: string; capacity: number; channel: string }[],
): Map<string, TypeStock> {
  const stock = new Map<string, TypeStock>();
  for (const { ticketTypeId, capacity, channel } of pools) {
    const before = stock.get(ticketTypeId);
    if (capacity === 0 && before) continue;
    const isOnly = !before || before.capacity === 0 || before.channel === channel;
    stock.set(ticketTypeId, { capacity: capacity + (before?.capacity ?? 0), channel: isOnly ? channel : null });
  }
  return stock;
}

/**
 * Returns the body that would make the sale as it is now: what it was made from, with what was changed since. Fields
 * that were not changed stay as they were sent. Times, speed, stock and challenge of a published sale stay too: the
 * control room moves them for one night.
 */
export function presentInput(input: SaleInput, sale: PresentSale): SaleInput {
  const { view } = sale;
  const isDraft = view.state === 'draft';
  return {
    ...input,
    ...(view.name !== input.name && { name: view.name }),
    ...(isOther(view.show, showOf(input)) && { show: view.show }),
    ...(view.listed !== (input.listed ?? true) && { listed: view.listed }),
    ...(view.transferable !== (input.transferable ?? true) && { transferable: view.transferable }),
    ...presentLook(input, sale),
    ...(isDraft && presentSettings(input, view)),
    ticketTypes: view.ticketTypes.map((type, rank) => {
      const made = input.ticketTypes[rank];
      const stock = sale.stock.get(type.id);
      const capacity = type.admission === 'general' ? stock?.capacity : undefined;
      return made
        ? // room that the standing areas gave follows the map
          { ...made, ...changedTerms(type, made, isDraft && made.capacity !== undefined ? capacity : undefined) }
        : addedType(type, capacity, stock?.channel ?? null);
    }),
  };
}

const isOther = (now: unknown, then: unknown): boolean => JSON.stringify(sorted(now)) !== JSON.stringify(sorted(then));

/** Jsonb does not keep the order of keys. */
function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}

const instant = (at: string): string => new Date(at).toISOString();

const showOf = ({ show }: SaleInput): SaleView['show'] => ({
  name: show.name,
  venue: show.venue,
  startsAt: instant(show.startsAt),
  timeZone: show.timeZone,
});

function presentSettings(input: SaleInput, view: SaleView): Partial<SaleInput> {
  const closesAt = input.closesAt ? instant(input.closesAt) : null;
  return {
    ...(view.prequeueAt !== instant(input.prequeueAt) && { prequeueAt: view.prequeueAt }),
    ...(view.opensAt !== instant(input.opensAt) && { opensAt: view.opensAt }),
    ...(view.closesAt !== closesAt && { closesAt: view.closesAt }),
    ...(view.challenge !== (input.challenge ?? 'auto') && { challenge: view.challenge }),
    ...(isOther(view.policy, policyWith(defaultPolicy, input.policy ?? {})) && { policy: view.policy }),
    ...(input.lanes && { lanes: input.lanes.map((lane) => weighted(lane, view)) }),
  };
}

/** Seller and branding cannot be sent as null, so a removed one is left out. */
function presentLook(input: SaleInput, { view, branding }: PresentSale): Partial<SaleInput> {
  const look: Record<string, unknown> = {};
  if (isOther(view.seller, sellerOf(input.seller))) look['seller'] = view.seller ?? undefined;
  if (isOther(branding, brandingColumns(input.branding)))
    look['branding'] = Object.values(branding).some((part) => part !== null) ? branding : undefined;
  return look;
}

function weighted(lane: LaneInput, view: SaleView): LaneInput {
  const weight = view.lanes.find(({ key }) => key === lane.key)?.weight;
  return weight === undefined || weight === (lane.weight ?? 1) ? lane : { ...lane, weight };
}

function changedTerms(
  { priceMinor, maxPerFan, min, multiple }: TicketTypeView,
  made: TicketTypeInput,
  capacity: number | undefined,
): Partial<TicketTypeInput> {
  const planned = plannedType(made);
  return {
    ...(priceMinor !== planned.priceMinor && { price: priceMinor }),
    ...(maxPerFan !== planned.maxPerFan && { maxPerFan }),
    ...(min !== planned.min && { min }),
    ...(multiple !== planned.multiple && { multiple }),
    ...(capacity !== undefined && capacity !== planned.capacity && { capacity }),
  };
}

/** Only general admission is added to a sale that was made. */
const addedType = (
  { name, admission, priceMinor, fee, tax, maxPerFan, min, multiple }: TicketTypeView,
  capacity: number | undefined,
  channel: string | null,
): TicketTypeInput => ({
  ...{ name, admission, price: priceMinor, fee, tax, maxPerFan, min, multiple },
  ...(capacity !== undefined && { capacity }),
  ...(channel !== null && channel !== PUBLIC && { channel }),
});
