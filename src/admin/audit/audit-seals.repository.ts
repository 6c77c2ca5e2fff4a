import { Injectable } from '@nestjs/common';
import { BackgroundPrisma } from '../../platform/prisma/prisma.service.js';
import { CHAIN_START, type ChainedEntry, type ChainEnd, sealAll } from './audit-chain.rules.js';

const BATCH = 500;

/** The hash chain over the log. */
@Injectable()
export class AuditSeals {
  constructor(private readonly prisma: BackgroundPrisma) {}

  /** Returns whether there may be more. Skips its turn while another node seals. */
  async sealBatch(): Promise<boolean> {
    return await this.prisma.$transaction(async (tx) => {
      const [lock] = await tx.$queryRaw<
        { mine: boolean }[]
      >`SELECT pg_try_advisory_xact_lock(hashtext('audit-seal')) AS mine`;
      if (!lock?.mine) return false;
      const entries = await tx.$queryRaw<ChainedEntry[]>`
        SELECT id, at, actor, action, subject, data FROM audit_entry WHERE seq IS NULL ORDER BY id LIMIT ${BATCH}::int`;
      if (entries.length === 0) return false;
      const [last = CHAIN_START] = await tx.$queryRaw<ChainEnd[]>`
        SELECT seq, hash FROM audit_entry WHERE seq IS NOT NULL ORDER BY seq DESC LIMIT 1`;
      const sealed = sealAll(last, entries);
      await tx.$executeRaw`
        UPDATE audit_entry a SET seq = v.seq, hash = v.hash
        FROM unnest(${sealed.map(({ id }) => id)}::bigint[], ${sealed.map(({ seq }) => seq)}::bigint[],
          ${sealed.map(({ hash }) => hash)}::text[]) AS v (id, seq, hash) WHERE a.id = v.id`;
      return entries.length === BATCH;
    });
  }
}
