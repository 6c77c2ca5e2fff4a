import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { OpenSpan, Spans } from './spans.js';

/**
 * Begins a trace with each request of a route. Paths, queries and addresses are left out: they may identify a person
 * or hold a token. Answers from memory pass no route and are not traced.
 */
export function traceRequests(fastify: FastifyInstance, spans: Spans): void {
  const open = new WeakMap<FastifyRequest, OpenSpan>();
  fastify.addHook('onRequest', (request, _reply, done) => {
    const { method } = request;
    const { url: route = 'none' } = request.routeOptions;
    const span = spans.open(`${method} ${route}`, { 'http.request.method': method, 'http.route': route });
    if (!span) return done();
    open.set(request, span);
    span.enter(done);
  });
  // reading a body leaves the span, because its events belong to the connection
  fastify.addHook('preHandler', (request, _reply, done) => {
    const span = open.get(request);
    if (span) span.enter(done);
    else done();
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    const status = { 'http.response.status_code': reply.statusCode };
    open.get(request)?.end(status, reply.statusCode >= 500 ? new Error('failed') : undefined);
    done();
  });
}
