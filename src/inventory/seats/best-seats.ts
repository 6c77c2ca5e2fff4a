import { Injectable } from '@nestjs/common';
import { MAX_SALES_IN_MEMORY } from '../inventory.bounds.js';
import { isAway } from '../inventory.store.js';
import type { Claim } from '../holds/claim.rules.js';
import { HoldStore } from '../holds/hold.store.js';
import type { Place, SeatLayout } from './seat-layout.js';
import { type Proposal, SeatMirror } from './seat-mirror.js';

/** TTL of the seat mirror; the script refuses proposals that are stale. */
const BELIEVED_MS = 100;

interface Known {
  mirror: SeatMirror;
  readAt: number;
  /** The reading in flight, shared by concurrent requests. */
  reading: Promise<boolean> | null;
}
/** Proposed claims; `settle` must be called with what became of them. */
export interface Proposed {
  /** False if the house could not be read: a claim without seats then says nothing about what is free. */
  isRead: boolean;
  claims: readonly Claim[];
  settle: (outcome: 'held' | 'refused' | 'unknown') => void;
}

/**
 * Proposes the best seats from this node's mirror of the house. The script takes them only if all are still free, so
 * that the search never stalls Redis.
 */
@Injectable()
export class BestSeats {
  protected readonly believedMs: number = BELIEVED_MS;
  private readonly sales = new Map<string, Known>();

  constructor(private readonly store: HoldStore) {}

  /**
   * Returns the claims, adding seats to best-available ones where this node knows enough free seats.
   *
   * @param own seats that the caller holds and may take again
   */
  async propose(
    saleId: string,
    layout: SeatLayout,
    claims: readonly Claim[],
    own: readonly Place[] = [],
  ): Promise<Proposed> {
    const known = claims.some(({ blocks }) => blocks) ? this.knownOf(saleId, layout) : null;
    if (!known || !(await this.isFresh(saleId, known))) return { isRead: false, claims, settle: () => undefined };
    const proposal = known.mirror.propose(claims, own);
    return { isRead: true, claims: proposal.claims, settle: (outcome) => settle(known, proposal, outcome) };
  }

  private knownOf(saleId: string, layout: SeatLayout): Known {
    const present = this.sales.get(saleId);
    if (present?.mirror.layout === layout) return present;
    const known = { mirror: new SeatMirror(layout), readAt: Number.NEGATIVE_INFINITY, reading: null };
    this.sales.delete(saleId);
    this.sales.set(saleId, known);
    for (const oldest of this.sales.keys()) {
      if (this.sales.size <= MAX_SALES_IN_MEMORY) break;
      this.sales.delete(oldest);
    }
    return known;
  }

  /** Reads the house if the mirror is stale; false while Redis is down. */
  private async isFresh(saleId: string, known: Known): Promise<boolean> {
    if (performance.now() - known.readAt < this.believedMs) return true;
    known.reading ??= this.read(saleId, known).finally(() => {
      known.reading = null;
    });
    return await known.reading;
  }

  private async read(saleId: string, known: Known): Promise<boolean> {
    const { mirror } = known;
    const readAt = performance.now();
    const begunAt = mirror.beginReading();
    const letters = await this.store.readBlocks(saleId, mirror.layout.blocks.length);
    if (isAway(letters)) return false;
    mirror.finishReading(begunAt, letters);
    known.readAt = readAt;
    return true;
  }
}

function settle(known: Known, proposal: Proposal, outcome: 'held' | 'refused' | 'unknown'): void {
  known.mirror.settle(proposal, outcome === 'refused');
  // what was refused shows that the mirror is stale
  if (outcome === 'refused' && proposal.seats.length > 0) known.readAt = Number.NEGATIVE_INFINITY;
}
