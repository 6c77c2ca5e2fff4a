import { Injectable } from '@nestjs/common';
import { PrismaService } from '../../platform/prisma/prisma.service.js';
import type { ApiKeyRecord, ApiPrincipal, NewApiKey } from './api-keys.types.js';

const MAX_LISTED = 500;
/** Write interval of `last_used_at`, so that most authentications cost no write. */
const USE_NOTED_EVERY_SECONDS = 60;
const columns = {
  id: true,
  name: true,
  partnerId: true,
  prefix: true,
  scopes: true,
  createdAt: true,
  expiresAt: true,
  revokedAt: true,
  lastUsedAt: true,
} as const;

@Injectable()
export class ApiKeysRepository {
  constructor(private readonly prisma: PrismaService) {}

  /** Returns false if the partner does not exist or is archived, or `max` keys are in use. */
  async insert(key: NewApiKey, max: number): Promise<boolean> {
    const made = await this.prisma.$executeRaw`
      INSERT INTO api_key (id, partner_id, name, prefix, hash, scopes, expires_at, made_by)
      SELECT ${key.id}, ${key.partnerId}::text, ${key.name}, ${key.prefix}, ${key.hash}, ${[...key.scopes]}::text[], ${key.expiresAt}::timestamptz, ${key.madeBy}
       WHERE (${key.partnerId}::text IS NULL OR EXISTS (SELECT FROM partner WHERE id = ${key.partnerId} AND archived_at IS NULL))
         AND (SELECT count(*) FROM api_key WHERE revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now())) < ${max}`;
    return made > 0;
  }

  async list(partnerId?: string | null): Promise<ApiKeyRecord[]> {
    return await this.prisma.apiKey.findMany({
      where: partnerId === undefined ? {} : { partnerId },
      orderBy: { createdAt: 'desc' },
      take: MAX_LISTED,
      select: columns,
    });
  }

  async byId(id: string): Promise<ApiKeyRecord | null> {
    return await this.prisma.apiKey.findUnique({ where: { id }, select: columns });
  }

  /** Returns the principal of a usable key and records its use. */
  async byHash(hash: string): Promise<ApiPrincipal | null> {
    const rows = await this.prisma.$queryRaw<ApiPrincipal[]>`
      WITH found AS (
        SELECT k.id, k.partner_id, k.scopes, k.made_by, k.last_used_at FROM api_key k LEFT JOIN partner p ON p.id = k.partner_id
         WHERE k.hash = ${hash} AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > now()) AND p.archived_at IS NULL),
      noted AS (
        UPDATE api_key SET last_used_at = now() FROM found
         WHERE api_key.id = found.id
           AND (found.last_used_at IS NULL OR found.last_used_at < now() - make_interval(secs => ${USE_NOTED_EVERY_SECONDS})))
      SELECT id AS "keyId", partner_id AS "partnerId", scopes, made_by AS "madeBy" FROM found`;
    return rows[0] ?? null;
  }

  /** Expires a usable key now or in `inSeconds`, never later than its current expiry. */
  async end(id: string, inSeconds: number): Promise<boolean> {
    const changed = await this.prisma.$executeRaw`
      UPDATE api_key SET expires_at = least(expires_at, now() + make_interval(secs => ${inSeconds}))
       WHERE id = ${id} AND revoked_at IS NULL`;
    return changed > 0;
  }

  async revoke(id: string): Promise<boolean> {
    const { count } = await this.prisma.apiKey.updateMany({
      where: { id, revokedAt: null },
      data: { revokedAt: new Date() },
    });
    return count > 0;
  }
}
