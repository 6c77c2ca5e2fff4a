import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/config.js';
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

  async write(change: Partial<StaffSettings>): Promise<void> {
    await this.prisma.staffSettings.upsert({
      where: { id: 1 },
      create: { ...this.unset, ...change, id: 1 },
      update: change,
    });
  }
}
