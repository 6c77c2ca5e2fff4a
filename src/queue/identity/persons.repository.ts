import { Injectable } from '@nestjs/common';
import { Prisma } from '../../generated/prisma/client.js';
import { LinePrisma } from '../../platform/prisma/prisma.service.js';

/** `member` of whoever took the number themselves. */
export const OWNER = 0;
/** `member` of a person whose join by a friend's code runs, or was ended by a crash. */
export const JOINING = -1;

/** Persons read of one place; more than a group can have. */
const PERSONS_MAX = 32;

/** `member` of a row of `queue_person p`; null unless it was stored together with the row's place. */
export const memberOfRow = Prisma.sql`CASE WHEN p.member_at = p.lane || ':' || p.number THEN p.member END`;
/** `member_at` of a place. */
const placeOf = (lane: string, number: number): string => `${lane}:${number}`;

export interface PersonPlace {
  /** Digest of the person. */
  person: string;
  lane: string;
  number: number;
  /** Member of a friend's place, `OWNER` or `JOINING`; null if stored by a version that did not record it. */
  member: number | null;
}

/**
 * Persists which place each person has, to survive a loss of Redis. A version that does not know `member` moves a row and
 * leaves it as it was, so it counts only for the place in `member_at`.
 */
@Injectable()
export class PersonsRepository {
  constructor(private readonly prisma: LinePrisma) {}

  /** Stores the places of persons without one, in one statement. @returns the places of persons who already had one */
  async keep(saleId: string, places: readonly PersonPlace[]): Promise<PersonPlace[]> {
    const given = Prisma.sql`unnest(${places.map(({ person }) => person)}::text[],
      ${places.map(({ lane }) => lane)}::text[], ${places.map(({ number }) => number)}::int[],
      ${places.map(({ member }) => member)}::int[]) AS g (person, lane, number, member)`;
    return await this.prisma.rows<PersonPlace>(Prisma.sql`
      WITH added AS (
        INSERT INTO queue_person (sale_id, person, lane, number, member, member_at)
        SELECT ${saleId}, g.person, g.lane, g.number, g.member, g.lane || ':' || g.number FROM ${given} ORDER BY g.person
        ON CONFLICT DO NOTHING RETURNING person
      )
      SELECT p.person, p.lane, p.number, ${memberOfRow} AS member
      FROM queue_person p JOIN ${given} ON g.person = p.person
      WHERE p.sale_id = ${saleId} AND NOT EXISTS (SELECT 1 FROM added a WHERE a.person = p.person)`);
  }

  async find(saleId: string, person: string): Promise<PersonPlace | null> {
    const [row = null] = await this.prisma.rows<PersonPlace>(Prisma.sql`
      SELECT p.person, p.lane, p.number, ${memberOfRow} AS member FROM queue_person p
      WHERE p.sale_id = ${saleId} AND p.person = ${person}`);
    return row;
  }

  /** Returns the persons who have or share a place; a join by a friend's code that was not completed is left out. */
  async at(saleId: string, lane: string, number: number): Promise<PersonPlace[]> {
    return await this.prisma.rows<PersonPlace>(Prisma.sql`
      SELECT p.person, p.lane, p.number, ${memberOfRow} AS member FROM queue_person p
      WHERE p.sale_id = ${saleId} AND p.lane = ${lane} AND p.number = ${number}
        AND ${memberOfRow} IS DISTINCT FROM ${JOINING} ORDER BY p.person LIMIT ${PERSONS_MAX}`);
  }

  /** Deletes a place that was not issued. */
  async release(saleId: string, { person, lane, number }: PersonPlace): Promise<void> {
    await this.prisma.$executeRaw`
      DELETE FROM queue_person
      WHERE sale_id = ${saleId} AND person = ${person} AND lane = ${lane} AND number = ${number}`;
  }

  /** Replaces the place of a person whose older one was given up. */
  async replace(saleId: string, { person, lane, number, member }: PersonPlace): Promise<void> {
    await this.prisma.$executeRaw`
      UPDATE queue_person SET lane = ${lane}, number = ${number}, member = ${member}, member_at = ${placeOf(lane, number)}
      WHERE sale_id = ${saleId} AND person = ${person}`;
  }

  /** Like `replace`, only if the person's place is still the older one. Returns false if it is another by now. */
  async exchange(saleId: string, older: PersonPlace, { lane, number, member }: PersonPlace): Promise<boolean> {
    const count = await this.prisma.$executeRaw`
      UPDATE queue_person SET lane = ${lane}, number = ${number}, member = ${member}, member_at = ${placeOf(lane, number)}
      WHERE sale_id = ${saleId} AND person = ${older.person} AND lane = ${older.lane} AND number = ${older.number}`;
    return count === 1;
  }

  /** Stores which member a joining person has become. Returns false if the place was replaced meanwhile. */
  async settle(saleId: string, { person, lane, number, member }: PersonPlace): Promise<boolean> {
    const count = await this.prisma.$executeRaw`
      UPDATE queue_person SET member = ${member}, member_at = ${placeOf(lane, number)}
      WHERE sale_id = ${saleId} AND person = ${person} AND lane = ${lane} AND number = ${number}
        AND member = ${JOINING}`;
    return count === 1;
  }
}
