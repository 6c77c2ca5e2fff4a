import { Injectable } from '@nestjs/common';
import { OWNER, type PersonPlace, PersonsRepository } from '../identity/persons.repository.js';
import { type GuardedJoin, GuardedJoinStore, type JoinProof, type SamePlace } from './guarded-join.store.js';

type Person = NonNullable<JoinProof['person']>;
interface Fresh {
  person: Person;
  number: number;
  proof: JoinProof;
}
export const keyOf = ({ bucket, field }: Person): string => `${bucket}${field}`;

/**
 * Enforces one place per person across a loss of Redis: a number is issued only once Postgres has stored it. Redis
 * answers for persons it knows; Postgres catches those it has lost.
 */
@Injectable()
export class PersonPlaces {
  constructor(
    private readonly persons: PersonsRepository,
    private readonly store: GuardedJoinStore,
  ) {}

  /** Returns the results of a block of joins, with the older place for everybody who already has one. */
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
      // one person may appear twice in a block; the second result is `same`, with the number of the first
      const isPlace = result.kind === 'number' || result.kind === 'same';
      return (person && isPlace ? older.get(keyOf(person)) : undefined) ?? result;
    });
  }

  /** Returns the place that a person has or shares, by Postgres; null if there is none or it was left. */
  async find(saleId: string, person: Person): Promise<SamePlace | null> {
    const place = await this.persons.find(saleId, keyOf(person));
    const hold = place && (await this.store.holdOf(saleId, place));
    if (!hold || hold === 'joining' || hold.generation === null) return null;
    const { lane, number } = place;
    return { kind: 'same', lane, number, generation: hold.generation, member: hold.member };
  }

  /**
   * Gives a place that was taken without a person to one. Refuses a person who has another place: each gets one turn.
   * @param rank index of the place's lane in the sale's record
   */
  async bind(
    saleId: string,
    person: Person,
    { lane, number, member }: { lane: string; number: number; member: number },
    rank: number,
  ): Promise<'bound' | 'has_place' | 'busy'> {
    const place = { person: keyOf(person), lane, number, member };
    const [older = null] = await this.persons.keep(saleId, [place]);
    if (older && (older.lane !== lane || older.number !== number)) {
      const hold = await this.store.holdOf(saleId, older);
      if (hold === 'joining') return 'busy';
      const isLeft =
        hold.generation === null && !(await this.store.hadTurn(saleId, older.lane, older.number, hold.member));
      if (!isLeft) return 'has_place';
      if (!(await this.persons.exchange(saleId, older, place))) return 'busy';
    }
    if (member === OWNER) await this.store.remember(saleId, person, rank, number);
    else await this.store.keepMember(saleId, place, member);
    return 'bound';
  }

  /** Returns the places of those who share a friend's, so that they are found without taking a number first. */
  async shared(saleId: string, proofs: readonly JoinProof[]): Promise<ReadonlyMap<JoinProof, GuardedJoin>> {
    const known = proofs.filter(({ person }) => person !== null);
    const found = new Map<JoinProof, GuardedJoin>();
    if (known.length === 0) return found;
    const persons = known.flatMap(({ person }) => (person ? [keyOf(person)] : []));
    const shares = await this.store.sharesOf(saleId, persons);
    for (const [index, proof] of known.entries()) {
      const share = shares[index];
      const generation =
        share && (await this.store.generationOf(saleId, share.lane, share.number, share.member ?? OWNER));
      if (share && generation !== null && generation !== undefined)
        found.set(proof, { kind: 'same', ...share, member: share.member ?? OWNER, generation });
      else if (share && (await this.store.hadTurn(saleId, share.lane, share.number, share.member ?? OWNER)))
        found.set(proof, { kind: 'had_turn' });
    }
    return found;
  }

  /** Returns the persons who have or share a place, by digest; without those who left it before its turn. */
  async at(saleId: string, lane: string, number: number): Promise<string[]> {
    const places = await this.persons.at(saleId, lane, number);
    if (places.length < 2) return places.map(({ person }) => person);
    const isIn = await Promise.all(places.map((place) => this.sharesTurn(saleId, place)));
    return places.filter((_, index) => isIn[index]).map(({ person }) => person);
  }

  private async sharesTurn(saleId: string, place: PersonPlace): Promise<boolean> {
    const hold = await this.store.holdOf(saleId, place);
    if (hold === 'joining' || hold.generation !== null) return true;
    return await this.store.hadTurn(saleId, place.lane, place.number, hold.member);
  }

  /** Stores the new places; undoes the joins on failure, because their numbers were not issued and will be retried. */
  private async kept(saleId: string, lane: string, fresh: ReadonlyMap<string, Fresh>): Promise<PersonPlace[]> {
    const places = [...fresh].map(([person, { number }]) => ({ person, lane, number, member: OWNER }));
    try {
      return await this.persons.keep(saleId, places);
    } catch (error) {
      const undoing = [...fresh.values()].map(({ number, proof }) => this.store.undo(saleId, lane, number, proof));
      await Promise.allSettled(undoing);
      throw error;
    }
  }

  /** Prefers the older place unless it was left before its turn, in which case the new one replaces its row. */
  private async settled(
    saleId: string,
    lane: string,
    lanes: readonly string[],
    older: PersonPlace,
    { person, number }: { person: Person; number: number },
  ): Promise<GuardedJoin | null> {
    const rank = lanes.indexOf(older.lane);
    const hold = rank < 0 ? null : await this.store.holdOf(saleId, older);
    if (hold === 'joining') {
      await this.store.giveUp(saleId, lane, number);
      return { kind: 'full' };
    }
    if (hold?.generation === null && (await this.store.hadTurn(saleId, older.lane, older.number, hold.member))) {
      await this.store.giveUp(saleId, lane, number);
      return { kind: 'had_turn' };
    }
    if (hold === null || hold.generation === null) {
      await this.persons.replace(saleId, { person: older.person, lane, number, member: OWNER });
      return null;
    }
    // by the line's own record, which knows owners only, a member would get the owner's token
    if (hold.member === OWNER) await this.store.remember(saleId, person, rank, older.number);
    else await this.store.keepMember(saleId, older, hold.member);
    await this.store.giveUp(saleId, lane, number);
    return { kind: 'same', lane: older.lane, number: older.number, generation: hold.generation, member: hold.member };
  }
}
