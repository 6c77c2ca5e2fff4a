import { errorCodes, type FastifyInstance, type FastifyRequest } from 'fastify';
import { ProblemError } from '../problem/problem.js';
import './route-config.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Only on routes with `@UnparsedBody()`. */
    rawBody?: Buffer;
  }
}

/** Machines that sign their bodies send longer ones than people. */
const RAW_BODY_LIMIT = 1_048_576;

/** A form of ours has a few short fields. */
const FORM_LIMIT = 16 * 1024;
const MAX_FORM_FIELDS = 100;
const FORM = 'application/x-www-form-urlencoded';

/**
 * Bodies are JSON, parsed once, without keeping the bytes, and refused if they name a prototype. Only a route that reads the
 * bytes itself is given a CSV. Forms are read on routes with `@FormDoor()` only: elsewhere a foreign page could send them
 * without asking.
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
      if (request.routeOptions.config.rawBody !== true) return void parse(request, body.toString('utf8'), done);
      request.rawBody = body;
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
    if (request.routeOptions.config.form !== true) return void done(new ProblemError('UNSUPPORTED_MEDIA_TYPE'));
    const fields = formFields(body);
    if (fields === null) return void done(new ProblemError('MALFORMED_BODY'));
    done(null, fields);
  });
}

/** The fields of a form: a list where a name is there several times. Null if there are too many. */
export function formFields(body: string): Record<string, string | string[]> | null {
  const pairs = [...new URLSearchParams(body)];
  if (pairs.length > MAX_FORM_FIELDS) return null;
  const lists = new Map<string, string[]>();
  for (const [name, value] of pairs) lists.set(name, [...(lists.get(name) ?? []), value]);
  // entries become own properties, whatever they are called
  return Object.fromEntries([...lists].map(([name, list]) => [name, list.length === 1 ? (list[0] ?? '') : list]));
}
