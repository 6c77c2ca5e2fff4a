import { Injectable } from '@nestjs/common';
import type { SeatMapDocument, SeatMapSummary } from '../../contract/stock/seat-map-shapes.js';
import { newId } from '../../platform/ids.js';
import { PrismaService } from '../../platform/prisma/prisma.service.js';

type Counts = Pick<SeatMapSummary, 'seats' | 'sections' | 'standing' | 'accessible' | 'zones'>;
export type StoredMap = Counts & { id: string; name: string; createdAt: Date };

/** Stored maps. Documents take megabytes each, so lists never read them. */
@Injectable()
export class SeatMapsRepository {
  constructor(private readonly prisma: PrismaService) {}

  /** Returns null if the limit on stored maps is reached. */
  async insert(name: string, counts: Counts, document: SeatMapDocument, most: number): Promise<string | null> {
    const id = newId('map');
    const { seats, sections, standing, accessible, zones } = counts;
    const written = await this.prisma.$executeRaw`
      INSERT INTO seat_map (id, name, seats, sections, standing, accessible, zones, document)
      SELECT ${id}, ${name}, ${seats}, ${sections}, ${standing}, ${accessible}, ${JSON.stringify(zones)}::jsonb,
             ${JSON.stringify(document)}::jsonb
      WHERE (SELECT count(*) FROM seat_map) < ${most}`;
    return written > 0 ? id : null;
  }

  async list(): Promise<StoredMap[]> {
    return await this.prisma.$queryRaw<StoredMap[]>`
      SELECT id, name, seats, sections, standing, accessible, zones, created_at AS "createdAt"
      FROM seat_map ORDER BY id DESC`;
  }

  async read(id: string): Promise<(StoredMap & { document: SeatMapDocument }) | null> {
    const rows = await this.prisma.$queryRaw<(StoredMap & { document: SeatMapDocument })[]>`
      SELECT id, name, seats, sections, standing, accessible, zones, created_at AS "createdAt", document
      FROM seat_map WHERE id = ${id}`;
    return rows[0] ?? null;
  }

  async remove(id: string): Promise<boolean> {
    return (await this.prisma.$executeRaw`DELETE FROM seat_map WHERE id = ${id}`) > 0;
  }
}
