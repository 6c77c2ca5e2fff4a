import type { IncomingMessage, ServerResponse } from 'node:http';
import { Injectable } from '@nestjs/common';
import type { FastifyInstance, FastifyReply } from 'fastify';
import './route-config.js';

/** An answer in the form in which Node sends it. */
export interface ReadyAnswer {
  /** A string rather than bytes: Node writes head and string in one piece. */
  text: string;
  /** Names and values alternating, including the content length. */
  headers: readonly string[];
  etag: string | null;
}

export const readyAnswer = (text: string, headers: readonly string[], etag: string | null = null): ReadyAnswer => ({
  text,
  headers: [...headers, 'content-length', String(Buffer.byteLength(text))],
  etag,
});

interface Offer {
  current: () => ReadyAnswer;
  untilMs: number;
}

/** Bounds memory, since anyone may request any path; few are live. */
const MAX_OFFERS = 1_000;
/** Maximum age of a shared answer before it is encoded again; a change of its sale invalidates it at once. */
const SHARED_MS = 250;
/** Added by Node, or computed anew for each answer. */
const UNKEPT_HEADERS = new Set(['content-length', 'date', 'connection', 'keep-alive', 'transfer-encoding']);

/**
 * In-memory cache by path of answers that are the same for everybody: served before the router at the cost of a write.
 * A route offers its answer for a short time; after that, one request reaches the route again.
 */
@Injectable()
export class ReadyAnswers {
  /** Requests answered from here. */
  served = 0;
  private readonly offers = new Map<string, Offer>();

  /** @param current is called for each request, so that a newer document needs no new offer */
  offer(path: string, current: () => ReadyAnswer, forMs: number): void {
    if (this.offers.size >= MAX_OFFERS && !this.offers.has(path)) this.offers.clear();
    this.offers.set(path, { current, untilMs: performance.now() + forMs });
  }

  /** Drops all answers because something they were built from has changed. */
  drop(): void {
    this.offers.clear();
  }

  /** Returns true if it has answered. Requests with a credential or a query are left to the routes. */
  serve(request: IncomingMessage, response: ServerResponse): boolean {
    const offer = request.method === 'GET' ? this.offers.get(request.url ?? '') : undefined;
    if (!offer || request.headers.authorization !== undefined || performance.now() > offer.untilMs) return false;
    this.served += 1;
    const { text, headers, etag } = offer.current();
    if (etag !== null && request.headers['if-none-match'] === etag) {
      response.writeHead(304, headers as string[]).end();
      return true;
    }
    response.writeHead(200, headers as string[]).end(text);
    return true;
  }
}

/** Caches the answers of routes with `@SharedAnswer()` as sent. */
export function keepSharedAnswers(fastify: FastifyInstance, answers: ReadyAnswers): void {
  fastify.addHook('onSend', (request, reply, payload, done) => {
    const { shared } = request.routeOptions.config;
    const isPlain =
      shared === true &&
      !reply.hasHeader('set-cookie') &&
      request.method === 'GET' &&
      request.headers.authorization === undefined;
    if (isPlain && reply.statusCode === 200 && typeof payload === 'string' && !request.url.includes('?')) {
      const answer = readyAnswer(payload, keptHeaders(reply));
      answers.offer(request.url, () => answer, SHARED_MS);
    }
    done(null, payload);
  });
}

function keptHeaders(reply: FastifyReply): string[] {
  return Object.entries(reply.getHeaders()).flatMap(([name, value]) =>
    value === undefined || UNKEPT_HEADERS.has(name) ? [] : [name, String(value)],
  );
}
