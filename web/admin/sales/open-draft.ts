import { decimalOf } from '../../../src/contract/money.js';
import type { FeeTerms, TaxTerms } from '../../../src/contract/pricing.js';
import { emptyDraft, emptyTicket, localInput, type SaleDraft, type TicketDraft } from './sale-draft.js';

interface Section {
  key: string;
  label: string;
  rows?: { label: string; seats: unknown }[];
}
interface TicketBody {
  name?: string;
  admission?: string;
  price?: number;
  fee?: FeeTerms | null;
  tax?: TaxTerms | null;
  min?: number;
  multiple?: number;
  maxPerFan?: number;
  capacity?: number;
  sections?: string[];
  zones?: string[];
}
export interface SaleBody {
  slug?: string;
  name?: string;
  currency?: string;
  show?: { name?: string; venue?: string; startsAt?: string; timeZone?: string };
  prequeueAt?: string;
  opensAt?: string;
  seatMap?: { sections?: Section[] } | null;
  seatMapId?: string | null;
  ticketTypes?: TicketBody[];
  policy?: { cap?: number; perMinute?: number };
}

/** The form of a sale that was made before: what it does not show is kept and saved again as it was. */
export function draftOf(body: SaleBody, nowMs: number): SaleDraft {
  const empty = emptyDraft(nowMs);
  const local = (at: string | undefined, otherwise: string): string => (at ? localInput(Date.parse(at)) : otherwise);
  const currency = body.currency ?? empty.currency;
  const sections = body.seatMap?.sections ?? [];
  const drawn = (body.ticketTypes ?? []).every(({ admission, sections: keys = [] }) => {
    const [only] = keys;
    return admission !== 'reserved' || (keys.length === 1 && isRectangle(sections.find(({ key }) => key === only)));
  });
  return {
    name: body.name ?? '',
    show: body.show?.name ?? '',
    venue: body.show?.venue ?? '',
    startsAt: local(body.show?.startsAt, empty.startsAt),
    prequeueAt: local(body.prequeueAt, empty.prequeueAt),
    opensAt: local(body.opensAt, empty.opensAt),
    slug: body.slug ?? '',
    currency,
    cap: body.policy?.cap ?? empty.cap,
    perMinute: body.policy?.perMinute ?? empty.perMinute,
    tickets: (body.ticketTypes ?? []).map((type, index) =>
      ticketOf(type, index + 1, currency, sections, drawn, Boolean(body.seatMapId)),
    ),
    seatMapId: body.seatMapId ?? null,
    timeZone: body.show?.timeZone ?? null,
    base: { ...body },
  };
}

function ticketOf(
  type: TicketBody,
  key: number,
  currency: string,
  sections: Section[],
  drawn: boolean,
  isStored: boolean,
): TicketDraft {
  const empty = emptyTicket(key);
  const own = sections.filter((section) => type.sections?.includes(section.key));
  const seats = own.reduce(
    (sum, section) => sum + (section.rows ?? []).reduce((all, row) => all + seatsOf(row.seats), 0),
    0,
  );
  const amount = (minor: number | null | undefined): string =>
    minor === null || minor === undefined ? '' : decimalOf({ amount: minor, currency });
  const { fee, tax } = type;
  return {
    ...empty,
    name: type.name ?? '',
    seated: type.admission === 'reserved',
    price: amount(type.price),
    fee: fee ? (fee.percent === null ? amount(fee.amount) : `${fee.percent}%`) : '',
    feeLabel: fee?.label ?? empty.feeLabel,
    tax: tax ? String(tax.percent) : '',
    taxLabel: tax?.label ?? empty.taxLabel,
    taxIncluded: tax?.included ?? empty.taxIncluded,
    min: type.min ?? empty.min,
    multiple: type.multiple ?? empty.multiple,
    capacity: type.capacity ?? empty.capacity,
    maxPerFan: type.maxPerFan ?? empty.maxPerFan,
    section: own[0]?.label ?? empty.section,
    rows: own[0]?.rows?.length ?? empty.rows,
    seatsPerRow: own[0] ? seatsOf(own[0].rows?.[0]?.seats) : empty.seatsPerRow,
    base: { ...type },
    zones: type.zones ?? [],
    kept:
      type.admission === 'reserved' && !drawn && !isStored
        ? { sections: type.sections ?? [], zones: type.zones ?? [], seats }
        : null,
  };
}

/** As the form draws it: rows 1, 2, 3 … of the same length. */
function isRectangle(section: Section | undefined): boolean {
  const first = section?.rows?.[0]?.seats;
  return (
    section?.rows !== undefined &&
    typeof first === 'number' &&
    section.rows.every(({ label, seats }, index) => label === String(index + 1) && seats === first)
  );
}

const seatsOf = (seats: unknown): number =>
  typeof seats === 'number' ? seats : Array.isArray(seats) ? seats.length : 0;
