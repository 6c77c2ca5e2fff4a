import { Injectable } from '@nestjs/common';
import { MAX_SALES_IN_MEMORY } from '../inventory.bounds.js';
import { isAway } from '../inventory.store.js';
import type { Claim } from '../holds/claim.rules.js';
import { HoldStore } from '../holds/hold.store.js';
import { BestSeatsFinder, FREE } from './best-seats.policy.js';
import type { SeatLayout } from './seat-layout.js';

/** TTL of the seat mirror; the script refuses proposals that are stale. */
const BELIEVED_MS = 100;

interface Mirror {
  layout: SeatLayout;
  finder: BestSeatsFinder;
  letters: string[];
  readAt: number;
}

/**
 * Proposes the best seats from this node's mirror of the house. The script takes them only if all are still free, so
 * that the search never stalls Redis. Proposed seats count as taken here until the mirror is refreshed.
 */
@Injectable()
export class BestSeats {
  protected readonly believedMs: number = BELIEVED_MS;
  private readonly mirrors = new Map<string, Mirror>();

  constructor(private readonly store: HoldStore) {}

  /** Returns the claims, adding seats to best-available ones where this node knows enough free seats. */
  async propose(saleId: string, layout: SeatLayout, claims: readonly Claim[]): Promise<Claim[]> {
    if (!claims.some(({ blocks }) => blocks)) return [...claims];
    const mirror = await this.mirrorOf(saleId, layout);
    for (const { seats, blocks } of claims) if (mirror && seats && !blocks) take(mirror, seats);
    return mirror ? claims.map((claim) => withSeats(claim, mirror)) : [...claims];
  }

  /** Invalidates the mirror after a refused proposal. */
  outdated(saleId: string): void {
    const mirror = this.mirrors.get(saleId);
    if (mirror) mirror.readAt = Number.NEGATIVE_INFINITY;
  }

  private async mirrorOf(saleId: string, layout: SeatLayout): Promise<Mirror | null> {
    const known = this.mirrors.get(saleId);
    if (known?.layout === layout && performance.now() - known.readAt < this.believedMs) return known;
    const readAt = performance.now();
    const letters = await this.store.readBlocks(saleId, layout.blocks.length);
    if (isAway(letters)) return null;
    const finder = known?.layout === layout ? known.finder : new BestSeatsFinder(layout);
    const mirror = { layout, finder, letters, readAt };
    this.mirrors.delete(saleId);
    this.mirrors.set(saleId, mirror);
    for (const oldest of this.mirrors.keys()) {
      if (this.mirrors.size <= MAX_SALES_IN_MEMORY) break;
      this.mirrors.delete(oldest);
    }
    return mirror;
  }
}

function withSeats(claim: Claim, { finder, letters }: Mirror): Claim {
  if (!claim.blocks) return claim;
  const isPublic = claim.ps.length === 1 && claim.ps[0]?.[0] === FREE;
  const reads = isPublic ? letters : letters.map((read) => seenThrough(read, claim.ps));
  const blocks = new Set(claim.blocks);
  const found = claim.accessible
    ? finder.findAccessible(reads, blocks, claim.accessible)
    : finder.find(reads, blocks, claim.n);
  if (!found) return claim;
  const seats = found.seats.map(({ block, offset }): [number, number] => [block, offset]);
  take({ letters }, seats);
  return {
    ...claim,
    seats,
    ...(found.relaxed && { relaxed: found.relaxed }),
  };
}

function take({ letters }: Pick<Mirror, 'letters'>, seats: readonly [number, number][]): void {
  for (const [block, offset] of seats) {
    const read = letters[block] ?? '';
    letters[block] = `${read.slice(0, offset)}h${read.slice(offset + 1)}`;
  }
}

/** Renders a block for a claim on these pools: their free seats read as free, those of other channels do not. */
function seenThrough(read: string, pools: Claim['ps']): string {
  const own = new Set(pools.map(([letter]) => letter));
  return read.replace(/[fA-Z]/g, (letter) => (own.has(letter) ? FREE : '-'));
}
