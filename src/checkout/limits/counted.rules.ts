import type { SaleLimits, TicketTypeView } from '../../sales/sales.types.js';

/** A ticket of an order, as far as limits look at it. */
interface Line {
  readonly ticketTypeId: string;
}

/** A limit that an order counts towards besides its place. */
export interface Counted {
  kind: 'email' | 'card';
  scope: string;
  /** Of the person; empty for a card until its order is authorized. */
  digest: string;
  /** Which of the order's tickets count; null: all. */
  ticketTypeId: string | null;
  n: number;
  max: number;
}

export interface CountedTerms {
  saleId: string;
  limits: SaleLimits;
  ticketTypes: readonly Pick<TicketTypeView, 'id' | 'maxPerFan'>[];
  /** How many people share the basket: a limit is one person's. */
  members: number;
  emailDigest: string;
}

/**
 * What an order counts towards by e-mail and card: of each ticket type within its sale; across a tour all its tickets
 * together, where the highest limit of the sale's types holds. Null when only the place counts.
 */
export function countedOf(lines: readonly Line[], terms: CountedTerms): Counted[] | null {
  const kinds = (['email', 'card'] as const).filter((kind) => terms.limits.by.includes(kind));
  const counted = kinds.flatMap((kind) =>
    sharesOf(lines, terms).map((share) => ({ ...share, kind, digest: kind === 'email' ? terms.emailDigest : '' })),
  );
  return counted.length === 0 ? null : counted;
}

type Share = Omit<Counted, 'kind' | 'digest'>;

function sharesOf(lines: readonly Line[], { saleId, limits, ticketTypes, members }: CountedTerms): Share[] {
  if (limits.tour !== null) {
    const highest = Math.max(...ticketTypes.map(({ maxPerFan }) => maxPerFan));
    return [{ scope: `tour:${limits.tour}`, ticketTypeId: null, n: lines.length, max: highest * members }];
  }
  const counts = new Map<string, number>();
  for (const { ticketTypeId } of lines) counts.set(ticketTypeId, (counts.get(ticketTypeId) ?? 0) + 1);
  return [...counts].map(([ticketTypeId, n]) => ({
    scope: `${saleId}:${ticketTypeId}`,
    ticketTypeId,
    n,
    max: (ticketTypes.find(({ id }) => id === ticketTypeId)?.maxPerFan ?? n) * members,
  }));
}
