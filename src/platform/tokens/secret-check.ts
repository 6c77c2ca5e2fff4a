import { Injectable, type OnModuleInit } from '@nestjs/common';
import { ConfigError } from '../config/settings.js';
import { PrismaService } from '../prisma/prisma.service.js';
import { Tokens } from './tokens.js';

/** A node whose secret differs from the installation's would refuse every fan's place: it does not start. */
@Injectable()
export class SecretCheck implements OnModuleInit {
  constructor(
    private readonly prisma: PrismaService,
    private readonly tokens: Tokens,
  ) {}

  async onModuleInit(): Promise<void> {
    const mine = this.tokens.fingerprint();
    await this.prisma
      .$executeRaw`INSERT INTO installation (id, secret_fingerprint) VALUES (1, ${mine}) ON CONFLICT DO NOTHING`;
    const row = await this.prisma.installation.findUnique({ where: { id: 1 } });
    if (row?.secretFingerprint !== mine)
      throw new ConfigError('ROPELINE_SECRET is not the one that this database was set up with');
  }
}
