import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { Drain } from '../health/drain.js';
import { probesOf } from '../overload/accept-probe.js';
import type { OverloadGate } from '../overload/overload.gate.js';
import { workClassOf } from '../overload/overload.policy.js';
import type { ReadyAnswers } from './ready-answers.js';
import type { ShortWay } from './short-way.js';

/** Slower requests are treated as slow-loris attacks. */
const REQUEST_TIMEOUT_MS = 15_000;
/** Must be below the request time-out: Node applies the longer of the two to the body. */
const HEADERS_TIMEOUT_MS = 10_000;
/** How often Node checks for slow requests. */
const SLOW_CHECK_MS = 5_000;
const KEEP_ALIVE_MS = 65_000; // longer than a load balancer's, so that it never writes into a closing connection

interface FrontParts {
  answers: ReadyAnswers;
  gate: OverloadGate;
  drain: Pick<Drain, 'draining' | 'isOver'>;
  shortWay: Pick<ShortWay, 'serve'>;
}

/**
 * The HTTP server of a node: cached answers, overload refusals and the crowd's doors are served before the router sees
 * the request.
 */
export class Front {
  private parts: FrontParts | null = null;
  private server: Server | null = null;

  /** Fastify's `serverFactory`. */
  readonly serverOf = (router: RequestListener): Server => {
    const server = createServer(
      {
        requestTimeout: REQUEST_TIMEOUT_MS,
        headersTimeout: HEADERS_TIMEOUT_MS,
        connectionsCheckingInterval: SLOW_CHECK_MS,
        keepAliveTimeout: KEEP_ALIVE_MS,
        requireHostHeader: false, // only compared with an origin, and a missing one never matches
      },
      (request, response) => {
        if (!this.serves(request, response)) router(request, response);
      },
    );
    server.on('connection', (socket) => this.parts?.gate.acceptQueue.note(socket));
    // unknown expectations may be ignored (RFC 9110, 10.1.1)
    server.on('checkExpectation', (request, response) => server.emit('request', request, response));
    this.server = server;
    return server;
  };

  /** Until this is called, every request goes to the router. */
  open(parts: FrontParts): void {
    this.parts = parts;
    if (this.server) parts.gate.acceptQueue.send = probesOf(this.server);
  }

  /**
   * A draining node keeps serving and closes each connection after its answer, so that no client writes into a closing
   * one. Once the drain is over, requests are refused, because the stores are about to close.
   */
  private serves(request: IncomingMessage, response: ServerResponse): boolean {
    if (this.parts === null) return false;
    const { answers, gate, drain, shortWay } = this.parts;
    if (drain.draining) response.shouldKeepAlive = false;
    if (drain.isOver) return gate.refuse(response);
    const work = workClassOf(request.method ?? '', request.url ?? '');
    if (answers.serve(request, response) || gate.refuses(work, response)) return true;
    return shortWay.serve(request, response);
  }
}
