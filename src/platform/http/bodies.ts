import type { FastifyInstance, FastifyRequest } from 'fastify';

declare module 'fastify' {
  interface FastifyRequest {
    /** Only on routes with `@UnparsedBody()`. */
    rawBody?: Buffer;
  }
}

/** Machines that sign their bodies send longer ones than people. */
const RAW_BODY_LIMIT = 1_048_576;

/** JSON is the only type of body: parsed once, without keeping the bytes, and refused if it names a prototype. */
export function parseBodies(fastify: FastifyInstance): void {
  fastify.addHook('onRoute', (route) => {
    if (route.config?.rawBody === true) route.bodyLimit = RAW_BODY_LIMIT;
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
}
