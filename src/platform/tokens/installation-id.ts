import { Injectable, type OnModuleInit } from '@nestjs/common';
import { PrismaService } from '../prisma/prisma.service.js';
import { SecretCheck } from './secret-check.js';

/**
 * Identifies this installation to others. Stored in the database: another database is another installation, even with
 * the same secret.
 */
@Injectable()
export class InstallationId implements OnModuleInit {
  private known: string | null = null;

  constructor(
    private readonly prisma: PrismaService,
    private readonly check: SecretCheck,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.check.onModuleInit(); // creates the row on the first start
    this.known = (await this.prisma.installation.findUnique({ where: { id: 1 } }))?.publicId ?? null;
  }

  get id(): string {
    if (this.known === null) throw new Error('the installation has not been loaded yet');
    return this.known;
  }
}
