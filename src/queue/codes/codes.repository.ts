import { Injectable } from '@nestjs/common';
import { LinePrisma } from '../../platform/prisma/prisma.service.js';
import type { BatchCount } from './codes.types.js';

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

@Injectable()
export class CodesRepository {
  constructor(private readonly prisma: LinePrisma) {}

  /** Inserts the digests that the sale does not have yet, all or nothing. @returns the new ones */
  async insert(batch: NewBatch, digests: readonly string[]): Promise<Set<string>> {
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
        coalesce(sum(c.used), 0)::float8 AS used, b.created_at AS "createdAt", b.voided_at AS "voidedAt"
      FROM access_code_batch b LEFT JOIN access_code c ON c.batch_id = b.id
      WHERE b.sale_id = ${saleId} GROUP BY b.id ORDER BY b.id DESC LIMIT ${MAX_LISTED}`;
  }

  /** Returns whether codes that may be easy to guess are in force; what an older version did not say counts as such. */
  async hasGuessable(saleId: string): Promise<boolean> {
    const [row] = await this.prisma.$queryRaw<{ found: boolean }[]>`
      SELECT EXISTS (SELECT 1 FROM access_code_batch
        WHERE sale_id = ${saleId} AND voided_at IS NULL AND guessable IS DISTINCT FROM false) AS found`;
    return row?.found === true;
  }

  async void(saleId: string, batchId: string, at: Date): Promise<boolean> {
    const { count } = await this.prisma.accessCodeBatch.updateMany({
      where: { id: batchId, saleId },
      data: { voidedAt: at },
    });
    return count > 0;
  }
}
