import { Injectable } from '@nestjs/common';
import { BackgroundPrisma } from '../platform/prisma/prisma.service.js';

/** Long enough to settle disputes about admission or about a mail that never arrived. */
const KEPT_DAYS = 180;
const BATCH = 5_000;

/** Deletes old scans, and old mails that are no longer pending. */
@Injectable()
export class TicketsRetentionRepository {
  constructor(private readonly prisma: BackgroundPrisma) {}

  /** @returns whether there may be more */
  async forgetBatch(): Promise<boolean> {
    const scans = await this.prisma.$executeRaw`
      DELETE FROM ticket_scan WHERE id IN (
        SELECT id FROM ticket_scan WHERE received_at < now() - make_interval(days => ${KEPT_DAYS}::int) LIMIT ${BATCH}::int)`;
    const mails = await this.prisma.$executeRaw`
      DELETE FROM mail WHERE id IN (
        SELECT id FROM mail WHERE created_at < now() - make_interval(days => ${KEPT_DAYS}::int) AND state <> 'pending' LIMIT ${BATCH}::int)`;
    return scans === BATCH || mails === BATCH;
  }
}
