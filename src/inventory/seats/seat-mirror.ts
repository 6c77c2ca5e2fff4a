import type { Claim } from '../holds/claim.rules.js';
import { BestSeatsFinder, FREE } from './best-seats.policy.js';
import type { Place, SeatLayout } from './seat-layout.js';

const TAKEN = 'h';
/** A seat of the hold being swapped: free for this proposal, whatever channel it is of. */
const OWN = '=';

/** Seats asked of Redis by this node. */
export interface Proposal {
  readonly claims: readonly Claim[];
  readonly seats: readonly Place[];
  /** Step at which Redis answered; null while the answer is pending. */
  settledAt: number | null;
}

/**
 * One node's copy of a house's letters, with the seats it has proposed since. A reading never frees a seat whose hold it
 * may have overtaken, so that concurrent requests of a node are never offered the same seats.
 */
export class SeatMirror {
  private readonly finder: BestSeatsFinder;
  private letters: string[] = [];
  /** Proposals that the current reading may not contain. */
  private readonly recent = new Set<Proposal>();
  private step = 0;

  constructor(readonly layout: SeatLayout) {
    this.finder = new BestSeatsFinder(layout);
  }

  /** Marks the moment at which a reading is requested: it contains whatever was settled before. */
  beginReading(): number {
    this.step += 1;
    return this.step;
  }

  finishReading(begunAt: number, letters: readonly string[]): void {
    this.letters = [...letters];
    for (const proposal of this.recent) {
      if (proposal.settledAt !== null && proposal.settledAt < begunAt) this.recent.delete(proposal);
      else this.take(proposal.seats);
    }
  }

  /**
   * Adds seats to the best-available claims for which enough are known to be free.
   *
   * @param own seats of the hold being swapped
   */
  propose(wanted: readonly Claim[], own: readonly Place[] = []): Proposal {
    const named = wanted.flatMap(({ seats, blocks }) => (blocks ? [] : (seats ?? [])));
    this.write(own, OWN);
    this.take(named);
    const claims = wanted.map((claim) => this.withSeats(claim, own.length > 0));
    // what of its own it did not take again is the hold's until Redis has answered
    this.take(own);
    const seats = claims.flatMap((claim) => claim.seats ?? []);
    const proposal: Proposal = { claims, seats, settledAt: null };
    this.recent.add(proposal);
    return proposal;
  }

  /** @param isRefused whether Redis is known to have taken none of the seats */
  settle(proposal: Proposal, isRefused: boolean): void {
    this.step += 1;
    proposal.settledAt = this.step;
    if (isRefused) this.recent.delete(proposal);
  }

  private withSeats(claim: Claim, hasOwn: boolean): Claim {
    if (!claim.blocks) return claim;
    const blocks = new Set(claim.blocks);
    const isPublic = !hasOwn && claim.ps.length === 1 && claim.ps[0]?.[0] === FREE;
    const reads = isPublic
      ? this.letters
      : this.letters.map((read, block) => (blocks.has(block) ? seenThrough(read, claim.ps) : ''));
    const found = claim.accessible
      ? this.finder.findAccessible(reads, blocks, claim.accessible)
      : this.finder.find(reads, blocks, claim.n);
    if (!found) return claim;
    const seats = found.seats.map(({ block, offset }): [number, number] => [block, offset]);
    this.take(seats);
    return { ...claim, seats, ...(found.relaxed && { relaxed: found.relaxed }) };
  }

  private take(seats: readonly Place[]): void {
    this.write(seats, TAKEN);
  }

  private write(seats: readonly Place[], letter: string): void {
    for (const [block, offset] of seats) {
      const read = this.letters[block] ?? '';
      this.letters[block] = `${read.slice(0, offset)}${letter}${read.slice(offset + 1)}`;
    }
  }
}

/** Renders a block for a claim on these pools: their free seats read as free, those of other channels do not. */
function seenThrough(read: string, pools: Claim['ps']): string {
  const free = new Set([OWN, ...pools.map(([letter]) => letter)]);
  return read.replace(/[fA-Z=]/g, (letter) => (free.has(letter) ? FREE : '-'));
}
