import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/config.js';
import { type AuditEntry, auditInsert } from '../../platform/audit/audit.sql.js';
import { PrismaService } from '../../platform/prisma/prisma.service.js';
import { defaultTwoFactorRoles } from './team-defaults.rules.js';

export interface StaffSettings {
  twoFactorRoles: string[];
  approvalKinds: string[];
  refundFreeMinor: bigint | null;
}

/** The owner's settings for the team, in a single row. */
@Injectable()
export class StaffSettingsRepository {
  private readonly unset: StaffSettings;

  constructor(
    private readonly prisma: PrismaService,
    config: Config,
  ) {
    this.unset = { twoFactorRoles: defaultTwoFactorRoles(config), approvalKinds: [], refundFreeMinor: null };
  }

  async read(): Promise<StaffSettings> {
    return (await this.prisma.staffSettings.findUnique({ where: { id: 1 } })) ?? this.unset;
  }

  /** Writes and logs, or returns false and does neither if the settings are no longer as `isAsRead` expects them. */
  async write(
    change: Partial<StaffSettings>,
    isAsRead: (now: StaffSettings) => boolean,
    entry: AuditEntry,
  ): Promise<boolean> {
    return await this.prisma.$transaction(async (tx) => {
      // the row that everybody waits for; without one there is nothing yet to overwrite
      await tx.$queryRaw`SELECT 1 FROM staff_settings WHERE id = 1 FOR UPDATE`;
      const now = (await tx.staffSettings.findUnique({ where: { id: 1 } })) ?? this.unset;
      if (!isAsRead(now)) return false;
      await tx.staffSettings.upsert({
        where: { id: 1 },
        create: { ...this.unset, ...change, id: 1 },
        update: change,
      });
      await tx.$executeRaw(auditInsert(entry));
      return true;
    });
  }
}
