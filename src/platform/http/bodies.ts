import { errorCodes, type FastifyInstance, type FastifyRequest } from 'fastify';
import { ProblemError } from '../problem/problem.js';
import './route-config.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set on routes with `@UnparsedBody()` only. */
    rawBody?: Buffer;
  }
}

/** Machines that sign their bodies send larger ones than people. */
const RAW_BODY_LIMIT = 1_048_576;

/** Our forms have a few short fields. */
const FORM_LIMIT = 16 * 1024;
const MAX_FORM_FIELDS = 100;
const FORM = 'application/x-www-form-urlencoded';

/**
 * Parses bodies as JSON, once and without keeping the bytes, and rejects prototype pollution. An empty body is no body,
 * because many clients send its content type with every call. CSV is accepted only on routes that read the bytes
 * themselves, forms only on routes with `@FormDoor()`: elsewhere a foreign page could submit them without a CORS
 * preflight.
 */
export function parseBodies(fastify: FastifyInstance): void {
  fastify.addHook('onRoute', (route) => {
    if (route.config?.rawBody === true && !route.config.largeBody) route.bodyLimit = RAW_BODY_LIMIT;
    if (route.config?.form === true) route.bodyLimit = FORM_LIMIT;
  });
  const parse = fastify.getDefaultJsonParser('error', 'error');
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser<Buffer>(
    'application/json',
    { parseAs: 'buffer' },
    (request: FastifyRequest, body, done) => {
      if (request.routeOptions.config.rawBody === true) request.rawBody = body;
      else if (body.length > 0) return void parse(request, body.toString('utf8'), done);
      done(null, undefined);
    },
  );
  fastify.addContentTypeParser<Buffer>('text/csv', { parseAs: 'buffer' }, (request: FastifyRequest, body, done) => {
    if (request.routeOptions.config.largeBody === undefined || request.routeOptions.config.rawBody !== true)
      return done(new errorCodes.FST_ERR_CTP_INVALID_MEDIA_TYPE('text/csv'));
    request.rawBody = body;
    done(null, undefined);
  });
  fastify.addContentTypeParser<string>(FORM, { parseAs: 'string' }, (request, body, done) => {
    if (request.routeOptions.config.form !== true)
      return body === '' ? done(null, undefined) : void done(new ProblemError('UNSUPPORTED_MEDIA_TYPE'));
    const fields = formFields(body);
    if (fields === null) return void done(new ProblemError('MALFORMED_BODY'));
    done(null, fields);
  });
}

/** Returns the fields of a form, repeated names as a list; null if there are too many. */
export function formFields(body: string): Record<string, string | string[]> | null {
  const pairs = [...new URLSearchParams(body)];
  if (pairs.length > MAX_FORM_FIELDS) return null;
  const lists = new Map<string, string[]>();
  for (const [name, value] of pairs) lists.set(name, [...(lists.get(name) ?? []), value]);
  // fromEntries() creates own properties, even for names like __proto__
  return Object.fromEntries([...lists].map(([name, list]) => [name, list.length === 1 ? (list[0] ?? '') : list]));
}
