import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { newId } from '../../platform/ids.js';
import { ApiKeysRepository } from './api-keys.repository.js';

export const partnerScopes = ['sales:read', 'events:read'] as const;
export type PartnerScope = (typeof partnerScopes)[number];

export interface ApiPrincipal {
  keyId: string;
  partnerId: string | null;
  scopes: readonly string[];
}
const KEY_BYTES = 24;
const PREFIX_CHARACTERS = 8;
const hashOf = (key: string): string => createHash('sha256').update(key).digest('hex');

/** API keys of partners: `rk_…`, shown once; kept are prefix and hash. */
@Injectable()
export class ApiKeysService {
  constructor(private readonly repository: ApiKeysRepository) {}

  async create(
    name: string,
    partnerId: string | null,
    scopes: readonly PartnerScope[],
  ): Promise<{ id: string; key: string }> {
    const key = `rk_${randomBytes(KEY_BYTES).toString('base64url')}`;
    const id = newId('key');
    await this.repository.insert({
      id,
      name,
      partnerId,
      scopes: [...scopes],
      prefix: key.slice(0, PREFIX_CHARACTERS),
      hash: hashOf(key),
    });
    return { id, key };
  }

  /** Who a key stands for; null when it is unknown, revoked or over. */
  async authenticate(key: string): Promise<ApiPrincipal | null> {
    if (!key.startsWith('rk_')) return null;
    return await this.repository.byHash(hashOf(key));
  }

  async revoke(id: string): Promise<boolean> {
    return await this.repository.revoke(id);
  }
}
