import type { IncomingMessage, ServerResponse } from 'node:http';
import { Injectable } from '@nestjs/common';
import type { FastifyInstance, FastifyReply } from 'fastify';
import './route-config.js';

/** An answer in the form in which Node writes it. */
export interface ReadyAnswer {
  /** Text, not bytes: Node writes a head and a text in one piece. */
  text: string;
  /** Name and value in turn, with the length of the body. */
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

/** Paths are asked for by whoever likes; live ones are few. */
const MAX_OFFERS = 1_000;
/** A shared answer is encoded again after this long at most; a change of its sale ends it at once. */
const SHARED_MS = 250;
/** Added by Node, or worked out anew for each answer. */
const UNKEPT_HEADERS = new Set(['content-length', 'date', 'connection', 'keep-alive', 'transfer-encoding']);

/**
 * Answers in memory that are the same for everybody, by path: served before the router, for the price of writing them.
 * A door offers its answer for a moment; when that is over, one request goes to the door again.
 */
@Injectable()
export class ReadyAnswers {
  /** Requests that were answered here. */
  served = 0;
  private readonly offers = new Map<string, Offer>();

  /** @param current is asked at each request, so that a newer document needs no new offer */
  offer(path: string, current: () => ReadyAnswer, forMs: number): void {
    if (this.offers.size >= MAX_OFFERS && !this.offers.has(path)) this.offers.clear();
    this.offers.set(path, { current, untilMs: performance.now() + forMs });
  }

  /** Something that answers were made from has changed. */
  drop(): void {
    this.offers.clear();
  }

  /** True if it has answered. Whoever shows a credential, or asks with a query, is left to the doors. */
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

/** Keeps the answers of routes with `@SharedAnswer()` as they went out. */
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
