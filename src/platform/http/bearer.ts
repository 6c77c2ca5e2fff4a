import type { FastifyRequest } from 'fastify';

type Scheme = 'Bearer' | 'Place' | 'Order';
/** Longer credentials are rejected unparsed. */
const MAX_CREDENTIAL_CHARACTERS = 4_096;

/** Returns the credential of `Authorization: <scheme> <credential>`; null if there is none of that scheme. */
export function bearerOf(request: Pick<FastifyRequest, 'headers'>, scheme: Scheme): string | null {
  const header = request.headers.authorization;
  if (header === undefined || header.length > MAX_CREDENTIAL_CHARACTERS) return null;
  const [given, credential, ...rest] = header.split(' ');
  if (given?.toLowerCase() !== scheme.toLowerCase() || credential === undefined || credential === '' || rest.length > 0)
    return null;
  return credential;
}
