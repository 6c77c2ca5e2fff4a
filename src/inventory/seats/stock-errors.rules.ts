import type { FieldError } from '../../contract/errors.js';
import { MAX_CAPACITY } from '../inventory.bounds.js';
import type { DraftSeat, HouseMap, StockTicketType } from '../inventory.types.js';

type SellingType = Omit<StockTicketType, 'id'>;
/** The seats of one section in one zone: a ticket type sells all of them or none. */
interface Patch {
  section: string;
  zone: string | null;
  seats: number;
}

/** Validates a sale's ticket types against its validated house; empty if it can be sold. */
export function stockErrors(ticketTypes: readonly SellingType[], house: HouseMap | null): FieldError[] {
  const patches = patchesOf(house?.seats ?? []);
  return [...typeErrors(ticketTypes, house, patches), ...unsoldErrors(ticketTypes, patches)];
}

/**
 * Returns the index of the ticket type selling each seat: the first that names its section, its zone, or both; -1 for
 * none.
 */
export function sellersOf(ticketTypes: readonly SellingType[], seats: readonly DraftSeat[]): number[] {
  const known = new Map<string, number>();
  return seats.map((seat) => {
    const name = nameOf(seat);
    const seller = known.get(name) ?? sellerOf(ticketTypes, seat);
    known.set(name, seller);
    return seller;
  });
}

type Place = Pick<DraftSeat, 'section' | 'zone'>;

const nameOf = ({ section, zone }: Place): string => `${section} ${zone ?? ''}`;

function patchesOf(seats: readonly DraftSeat[]): Patch[] {
  const patches = new Map<string, Patch>();
  for (const { section, zone } of seats) {
    const patch = patches.get(nameOf({ section, zone })) ?? { section, zone, seats: 0 };
    patch.seats += 1;
    patches.set(nameOf(patch), patch);
  }
  return [...patches.values()];
}

const sellerOf = (types: readonly SellingType[], place: Place): number => types.findIndex((type) => sells(type, place));

function sells({ admission, sections, zones = [] }: SellingType, { section, zone }: Place): boolean {
  if (admission !== 'reserved' || sections.length + zones.length === 0) return false;
  const inSection = sections.length === 0 || sections.includes(section);
  return inSection && (zones.length === 0 || (zone !== null && zones.includes(zone)));
}

function* typeErrors(
  types: readonly SellingType[],
  house: HouseMap | null,
  patches: readonly Patch[],
): Generator<FieldError> {
  const known = {
    sections: new Set(patches.map(({ section }) => section)),
    zones: new Set(patches.flatMap(({ zone }) => zone ?? [])),
  };
  for (const [index, type] of types.entries()) {
    const field = `ticketTypes.${index}`;
    if (type.admission === 'general') {
      yield* generalErrors(type, house, field);
      continue;
    }
    const { sections, zones = [], capacity } = type;
    if (sections.length + zones.length === 0)
      yield { field: `${field}.sections`, message: 'must name at least one section or zone of the seat map' };
    for (const [what, keys] of Object.entries({ sections, zones }))
      for (const key of keys)
        if (!known[what as keyof typeof known].has(key))
          yield { field: `${field}.${what}`, message: `the seat map has no ${what.slice(0, -1)} ${key}` };
    const own = patches.filter((patch) => sells(type, patch));
    if (capacity !== undefined)
      yield { field: `${field}.capacity`, message: 'is the number of seats, so it is not given' };
    const shared = own.find((patch) => sellerOf(types, patch) !== index);
    if (shared)
      yield {
        field: `${field}.${sections.length > 0 ? 'sections' : 'zones'}`,
        message: `section ${shared.section} is sold by another ticket type`,
      };
    else if (own.length === 0 && patches.length > 0 && zones.length > 0)
      yield { field: `${field}.zones`, message: 'has no seat that is in one of its sections and zones' };
  }
}

function* generalErrors(
  { capacity, sections, zones = [] }: SellingType,
  house: HouseMap | null,
  field: string,
): Generator<FieldError> {
  const standing = house?.frame.standing ?? [];
  for (const key of sections)
    if (!standing.some((area) => area.key === key))
      yield { field: `${field}.sections`, message: `the seat map has no standing area ${key}` };
  if (zones.length > 0) yield { field: `${field}.zones`, message: 'belong to reserved seats only' };
  const room = roomOf(sections, house);
  if (capacity === undefined ? room === 0 : !isCapacity(capacity))
    yield { field: `${field}.capacity`, message: `is needed: a whole number from 1 to ${MAX_CAPACITY}` };
  else if (room > 0 && capacity !== undefined && capacity > room)
    yield { field: `${field}.capacity`, message: `its standing areas have room for ${room}` };
}

/** Returns the total capacity of a ticket type's standing areas; 0 if it names none. */
export function roomOf(sections: readonly string[], house: HouseMap | null): number {
  const areas = house?.frame.standing ?? [];
  return areas.reduce((sum, { key, capacity }) => sum + (sections.includes(key) ? capacity : 0), 0);
}

function* unsoldErrors(types: readonly SellingType[], patches: readonly Patch[]): Generator<FieldError> {
  const unsold = new Set(patches.filter((patch) => sellerOf(types, patch) === -1).map(({ section }) => section));
  if (unsold.size > 0)
    yield { field: 'seatMap.sections', message: `no ticket type sells ${[...unsold].slice(0, 5).join(', ')}` };
}

const isCapacity = (capacity: number): boolean =>
  Number.isInteger(capacity) && capacity >= 1 && capacity <= MAX_CAPACITY;
