import type { IncomingMessage } from 'node:http';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ShortWay } from '../http/short-way.js';
import type { OpenSpan, Spans } from './spans.js';

/**
 * Traces those requests of routes that are chosen. Paths, queries and addresses are left out: they may identify a person
 * or hold a token. Answers from memory pass no route and are not traced.
 */
export class TracedRequests {
  private readonly chosen = new WeakSet<IncomingMessage>();

  constructor(private readonly spans: Spans) {}

  /** Chooses at the door. What is chosen passes the router, whose hooks make the spans; all else costs what it always did. */
  before(shortWay: Pick<ShortWay, 'serve'>): Pick<ShortWay, 'serve'> {
    return {
      serve: (request, response) => {
        if (!this.spans.samples()) return shortWay.serve(request, response);
        this.chosen.add(request);
        return false;
      },
    };
  }

  /** Begins a trace with each chosen request. */
  hook(fastify: FastifyInstance): void {
    const open = new WeakMap<FastifyRequest, OpenSpan>();
    fastify.addHook('onRequest', (request, _reply, done) => {
      if (!this.chosen.has(request.raw)) return done();
      const { method } = request;
      const { url: route = 'none' } = request.routeOptions;
      const span = this.spans.open(`${method} ${route}`, { 'http.request.method': method, 'http.route': route });
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
}
