import { Injectable } from '@nestjs/common';
import { Prisma } from '../../generated/prisma/client.js';
import { newId } from '../../platform/ids.js';
import { PrismaService } from '../../platform/prisma/prisma.service.js';
import type { SalePlan } from './input/sale-input.rules.js';
import { columnsOf, jsonOf, type NewTicketType, typeColumns } from './sale-columns.sql.js';
import { isUnchanged, type SaleRow, type SaleTransaction } from './sale-row.sql.js';

const UNIQUE_VIOLATION = 'P2002';

/** Writes the ticket types' pools in the given transaction and returns ticket type id → pool id. */
export type WriteStock = (
  tx: SaleTransaction,
  saleId: string,
  types: NewTicketType[],
) => Promise<ReadonlyMap<string, string>>;

/** A draft that replaces the one that was read. */
export interface DraftChange {
  plan: SalePlan;
  input: object;
  isAsRead: (row: SaleRow) => boolean;
  /** Returns why the draft may not replace the one with this entry; null if it may. */
  refusal: (tx: SaleTransaction, entryBefore: string) => Promise<string | null>;
}

/** Sales before they are published: replaced as a whole, and removed without a trace. */
@Injectable()
export class DraftsRepository {
  constructor(private readonly prisma: PrismaService) {}

  /**
   * Inserts a draft with its ticket types; `stock` writes their pools in the same transaction. Returns null if the slug
   * is taken.
   */
  async insert(plan: SalePlan, input: object, stock: WriteStock): Promise<string | null> {
    const saleId = newId('sale');
    const written = await this.unlessSlugTaken(plan.slug, async (tx) => {
      await tx.sale.create({ data: { id: saleId, ...columnsOf(plan) } });
      await tx.saleInput.create({ data: { saleId, input: jsonOf(input) } });
      await writeTypes(tx, saleId, plan, stock);
      return true;
    });
    return written === null ? null : saleId;
  }

  /**
   * Replaces a draft under its id. `stock` removes the old pools and writes the new ones in the same transaction.
   * Returns false if it is no longer a draft, or not as read; null if the slug is taken; else why it is refused, as
   * judged under the sale's lock.
   */
  async replace(
    saleId: string,
    { plan, input, isAsRead, refusal }: DraftChange,
    stock: WriteStock,
  ): Promise<boolean | string | null> {
    return await this.unlessSlugTaken<boolean | string>(plan.slug, async (tx) => {
      if (!(await isUnchanged(tx, saleId, isAsRead))) return false;
      const { entry } = await tx.sale.findUniqueOrThrow({ where: { id: saleId }, select: { entry: true } });
      const refused = await refusal(tx, entry);
      if (refused !== null) return refused;
      const { count } = await tx.sale.updateMany({ where: { id: saleId, state: 'draft' }, data: columnsOf(plan) });
      if (count === 0) return false;
      const saved = { input: jsonOf(input) };
      await tx.saleInput.upsert({ where: { saleId }, create: { saleId, ...saved }, update: saved });
      await tx.ticketType.deleteMany({ where: { saleId } });
      await writeTypes(tx, saleId, plan, stock);
      return true;
    });
  }

  /** Deletes a draft with its ticket types; `removeStock` deletes their pools in the same transaction. */
  async removeDraft(saleId: string, removeStock: (tx: SaleTransaction) => Promise<void>): Promise<boolean> {
    return await this.prisma.$transaction(async (tx) => {
      const { count } = await tx.sale.deleteMany({ where: { id: saleId, state: 'draft' } });
      if (count > 0) await removeStock(tx);
      return count > 0;
    });
  }

  private async unlessSlugTaken<T>(slug: string, write: (tx: SaleTransaction) => Promise<T>): Promise<T | null> {
    try {
      return await this.prisma.$transaction(write, { timeout: 20_000 });
    } catch (error) {
      const isUnique = error instanceof Prisma.PrismaClientKnownRequestError && error.code === UNIQUE_VIOLATION;
      if (isUnique && (await this.prisma.sale.count({ where: { slug } })) > 0) return null;
      throw error;
    }
  }
}

async function writeTypes(tx: SaleTransaction, saleId: string, plan: SalePlan, stock: WriteStock): Promise<void> {
  const types = plan.ticketTypes.map((type) => ({ id: newId('tt'), ...type }));
  const pools = await stock(tx, saleId, types);
  await tx.ticketType.createMany({ data: types.map((type, rank) => ({ saleId, rank, ...typeColumns(type, pools) })) });
}
