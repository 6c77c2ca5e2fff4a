import { Injectable } from '@nestjs/common';
import type { PartnerShape } from '../contract/partner-shapes.js';
import { newId } from '../platform/ids.js';
import { type PartnerRecord, PartnersRepository } from './partners.repository.js';

/** Partners: who else sells, or is told what happens. Each has an event stream of its own. */
@Injectable()
export class PartnersService {
  constructor(private readonly repository: PartnersRepository) {}

  /** null when there are too many. */
  async create(name: string, email: string): Promise<PartnerShape | null> {
    return shapeOrNull(await this.repository.insert(newId('prt'), name, email));
  }

  async list(withArchived = false): Promise<PartnerShape[]> {
    return (await this.repository.list(withArchived)).map(partnerShape);
  }

  async read(id: string): Promise<PartnerShape | null> {
    return shapeOrNull(await this.repository.byId(id));
  }

  /** null when there is no such partner, or it is archived. */
  async update(id: string, change: { name?: string; email?: string }): Promise<PartnerShape | null> {
    return shapeOrNull(await this.repository.update(id, change));
  }

  /** Refuses its keys and switches its endpoints off; what it sold and was told stays on record. */
  async archive(id: string): Promise<boolean> {
    return await this.repository.archive(id);
  }
}

const partnerShape = (record: PartnerRecord): PartnerShape => ({
  ...record,
  createdAt: record.createdAt.toISOString(),
  archivedAt: record.archivedAt?.toISOString() ?? null,
});
const shapeOrNull = (record: PartnerRecord | null): PartnerShape | null => record && partnerShape(record);
