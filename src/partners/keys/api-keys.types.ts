import type { ApiScope } from '../../contract/partners/api-scopes.js';

/** The principal of an API key. */
export interface ApiPrincipal {
  keyId: string;
  /** null: the promoter. */
  partnerId: string | null;
  scopes: readonly string[];
  /** The member whom its secret was shown to; null: not known. */
  madeBy: string | null;
}
export interface ApiKeyInput {
  name: string;
  partnerId: string | null;
  scopes: readonly ApiScope[];
  expiresAt: Date | null;
}
export interface NewApiKey extends ApiKeyInput {
  id: string;
  madeBy: string;
  prefix: string;
  hash: string;
}
export interface ApiKeyRecord {
  id: string;
  name: string;
  partnerId: string | null;
  prefix: string;
  scopes: string[];
  createdAt: Date;
  expiresAt: Date | null;
  revokedAt: Date | null;
  lastUsedAt: Date | null;
}
export type CreateKeyResult =
  | { kind: 'created'; id: string; key: string; prefix: string }
  /** The scope reaches beyond a single partner. */
  | { kind: 'scope_refused'; scope: ApiScope }
  | { kind: 'expired' }
  | { kind: 'partner_unknown' }
  | { kind: 'too_many' };
