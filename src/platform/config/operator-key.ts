import { createHash, timingSafeEqual } from 'node:crypto';
import type { Config } from './config.js';

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Actor of calls with the operator's key, for the audit log. */
export const OPERATOR_ACTOR = 'key:environment';

/** Returns whether a key is the operator's own, from ROPELINE_ADMIN_API_KEY. */
export function isOperatorKey({ adminApiKey }: Pick<Config, 'adminApiKey'>, key: string): boolean {
  return adminApiKey !== null && timingSafeEqual(digest(adminApiKey), digest(key));
}
