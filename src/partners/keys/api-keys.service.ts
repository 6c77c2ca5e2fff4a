import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type ApiScope, houseOnlyScopes } from '../../contract/partners/api-scopes.js';
import type { ApiKeyShape } from '../../contract/partners/partner-shapes.js';
import { Clock } from '../../platform/clock/clock.js';
import { CallRates } from '../../platform/http/call-rates.js';
import { newId } from '../../platform/ids.js';
import { ProblemError } from '../../platform/problem/problem.js';
import { PartnersRepository } from '../partners.repository.js';
import { ApiKeysRepository } from './api-keys.repository.js';
import type { ApiKeyInput, ApiKeyRecord, ApiPrincipal, CreateKeyResult } from './api-keys.types.js';
import { sha256Hex } from '../../platform/tokens/digests.js';

const KEY = /^rk_[A-Za-z0-9_-]{32}$/;
const KEY_BYTES = 24;
const PREFIX_CHARACTERS = 8;
const MAX_KEYS = 500;
const SECONDS_AN_HOUR = 3_600;
/**
 * Per key and node. A hold leaves a few hundred bytes in Redis for hours: what one key can leave behind at this rate fits
 * beside a sale. The burst lets a till catch up after an outage.
 */
const KEY_RATE = { perSecond: 50, burst: 1_000 };

/** API keys: `rk_…`, shown once; only prefix and hash are stored. */
@Injectable()
export class ApiKeysService {
  private readonly rates = new CallRates(KEY_RATE);

  constructor(
    private readonly repository: ApiKeysRepository,
    private readonly partners: PartnersRepository,
    private readonly clock: Clock,
  ) {}

  /** @param madeBy the member whom its secret is shown to, who answers for what it does */
  async create(input: ApiKeyInput, madeBy: string): Promise<CreateKeyResult> {
    const beyond = input.partnerId === null ? undefined : input.scopes.find((scope) => houseOnlyScopes.includes(scope));
    if (beyond !== undefined) return { kind: 'scope_refused', scope: beyond };
    if (input.expiresAt !== null && input.expiresAt.getTime() <= this.clock.nowMs()) return { kind: 'expired' };
    const key = `rk_${randomBytes(KEY_BYTES).toString('base64url')}`;
    const made = { ...input, madeBy, id: newId('key'), prefix: key.slice(0, PREFIX_CHARACTERS), hash: sha256Hex(key) };
    if (await this.repository.insert(made, MAX_KEYS)) return { kind: 'created', id: made.id, key, prefix: made.prefix };
    const partner = input.partnerId === null ? null : await this.partners.byId(input.partnerId);
    const isKnown = input.partnerId === null || (partner !== null && partner.archivedAt === null);
    return { kind: isKnown ? 'too_many' : 'partner_unknown' };
  }

  /** Returns newest first. `partnerId` null: the promoter's own; omitted: all. */
  async list(partnerId?: string | null): Promise<ApiKeyShape[]> {
    return (await this.repository.list(partnerId)).map((record) => keyShape(record, this.clock.nowMs()));
  }

  async read(id: string): Promise<ApiKeyShape | null> {
    const record = await this.repository.byId(id);
    return record && keyShape(record, this.clock.nowMs());
  }

  /**
   * Returns the principal of a key; null if it is unknown, revoked or expired, or its partner is archived. Throws
   * RATE_LIMITED for a key that calls too often.
   */
  async authenticate(key: string): Promise<ApiPrincipal | null> {
    const principal = KEY.test(key) ? await this.repository.byHash(sha256Hex(key)) : null;
    const retryAfterMs = principal === null ? 0 : this.rates.take(principal.keyId, this.clock.monotonicMs());
    if (retryAfterMs > 0) throw new ProblemError('RATE_LIMITED', { retryAfterMs });
    return principal;
  }

  /**
   * Issues a key with the same rights; the old one keeps working for `overlapHours`. Returns null if there is no such
   * usable key.
   * @param madeBy the member whom the new secret is shown to: its first maker does not have it
   */
  async rotate(id: string, overlapHours: number, madeBy: string): Promise<CreateKeyResult | null> {
    const old = await this.read(id);
    if (old?.state !== 'active') return null;
    const { name, partnerId, scopes } = old;
    const expiresAt = old.expiresAt === null ? null : new Date(old.expiresAt);
    const made = await this.create({ name, partnerId, scopes, expiresAt }, madeBy);
    if (made.kind === 'created') await this.repository.end(id, overlapHours * SECONDS_AN_HOUR);
    return made;
  }

  async revoke(id: string): Promise<boolean> {
    return await this.repository.revoke(id);
  }
}

function keyShape(record: ApiKeyRecord, nowMs: number): ApiKeyShape {
  const { revokedAt, expiresAt } = record;
  const isExpired = expiresAt !== null && expiresAt.getTime() <= nowMs;
  return {
    ...record,
    scopes: record.scopes as ApiScope[],
    state: revokedAt !== null ? 'revoked' : isExpired ? 'expired' : 'active',
    createdAt: record.createdAt.toISOString(),
    expiresAt: expiresAt?.toISOString() ?? null,
    revokedAt: revokedAt?.toISOString() ?? null,
    lastUsedAt: record.lastUsedAt?.toISOString() ?? null,
  };
}
