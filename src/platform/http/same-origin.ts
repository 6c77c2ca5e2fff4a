import type { FastifyRequest } from 'fastify';

/** True when a browser says that the request comes from our own page. Browsers send at least one of the two on unsafe calls. */
export function isSameOrigin(headers: FastifyRequest['headers'], publicUrl: string): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  const { origin, host } = headers;
  if (origin === undefined || !URL.canParse(origin)) return false;
  const given = new URL(origin);
  const own = new URL(publicUrl);
  // under our public name only its own scheme counts: what somebody on the way sends over plain http is not our page
  return given.host === own.host ? given.origin === own.origin : given.host === host;
}

/** True when a browser says that the request comes from another site's page. Programs that are no browser say nothing. */
export function isForeignPage(headers: FastifyRequest['headers'], publicUrl: string): boolean {
  const isBrowser = headers.origin !== undefined || headers['sec-fetch-site'] !== undefined;
  return isBrowser && !isSameOrigin(headers, publicUrl);
}
