import { Injectable } from '@nestjs/common';
import type { FieldError } from '../../contract/errors.js';
import type { SeatMapDocument, SeatMapSummary } from '../../contract/stock/seat-map-shapes.js';
import { MAX_STORED_MAPS } from '../inventory.bounds.js';
import type { HouseMap } from '../inventory.types.js';
import { countsOf, documentOf } from './house-document.rules.js';
import { layHouse } from './house.rules.js';
import { readFile } from './seat-map-file.js';
import { writeCsv } from './seat-map-csv.js';
import { SeatMapsRepository, type StoredMap } from './seat-maps.repository.js';
import { type ShippedHouse, shippedHouses } from './shipped-houses.js';
import { shippedMap } from './shipped-maps.rules.js';

export type ImportResult =
  | { kind: 'imported'; map: SeatMapSummary }
  | { kind: 'invalid'; errors: FieldError[] }
  | { kind: 'limit' };
export type RemoveMapResult = 'removed' | 'shipped' | 'unknown';

/** Houses for creating sales: imported ones and built-in ones. A sale copies its house. */
@Injectable()
export class SeatMapsService {
  private readonly shipped = new Map<string, HouseMap>();

  constructor(private readonly repository: SeatMapsRepository) {}

  async list(): Promise<SeatMapSummary[]> {
    return [...(await this.repository.list()).map(summaryOf), ...shippedHouses.map(shippedSummary)];
  }

  async read(id: string): Promise<{ summary: SeatMapSummary; document: SeatMapDocument } | null> {
    const described = shippedHouses.find((house) => house.id === id);
    const shipped = this.shippedOf(id);
    if (described && shipped) return { summary: shippedSummary(described), document: documentOf(shipped) };
    const stored = await this.repository.read(id);
    return stored && { summary: summaryOf(stored), document: stored.document };
  }

  /** Returns a map's house for creating a sale; null if unknown. */
  async house(id: string): Promise<HouseMap | null> {
    const shipped = this.shippedOf(id);
    if (shipped) return shipped;
    const stored = await this.repository.read(id);
    return stored && layHouse(stored.document);
  }

  async csv(id: string): Promise<string | null> {
    const house = await this.house(id);
    return house && writeCsv(house);
  }

  /** Imports a file of either format, or reports all its errors by line. */
  async import(text: string, format: 'json' | 'csv', name: string | null): Promise<ImportResult> {
    const file = readFile(text, format);
    if (file.kind === 'invalid') return file;
    const { house } = file;
    house.frame.name = name ?? file.name ?? house.frame.name ?? 'Seat map';
    const counts = countsOf(house);
    const id = await this.repository.insert(house.frame.name, counts, documentOf(house), MAX_STORED_MAPS);
    if (id === null) return { kind: 'limit' };
    const createdAt = new Date().toISOString();
    return { kind: 'imported', map: { id, name: house.frame.name, shipped: false, ...counts, createdAt } };
  }

  async remove(id: string): Promise<RemoveMapResult> {
    if (shippedHouses.some((house) => house.id === id)) return 'shipped';
    return (await this.repository.remove(id)) ? 'removed' : 'unknown';
  }

  /** Draws a built-in house once per node: the largest takes a fraction of a second. */
  private shippedOf(id: string): HouseMap | null {
    const known = this.shipped.get(id);
    if (known) return known;
    const document = shippedMap(id);
    if (!document) return null;
    const house = layHouse(document);
    this.shipped.set(id, house);
    return house;
  }
}

const summaryOf = ({
  id,
  name,
  seats,
  sections,
  standing,
  accessible,
  zones,
  createdAt,
}: StoredMap): SeatMapSummary => ({
  ...{ id, name, shipped: false, seats, sections, standing, accessible, zones },
  createdAt: createdAt.toISOString(),
});

/** Derives the summary from the description alone: drawing the stadium for a list would block the event loop. */
const shippedSummary = ({ id, name, seats, bowls, standing, accessible, zones }: ShippedHouse): SeatMapSummary => ({
  ...{ id, name, shipped: true, seats, accessible, zones, createdAt: null },
  sections: bowls.reduce((sum, bowl) => sum + bowl.sections, 0),
  standing: standing.reduce((sum, { capacity }) => sum + capacity, 0),
});
