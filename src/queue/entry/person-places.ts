import { Injectable } from '@nestjs/common';
import { type PersonPlace, PersonsRepository } from '../identity/persons.repository.js';
import { type GuardedJoin, GuardedJoinStore, type JoinProof } from './guarded-join.store.js';

type Person = NonNullable<JoinProof['person']>;
interface Fresh {
  person: Person;
  number: number;
  proof: JoinProof;
}
const keyOf = ({ bucket, field }: Person): string => `${bucket}${field}`;

/**
 * One place a person, beyond a loss of Redis: a number is told to its person only when Postgres has kept it. Redis answers
 * as long as it knows the person; Postgres finds out when it has forgotten.
 */
@Injectable()
export class PersonPlaces {
  constructor(
    private readonly persons: PersonsRepository,
    private readonly store: GuardedJoinStore,
  ) {}

  /** The results of a block of joins, with the older place of whoever has one. */
  async confirm(
    saleId: string,
    lane: string,
    lanes: readonly string[],
    proofs: readonly JoinProof[],
    results: readonly GuardedJoin[],
  ): Promise<GuardedJoin[]> {
    const fresh = new Map<string, Fresh>();
    for (const [index, result] of results.entries()) {
      const proof = proofs[index];
      if (proof?.person && result.kind === 'number')
        fresh.set(keyOf(proof.person), { person: proof.person, number: result.number, proof });
    }
    if (fresh.size === 0) return [...results];
    const older = new Map<string, GuardedJoin>();
    for (const place of await this.kept(saleId, lane, fresh)) {
      const taken = fresh.get(place.person);
      const same = taken && (await this.settled(saleId, lane, lanes, place, taken));
      if (same) older.set(place.person, same);
    }
    return results.map((result, index) => {
      const person = proofs[index]?.person;
      // the same person may stand in this block twice, the second time with the number of the first
      const isPlace = result.kind === 'number' || result.kind === 'same';
      return (person && isPlace ? older.get(keyOf(person)) : undefined) ?? result;
    });
  }

  /** Joins that could not be kept are undone: nobody was told of their numbers, and their persons join again. */
  private async kept(saleId: string, lane: string, fresh: ReadonlyMap<string, Fresh>): Promise<PersonPlace[]> {
    const places = [...fresh].map(([person, { number }]) => ({ person, lane, number }));
    try {
      return await this.persons.keep(saleId, places);
    } catch (error) {
      const undoing = [...fresh.values()].map(({ number, proof }) => this.store.undo(saleId, lane, number, proof));
      await Promise.allSettled(undoing);
      throw error;
    }
  }

  /** The older place counts, unless it was left; then the new one takes its row. */
  private async settled(
    saleId: string,
    lane: string,
    lanes: readonly string[],
    older: PersonPlace,
    { person, number }: { person: Person; number: number },
  ): Promise<GuardedJoin | null> {
    const rank = lanes.indexOf(older.lane);
    const generation = rank < 0 ? null : await this.store.generationOf(saleId, older.lane, older.number);
    if (generation === null) {
      await this.persons.replace(saleId, { person: older.person, lane, number });
      return null;
    }
    await this.store.remember(saleId, person, rank, older.number);
    await this.store.giveUp(saleId, lane, number);
    return { kind: 'same', lane: older.lane, number: older.number, generation };
  }
}
