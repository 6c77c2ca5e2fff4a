import type { FastifyRequest } from 'fastify';

/**
 * Returns true if the browser's headers identify our own page. Browsers send at least one of the two on unsafe calls.
 */
export function isSameOrigin(headers: FastifyRequest['headers'], publicUrl: string): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  const { origin, host } = headers;
  if (origin === undefined || !URL.canParse(origin)) return false;
  const given = new URL(origin);
  const own = new URL(publicUrl);
  // under our public name the scheme must match too: a page injected over plain http is not ours
  return given.host === own.host ? given.origin === own.origin : given.host === host;
}

/**
 * Returns true if the browser's headers identify another site's page. Clients other than browsers send neither header.
 */
export function isForeignPage(headers: FastifyRequest['headers'], publicUrl: string): boolean {
  const isBrowser = headers.origin !== undefined || headers['sec-fetch-site'] !== undefined;
  return isBrowser && !isSameOrigin(headers, publicUrl);
}
