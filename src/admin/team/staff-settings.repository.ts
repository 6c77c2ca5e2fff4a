import { Injectable } from '@nestjs/common';
import { PrismaService } from '../../platform/prisma/prisma.service.js';

export interface StaffSettings {
  twoFactorRoles: string[];
  approvalKinds: string[];
  refundFreeMinor: bigint | null;
}
const UNSET: StaffSettings = { twoFactorRoles: [], approvalKinds: [], refundFreeMinor: null };

/** The owner's settings for the team, in a single row. */
@Injectable()
export class StaffSettingsRepository {
  constructor(private readonly prisma: PrismaService) {}

  async read(): Promise<StaffSettings> {
    return (await this.prisma.staffSettings.findUnique({ where: { id: 1 } })) ?? UNSET;
  }

  async write(change: Partial<StaffSettings>): Promise<void> {
    await this.prisma.staffSettings.upsert({
      where: { id: 1 },
      create: { ...UNSET, ...change, id: 1 },
      update: change,
    });
  }
}
