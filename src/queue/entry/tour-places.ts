import { Injectable } from '@nestjs/common';
import { type TourPlace, TourPersonsRepository } from '../identity/tour-persons.repository.js';
import { type GuardedJoin, GuardedJoinStore, type JoinProof } from './guarded-join.store.js';
import { keyOf } from './person-places.js';

/** A claim without a place belongs to a join that still runs, or that a crash ended. */
const JOINING_SECONDS = 30;

/** Gives a person one place at a time in the sales of a tour. Leaving that place, or the end of its sale, frees them. */
@Injectable()
export class TourPlaces {
  constructor(
    private readonly persons: TourPersonsRepository,
    private readonly store: GuardedJoinStore,
  ) {}

  /** Returns the results of a block of joins, refused for everybody who stands in line for another sale of the tour. */
  async confirm(
    saleId: string,
    lane: string,
    proofs: readonly JoinProof[],
    results: readonly GuardedJoin[],
  ): Promise<GuardedJoin[]> {
    const tour = proofs.find((proof) => proof.tour !== null)?.tour ?? null; // one sale has one tour
    const given = results.map(({ kind }, index) => {
      const proof = proofs[index];
      const isPlace = kind === 'number' || kind === 'same';
      return isPlace && proof?.person && proof.tour !== null ? keyOf(proof.person) : null;
    });
    const persons = given.filter((person) => person !== null);
    if (tour === null || persons.length === 0) return [...results];
    try {
      const elsewhere = await this.elsewhere(tour, saleId, persons);
      const isRefused = (index: number): boolean => elsewhere.has(given[index] ?? '');
      await this.undo(saleId, lane, proofs, results, isRefused);
      return results.map((result, index) => (isRefused(index) ? { kind: 'elsewhere' } : result));
    } catch (error) {
      await this.undo(saleId, lane, proofs, results, () => true); // the numbers were not issued and will be retried
      throw error;
    }
  }

  private async elsewhere(tour: string, saleId: string, persons: readonly string[]): Promise<Set<string>> {
    const claimed = await this.persons.claim(tour, saleId, persons);
    const elsewhere = new Set(persons.filter((person) => !claimed.has(person)));
    if (elsewhere.size === 0) return elsewhere;
    for (const place of await this.persons.places(tour, [...elsewhere])) {
      if (await this.isHeld(place)) continue;
      if (await this.persons.takeOver(tour, place.person, place.saleId, saleId)) elsewhere.delete(place.person);
    }
    return elsewhere;
  }

  /** Claims one person for a sale; returns whether they stand in line for another sale of the tour. */
  async isElsewhere(tour: string | null, saleId: string, person: string): Promise<boolean> {
    return tour !== null && (await this.elsewhere(tour, saleId, [person])).size > 0;
  }

  /** Gives a claim back that led to no place. */
  async release(tour: string | null, saleId: string, person: string): Promise<void> {
    if (tour !== null) await this.persons.release(tour, saleId, person);
  }

  private async isHeld({ person, saleId, lane, number, claimedSecondsAgo }: TourPlace): Promise<boolean> {
    if (lane === null || number === null) return claimedSecondsAgo < JOINING_SECONDS;
    const hold = await this.store.holdOf(saleId, { person, lane, number });
    return hold === 'joining' || hold.generation !== null;
  }

  private async undo(
    saleId: string,
    lane: string,
    proofs: readonly JoinProof[],
    results: readonly GuardedJoin[],
    isMeant: (index: number) => boolean,
  ): Promise<void> {
    const undoing = results.map(async (result, index) => {
      const proof = proofs[index];
      if (proof && result.kind === 'number' && isMeant(index))
        await this.store.undo(saleId, lane, result.number, proof);
    });
    await Promise.allSettled(undoing);
  }
}
