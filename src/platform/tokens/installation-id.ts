import { Injectable, type OnModuleInit } from '@nestjs/common';
import { PrismaService } from '../prisma/prisma.service.js';
import { SecretCheck } from './secret-check.js';

/** Names this installation to others: kept in the database, so that another database with the same secret is another one. */
@Injectable()
export class InstallationId implements OnModuleInit {
  private known: string | null = null;

  constructor(
    private readonly prisma: PrismaService,
    private readonly check: SecretCheck,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.check.onModuleInit(); // writes the row where it is the first start
    this.known = (await this.prisma.installation.findUnique({ where: { id: 1 } }))?.publicId ?? null;
  }

  get id(): string {
    if (this.known === null) throw new Error('the installation is not known yet');
    return this.known;
  }
}
