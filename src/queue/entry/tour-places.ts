import { Injectable } from '@nestjs/common';
import { type TourPlace, TourPersonsRepository } from '../identity/tour-persons.repository.js';
import { GuardedJoinStore, type JoinProof } from './guarded-join.store.js';
import { keyOf } from './person-places.service.js';

/** A claim without a place belongs to a join that still runs, or to one that took no number. */
const JOINING_SECONDS = 30;

/** Gives a person one place at a time in the sales of a tour. Leaving that place, or the end of its sale, frees them. */
@Injectable()
export class TourPlaces {
  constructor(
    private readonly persons: TourPersonsRepository,
    private readonly store: GuardedJoinStore,
  ) {}

  /** Claims the persons of a block of joins. @returns those who stand in line for another sale of the tour */
  async elsewhere(saleId: string, proofs: readonly JoinProof[]): Promise<ReadonlySet<string>> {
    const tour = proofs.find((proof) => proof.tour !== null)?.tour ?? null; // one sale has one tour
    const persons = proofs.flatMap((proof) => (proof.person && proof.tour !== null ? [keyOf(proof.person)] : []));
    return tour === null || persons.length === 0 ? new Set() : await this.unclaimed(tour, saleId, persons);
  }

  private async unclaimed(tour: string, saleId: string, persons: readonly string[]): Promise<ReadonlySet<string>> {
    const claimed = await this.persons.claim(tour, saleId, persons);
    const elsewhere = new Set(persons.filter((person) => !claimed.has(person)));
    if (elsewhere.size === 0) return elsewhere;
    const places = await this.persons.places(tour, [...elsewhere]);
    const freed = await Promise.all(places.map((place) => this.isFreed(tour, saleId, place)));
    places.forEach(({ person }, index) => {
      if (freed[index]) elsewhere.delete(person);
    });
    return elsewhere;
  }

  /** Claims one person for a sale; returns whether they stand in line for another sale of the tour. */
  async isElsewhere(tour: string | null, saleId: string, person: string): Promise<boolean> {
    return tour !== null && (await this.unclaimed(tour, saleId, [person])).size > 0;
  }

  /** Gives a claim back that led to no place. */
  async release(tour: string | null, saleId: string, person: string): Promise<void> {
    if (tour !== null) await this.persons.release(tour, saleId, person);
  }

  private async isFreed(tour: string, saleId: string, place: TourPlace): Promise<boolean> {
    if (await this.isHeld(place)) return false;
    return await this.persons.takeOver(tour, place.person, place.saleId, saleId);
  }

  private async isHeld({ person, saleId, lane, number, member, claimedSecondsAgo }: TourPlace): Promise<boolean> {
    if (lane === null || number === null) return claimedSecondsAgo < JOINING_SECONDS;
    const hold = await this.store.holdOf(saleId, { person, lane, number, member });
    return hold === 'joining' || hold.generation !== null;
  }
}
