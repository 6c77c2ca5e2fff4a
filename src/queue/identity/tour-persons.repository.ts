import { Injectable } from '@nestjs/common';
import { Prisma } from '../../generated/prisma/client.js';
import { LinePrisma } from '../../platform/prisma/prisma.service.js';
import { memberOfRow } from './persons.repository.js';

/** Where a person of a tour stands in line. lane and number are null until that join is complete. */
export interface TourPlace {
  person: string;
  saleId: string;
  lane: string | null;
  number: number | null;
  member: number | null;
  claimedSecondsAgo: number;
}

/** Persists for which sale of a tour each person stands in line. */
@Injectable()
export class TourPersonsRepository {
  constructor(private readonly prisma: LinePrisma) {}

  /**
   * Claims the persons for a sale, in one statement. Claims of closed sales give way.
   * @returns those who are claimed for it now; the others stand in line for another sale of the tour
   */
  async claim(tour: string, saleId: string, persons: readonly string[]): Promise<Set<string>> {
    const rows = await this.prisma.rows<{ person: string }>(Prisma.sql`
      INSERT INTO queue_tour_person AS t (tour, person, sale_id)
      SELECT DISTINCT ${tour}, g.person, ${saleId} FROM unnest(${[...persons]}::text[]) AS g (person) ORDER BY g.person
      ON CONFLICT (tour, person) DO UPDATE SET sale_id = excluded.sale_id, claimed_at = now()
        WHERE t.sale_id = excluded.sale_id
          OR NOT EXISTS (SELECT FROM sale s WHERE s.id = t.sale_id AND s.state <> 'closed')
      RETURNING t.person`);
    return new Set(rows.map(({ person }) => person));
  }

  /** Returns where the persons stand. A statement of its own: it must see claims made during the one before. */
  async places(tour: string, persons: readonly string[]): Promise<TourPlace[]> {
    return await this.prisma.rows<TourPlace>(Prisma.sql`
      SELECT t.person, t.sale_id AS "saleId", p.lane, p.number, ${memberOfRow} AS member,
        extract(epoch FROM now() - t.claimed_at)::float8 AS "claimedSecondsAgo"
      FROM queue_tour_person t LEFT JOIN queue_person p ON p.sale_id = t.sale_id AND p.person = t.person
      WHERE t.tour = ${tour} AND t.person = ANY(${[...persons]}::text[])`);
  }

  async release(tour: string, saleId: string, person: string): Promise<void> {
    await this.prisma.$executeRaw`
      DELETE FROM queue_tour_person WHERE tour = ${tour} AND person = ${person} AND sale_id = ${saleId}`;
  }

  /** Takes a claim over from a sale whose place was left. Returns false if it has moved on meanwhile. */
  async takeOver(tour: string, person: string, from: string, to: string): Promise<boolean> {
    const count = await this.prisma.$executeRaw`
      UPDATE queue_tour_person SET sale_id = ${to}, claimed_at = now()
      WHERE tour = ${tour} AND person = ${person} AND sale_id = ${from}`;
    return count === 1;
  }
}
