import { randomBytes } from 'node:crypto';
import { sha256Hex } from './digests.js';

const LINK_BYTES = 32;

/**
 * Creates a link's secret and its hash for storage. It goes in the URL fragment, so that no server logs it.
 * @param page with the name of the link, such as `admin#invitation`
 */
export function newLink(publicUrl: string, page: `${string}#${string}`): { token: string; hash: string; link: string } {
  const token = randomBytes(LINK_BYTES).toString('base64url');
  return { token, hash: hashOfLink(token), link: `${publicUrl}/${page}=${token}` };
}

export const hashOfLink = (token: string): string => sha256Hex(token);
