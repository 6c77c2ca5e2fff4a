import { Injectable, type OnModuleInit } from '@nestjs/common';
import { ConfigError } from '../config/settings.js';
import { PrismaService } from '../prisma/prisma.service.js';
import { MigrationsCheck } from '../stores/migrations-check.js';
import { Tokens } from './tokens.js';

/**
 * Prevents the start of a node whose secret differs from the installation's, since it would refuse every fan's place.
 */
@Injectable()
export class SecretCheck implements OnModuleInit {
  constructor(
    private readonly prisma: PrismaService,
    private readonly migrations: MigrationsCheck,
    private readonly tokens: Tokens,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.migrations.check();
    const mine = this.tokens.fingerprint();
    await this.prisma
      .$executeRaw`INSERT INTO installation (id, secret_fingerprint) VALUES (1, ${mine}) ON CONFLICT DO NOTHING`;
    const row = await this.prisma.installation.findUniqueOrThrow({ where: { id: 1 } });
    const kept = row.digestSecretSealed;
    if (row.secretFingerprint === mine) return this.tokens.useDigestSecret(kept);
    if (row.secretFingerprint !== this.tokens.previousFingerprint())
      throw new ConfigError(
        'ROPELINE_SECRET is not the one that this database was set up with (to rotate it, name that one in ROPELINE_SECRET_PREVIOUS)',
      );
    const digestSecretSealed = this.tokens.resealDigestSecret(kept);
    this.tokens.useDigestSecret(digestSecretSealed);
    // another node may have done so concurrently, with an equivalent result
    const where = { id: 1, secretFingerprint: row.secretFingerprint };
    await this.prisma.installation.updateMany({ where, data: { secretFingerprint: mine, digestSecretSealed } });
  }
}
