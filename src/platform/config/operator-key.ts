import { timingSafeEqual } from 'node:crypto';
import { sha256 } from '../tokens/digests.js';
import type { Config } from './config.js';

/** Actor of calls with the operator's key, for the audit log. */
export const OPERATOR_ACTOR = 'key:environment';

/** Returns whether a key is the operator's own, from ROPELINE_ADMIN_API_KEY. */
export function isOperatorKey({ adminApiKey }: Pick<Config, 'adminApiKey'>, key: string): boolean {
  return adminApiKey !== null && timingSafeEqual(sha256(adminApiKey), sha256(key));
}
