import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { Drain } from '../health/drain.js';
import type { OverloadGate } from '../overload/overload.gate.js';
import { workClassOf } from '../overload/overload.policy.js';
import type { ReadyAnswers } from './ready-answers.js';

/** A request that dribbles in slower than this is a slow loris. */
const REQUEST_TIMEOUT_MS = 15_000;
/** Below the time of the whole request: Node takes the longer of the two for the body. */
const HEADERS_TIMEOUT_MS = 10_000;
/** How often Node looks for requests that are too slow. */
const SLOW_CHECK_MS = 5_000;
const KEEP_ALIVE_MS = 65_000; // longer than a load balancer's, so that it never writes into a closing connection

interface FrontParts {
  answers: ReadyAnswers;
  gate: OverloadGate;
  drain: Pick<Drain, 'draining'>;
}

/** The HTTP server of a node: answers that are ready and refusals of overload go out before the router sees the request. */
export class Front {
  private parts: FrontParts | null = null;

  /** Fastify's `serverFactory`. */
  readonly serverOf = (router: RequestListener): Server => {
    const server = createServer(
      {
        requestTimeout: REQUEST_TIMEOUT_MS,
        headersTimeout: HEADERS_TIMEOUT_MS,
        connectionsCheckingInterval: SLOW_CHECK_MS,
        keepAliveTimeout: KEEP_ALIVE_MS,
        requireHostHeader: false, // only compared with an origin, and a missing one equals none
      },
      (request, response) => {
        if (!this.serves(request, response, server.listening)) router(request, response);
      },
    );
    // an expectation that we do not know may be ignored (RFC 9110, 10.1.1)
    server.on('checkExpectation', (request, response) => server.emit('request', request, response));
    return server;
  };

  /** Until it is called, everything goes to the router. */
  open(parts: FrontParts): void {
    this.parts = parts;
  }

  /**
   * A node that stops serves on and ends each connection with its answer, so that nobody sends into one that closes. Once
   * it has stopped listening, what still comes is refused: the stores are about to go.
   */
  private serves(request: IncomingMessage, response: ServerResponse, isListening: boolean): boolean {
    if (this.parts === null) return false;
    const { answers, gate, drain } = this.parts;
    if (drain.draining || !isListening) response.shouldKeepAlive = false;
    if (!isListening) return gate.refuse(response);
    const work = workClassOf(request.method ?? '', request.url ?? '');
    return answers.serve(request, response) || gate.refuses(work, response);
  }
}
