import type { SaleLimits, TicketTypeView } from '../../sales/sales.types.js';

/** The part of a ticket that limits depend on. */
interface Line {
  readonly ticketTypeId: string;
}

/** A limit that an order counts towards, besides the one of its place. */
export interface Counted {
  kind: 'identity' | 'email' | 'card';
  scope: string;
  /** Digest of the person; empty for a card until the order is authorized. */
  digest: string;
  /** Ticket type that counts; null if all do. */
  ticketTypeId: string | null;
  n: number;
  max: number;
}

export interface CountedTerms {
  saleId: string;
  limits: SaleLimits;
  ticketTypes: readonly Pick<TicketTypeView, 'id' | 'maxPerFan'>[];
  /** People sharing the basket; limits apply per person. */
  members: number;
  emailDigest: string;
  /** The identities that have or share the place; empty where the sale asked for none. */
  identityDigests: readonly string[];
}

/**
 * Returns the limits per identity, e-mail and card that an order counts towards: per ticket type within its sale; across
 * a tour for all its tickets together, under the highest limit of the sale's types. Null if only the place counts.
 *
 * A proved identity counts whether or not the sale names it, because a place can be left and another one taken. Everybody
 * who shares the basket counts for all of it, so that nobody starts again beside the group.
 */
export function countedOf(lines: readonly Line[], terms: CountedTerms): Counted[] | null {
  const { identityDigests, limits, emailDigest } = terms;
  const known = sharesOf(lines, { ...terms, members: identityDigests.length });
  const identities = identityDigests.flatMap((digest) =>
    known.map((share) => ({ ...share, kind: 'identity' as const, digest })),
  );
  const kinds = (['email', 'card'] as const).filter((kind) => limits.by.includes(kind));
  const others = kinds.flatMap((kind) =>
    sharesOf(lines, terms).map((share) => ({ ...share, kind, digest: kind === 'email' ? emailDigest : '' })),
  );
  const counted = [...identities, ...others];
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
