import { versionOf } from '../platform/versions.js';
import { Injectable } from '@nestjs/common';
import type { PartnerShape } from '../contract/partners/partner-shapes.js';
import { newId } from '../platform/ids.js';
import { type PartnerRecord, PartnersRepository } from './partners.repository.js';

/** Partners that sell tickets or receive events, each with its own event stream. */
@Injectable()
export class PartnersService {
  constructor(private readonly repository: PartnersRepository) {}

  /** Returns null at the limit of partners. */
  async create(name: string, email: string): Promise<PartnerShape | null> {
    return shapeOrNull(await this.repository.insert(newId('prt'), name, email));
  }

  async list(withArchived = false): Promise<PartnerShape[]> {
    return (await this.repository.list(withArchived)).map(partnerShape);
  }

  async read(id: string): Promise<PartnerShape | null> {
    return shapeOrNull(await this.repository.byId(id));
  }

  /** Returns null if the partner does not exist or is archived. */
  async update(
    id: string,
    change: { name?: string; email?: string },
    version?: string,
  ): Promise<PartnerShape | 'conflict' | null> {
    const now = await this.repository.byId(id);
    if (!now || now.archivedAt) return null;
    if (version !== undefined && version !== partnerShape(now).version) return 'conflict';
    const changed = await this.repository.update(id, change, version === undefined ? null : now);
    return changed ? partnerShape(changed) : 'conflict';
  }

  /** Invalidates its keys and disables its endpoints; sales and delivered events stay on record. */
  async archive(id: string): Promise<boolean> {
    return await this.repository.archive(id);
  }
}

const partnerShape = (record: PartnerRecord): PartnerShape => ({
  ...record,
  createdAt: record.createdAt.toISOString(),
  archivedAt: record.archivedAt?.toISOString() ?? null,
  version: versionOf({ name: record.name, email: record.email }),
});
const shapeOrNull = (record: PartnerRecord | null): PartnerShape | null => record && partnerShape(record);
