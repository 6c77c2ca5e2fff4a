import { Injectable } from '@nestjs/common';
import type { Prisma } from '../../generated/prisma/client.js';
import { LinePrisma } from '../../platform/prisma/prisma.service.js';
import type { BatchCount, GuessableLists } from './codes.types.js';

export interface NewBatch {
  id: string;
  saleId: string;
  lane: string;
  uses: number;
  /** It has codes that are easy to guess. */
  guessable: boolean;
}
export interface KnownCode {
  lane: string;
  usable: boolean;
}

const CHUNK = 5_000;
const INSERT_TIMEOUT_MS = 60_000;
/** Listed batches per sale; far above what anybody creates by hand. */
const MAX_LISTED = 500;

/** A transaction that codes are read in. */
export type CodesReader = Pick<Prisma.TransactionClient, '$queryRaw'>;

/** Rolls an import back: the sale was opened to everybody meanwhile. */
class OpenSale extends Error {}

async function isOpen(tx: CodesReader, saleId: string): Promise<boolean> {
  const [row] = await tx.$queryRaw<{ entry: string }[]>`SELECT entry FROM sale WHERE id = ${saleId} FOR SHARE`;
  return row?.entry === 'open';
}

@Injectable()
export class CodesRepository {
  constructor(private readonly prisma: LinePrisma) {}

  /**
   * Inserts the digests that the sale does not have yet, all or nothing.
   * @returns the new ones; null if the codes are easy to guess and the sale asks for no identity any more
   */
  async insert(batch: NewBatch, digests: readonly string[]): Promise<Set<string> | null> {
    try {
      return await this.inserted(batch, digests);
    } catch (error) {
      if (error instanceof OpenSale) return null;
      throw error;
    }
  }

  private async inserted(batch: NewBatch, digests: readonly string[]): Promise<Set<string>> {
    const { id, saleId, lane, uses, guessable } = batch;
    return await this.prisma.$transaction(
      async (tx) => {
        await tx.accessCodeBatch.create({ data: { id, saleId, lane, count: 0, guessable } });
        const added = new Set<string>();
        for (let from = 0; from < digests.length; from += CHUNK) {
          const chunk = digests.slice(from, from + CHUNK);
          const rows = await tx.$queryRaw<{ digest: string }[]>`
            INSERT INTO access_code (sale_id, digest, batch_id, uses)
            SELECT ${saleId}, decode(digest, 'hex'), ${id}, ${uses} FROM unnest(${chunk}::text[]) AS digest
            ON CONFLICT DO NOTHING RETURNING encode(digest, 'hex') AS digest`;
          for (const { digest } of rows) added.add(digest);
        }
        await tx.accessCodeBatch.update({ where: { id }, data: { count: added.size } });
        // last, so that the sale is locked for a moment only: whoever opens it to everybody waits, and then sees these
        if (guessable && (await isOpen(tx, saleId))) throw new OpenSale(); // guard: guessable
        return added;
      },
      { timeout: INSERT_TIMEOUT_MS },
    );
  }

  /** Looks a code up by its unguessable digest; unknown, used and voided codes take the same time. */
  async find(saleId: string, digest: string): Promise<KnownCode | null> {
    const [row] = await this.prisma.$queryRaw<KnownCode[]>`
      SELECT b.lane, c.used < c.uses AND b.voided_at IS NULL AS usable
      FROM access_code c JOIN access_code_batch b ON b.id = c.batch_id
      WHERE c.sale_id = ${saleId} AND c.digest = decode(${digest}, 'hex')`;
    return row ?? null;
  }

  /** Counts one use; returns false if the code has been used up or voided in the meantime. */
  async spend(saleId: string, digest: string): Promise<boolean> {
    const count = await this.prisma.$executeRaw`
      UPDATE access_code c SET used = used + 1 FROM access_code_batch b
      WHERE c.sale_id = ${saleId} AND c.digest = decode(${digest}, 'hex') AND c.used < c.uses
        AND b.id = c.batch_id AND b.voided_at IS NULL`;
    return count > 0;
  }

  async counts(saleId: string): Promise<BatchCount[]> {
    return await this.prisma.$queryRaw<BatchCount[]>`
      SELECT b.id, b.lane, count(c.digest)::int AS codes, coalesce(sum(c.uses), 0)::float8 AS uses,
        coalesce(sum(c.used), 0)::float8 AS used, b.created_at AS "createdAt", b.voided_at AS "voidedAt", b.guessable
      FROM access_code_batch b LEFT JOIN access_code c ON c.batch_id = b.id
      WHERE b.sale_id = ${saleId} GROUP BY b.id ORDER BY b.id DESC LIMIT ${MAX_LISTED}`;
  }

  /** Counts lists in force that may be easy to guess; `tx` holds the sale's lock, so that none is added meanwhile. */
  async guessable(tx: CodesReader, saleId: string): Promise<GuessableLists> {
    const [row] = await tx.$queryRaw<GuessableLists[]>`
      SELECT count(*) FILTER (WHERE guessable)::int AS known, count(*) FILTER (WHERE guessable IS NULL)::int AS unknown
      FROM access_code_batch WHERE sale_id = ${saleId} AND voided_at IS NULL`;
    return row ?? { known: 0, unknown: 0 };
  }

  async void(saleId: string, batchId: string, at: Date): Promise<boolean> {
    const { count } = await this.prisma.accessCodeBatch.updateMany({
      where: { id: batchId, saleId },
      data: { voidedAt: at },
    });
    return count > 0;
  }
}
