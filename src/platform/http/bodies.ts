import { errorCodes, type FastifyInstance, type FastifyRequest } from 'fastify';

declare module 'fastify' {
  interface FastifyRequest {
    /** Only on routes with `@UnparsedBody()`. */
    rawBody?: Buffer;
  }
}

/** Machines that sign their bodies send longer ones than people. */
const RAW_BODY_LIMIT = 1_048_576;

/**
 * Bodies are JSON, parsed once, without keeping the bytes, and refused if they name a prototype. Only a route that reads the
 * bytes itself is given a CSV.
 */
export function parseBodies(fastify: FastifyInstance): void {
  fastify.addHook('onRoute', (route) => {
    if (route.config?.rawBody === true && !route.config.largeBody) route.bodyLimit = RAW_BODY_LIMIT;
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
}
