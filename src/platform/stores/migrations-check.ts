import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { Injectable } from '@nestjs/common';
import { ConfigError } from '../config/settings.js';
import { isStoreAway } from '../store-away.js';
import { PrismaService } from '../prisma/prisma.service.js';

const REMEDY = 'run npm run db:deploy';

/**
 * Prevents the start on a database that lacks a migration of this build and would fail in many places. A newer one is
 * fine.
 */
@Injectable()
export class MigrationsCheck {
  constructor(private readonly prisma: PrismaService) {}

  async check(folder = path.join(process.cwd(), 'prisma', 'migrations')): Promise<void> {
    if (!existsSync(folder)) return; // a build without its migrations cannot check
    const wanted = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    const applied = await this.applied();
    const missing = wanted.map(({ name }) => name).filter((name) => !applied.has(name));
    if (missing.length > 0)
      throw new ConfigError(`the database lacks ${missing.length} migrations, first ${missing[0] ?? ''}: ${REMEDY}`);
  }

  private async applied(): Promise<Set<string>> {
    // the first statement of a node: a database that cannot be used is told here, in one line
    const [found] = await this.prisma
      .rows<{ found: boolean }>({
        text: `SELECT to_regclass('_prisma_migrations') IS NOT NULL AS found`,
        values: [],
      })
      .catch((error: unknown) => {
        throw unusable(error) ?? error;
      });
    if (!found?.found) throw new ConfigError(`the database is empty: ${REMEDY}`);
    const rows = await this.prisma.rows<{ name: string }>({
      text: 'SELECT migration_name AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL',
      values: [],
    });
    return new Set(rows.map(({ name }) => name));
  }
}

/** Postgres refuses: the password, the user, a connection to it, the database. */
const REFUSED = new Set(['28P01', '28000', '42501', '3D000']);

function unusable(error: unknown): ConfigError | null {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (!REFUSED.has(code) && !isStoreAway(error)) return null;
  const why = error instanceof Error ? error.message : String(error);
  return new ConfigError(`DATABASE_URL: Postgres cannot be used (${why || code})`);
}
