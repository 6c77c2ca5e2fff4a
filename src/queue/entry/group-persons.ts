import { Injectable } from '@nestjs/common';
import { JOINING, type PersonPlace, PersonsRepository } from '../identity/persons.repository.js';
import type { GroupReply } from '../places/place-replies.js';
import { GuardedJoinStore, type JoinProof } from './guarded-join.store.js';
import { keyOf } from './person-places.service.js';
import { TourPlaces } from './tour-places.js';

/** Who joins a friend's place, and the place that their device gives up for it. */
export interface GroupPerson {
  person: NonNullable<JoinProof['person']>;
  tour: string | null;
  gives: { lane: string; number: number } | null;
}
interface Lead {
  lane: string;
  number: number;
}
type Already = { kind: 'already'; lane: string; number: number; member: number; generation: string };
export type GroupAdded = Exclude<GroupReply, { kind: 'stale' }> | { kind: 'away' };
export type PersonReply = GroupAdded | Already | { kind: 'elsewhere' } | { kind: 'busy' };

/**
 * Enforces one place per person for those who share a friend's place: their person is kept with that place, so that one
 * identity never counts as two members, nor stands in line twice.
 */
@Injectable()
export class GroupPersons {
  constructor(
    private readonly persons: PersonsRepository,
    private readonly tours: TourPlaces,
    private readonly store: GuardedJoinStore,
  ) {}

  /** Runs `add` only for a person who is new to the group and stands nowhere else; undoes the claims if it refuses. */
  async join(saleId: string, lead: Lead, who: GroupPerson, add: () => Promise<GroupAdded>): Promise<PersonReply> {
    const person = keyOf(who.person);
    // one join per person at a time: a second one would not know yet which member the first became
    if (!(await this.store.beginGroupJoin(saleId, person))) return { kind: 'busy' };
    try {
      return await this.claimed(saleId, lead, who, add);
    } finally {
      await this.store.endGroupJoin(saleId, person);
    }
  }

  private async claimed(
    saleId: string,
    lead: Lead,
    who: GroupPerson,
    add: () => Promise<GroupAdded>,
  ): Promise<PersonReply> {
    const place = { person: keyOf(who.person), lane: lead.lane, number: lead.number, member: JOINING };
    const [older = null] = await this.persons.keep(saleId, [place]);
    const stands = older && (await this.standing(saleId, older, place, who));
    if (stands) return stands;
    try {
      if (older) await this.persons.replace(saleId, place);
      if (await this.tours.isElsewhere(who.tour, saleId, place.person)) {
        await this.undo(saleId, older, place, null);
        return { kind: 'elsewhere' };
      }
      const again = await this.store.reviveMember(saleId, older && isSame(older, place) ? older : place);
      if (again) {
        await this.persons.replace(saleId, { ...place, member: again.member });
        return { kind: 'already', ...lead, ...again };
      }
      await this.store.keepMember(saleId, place, JOINING);
      const reply = await add();
      if (reply.kind === 'members') return await this.settled(saleId, place, reply);
      await this.undo(saleId, older, place, who.tour);
      return reply;
    } catch (error) {
      await this.undo(saleId, older, place, who.tour);
      throw error;
    }
  }

  /** Returns the answer for a person who stands in this line already; null if the older place may be replaced. */
  private async standing(
    saleId: string,
    older: PersonPlace,
    place: PersonPlace,
    { person, gives }: GroupPerson,
  ): Promise<PersonReply | null> {
    const hold = await this.store.holdOf(saleId, older);
    const isHere = isSame(older, place);
    if (hold !== 'joining' && hold.generation !== null && !(gives && !isHere && isSame(gives, older))) {
      // without a record of the member, only the line's own record of the person proves that the place is hers
      const isProved = hold.isRecorded || !isHere || (await this.store.numberOf(saleId, person)) === older.number;
      if (!isProved) return { kind: 'GROUP_CLOSED' };
      const { member, generation } = hold;
      return { kind: 'already', lane: older.lane, number: older.number, member, generation };
    }
    return isHere && hold !== 'joining' && !hold.isRecorded ? { kind: 'GROUP_CLOSED' } : null;
  }

  /** Stores the member before it is told; refuses if the person took another place after a loss of Redis meanwhile. */
  private async settled(
    saleId: string,
    place: PersonPlace,
    reply: Extract<GroupAdded, { kind: 'members' }>,
  ): Promise<PersonReply> {
    const member = reply.members - 1;
    if (!(await this.persons.settle(saleId, { ...place, member }))) {
      await this.store.forgetJoining(saleId, place);
      return { kind: 'busy' };
    }
    await this.store.keepMember(saleId, place, member);
    return reply;
  }

  private async undo(
    saleId: string,
    older: PersonPlace | null,
    place: PersonPlace,
    tour: string | null,
  ): Promise<void> {
    await Promise.allSettled([
      this.store.forgetJoining(saleId, place),
      older ? this.persons.replace(saleId, older) : this.persons.release(saleId, place),
      older ? undefined : this.tours.release(tour, saleId, place.person),
    ]);
  }
}

const isSame = (one: Lead, other: Lead): boolean => one.lane === other.lane && one.number === other.number;
