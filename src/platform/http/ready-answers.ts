import type { IncomingMessage, ServerResponse } from 'node:http';
import { Injectable } from '@nestjs/common';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { languageOf } from './language.js';
import { compressedPage } from './page-compression.js';
import './route-config.js';
import { BoundedMap } from '../cache/bounded-map.js';
import { type Head, headOf, WholeAnswers } from './whole-answers.js';

/** An answer in the form in which Node sends it. */
export interface ReadyAnswer {
  /** A string rather than bytes: head and string are written in one piece. */
  text: string;
  head: Head;
  /** Names and values alternating, including the content length. */
  headers: readonly string[];
  etag: string | null;
  /** The same, compressed; only for pages. */
  small?: { bytes: Buffer; headers: readonly string[] };
}

export const readyAnswer = (text: string, headers: readonly string[], etag: string | null = null): ReadyAnswer => ({
  text,
  head: headOf(headers),
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
  private readonly answers = new WholeAnswers();
  private readonly offers = new BoundedMap<string, Offer>(MAX_OFFERS);

  /** @param current is called for each request, so that a newer document needs no new offer */
  offer(path: string, current: () => ReadyAnswer, forMs: number): void {
    this.offers.set(path, { current, untilMs: performance.now() + forMs });
  }

  /** Drops all answers because something they were built from has changed. */
  drop(): void {
    this.offers.clear();
  }

  /** Returns true if it has answered. Requests with a credential or a query are left to the routes. */
  serve(request: IncomingMessage, response: ServerResponse): boolean {
    const offer = request.method === 'GET' ? this.offerFor(request) : undefined;
    if (!offer || request.headers.authorization !== undefined || performance.now() > offer.untilMs) return false;
    this.served += 1;
    const { text, head, headers, etag, small } = offer.current();
    if (etag !== null && request.headers['if-none-match'] === etag) {
      response.writeHead(304, headers as string[]).end();
      return true;
    }
    if (small && takesBrotli(request)) response.writeHead(200, small.headers as string[]).end(small.bytes);
    else this.answers.send(response, 200, head, text);
    return true;
  }

  private offerFor({ url = '', headers }: IncomingMessage): Offer | undefined {
    const offer = this.offers.get(url);
    return offer || url.startsWith('/v1/') ? offer : this.offers.get(keyByLanguage(url, headers['accept-language']));
  }
}

const keyByLanguage = (url: string, header: string | undefined): string => `${languageOf(header)} ${url}`;
const takesBrotli = ({ headers }: Pick<IncomingMessage, 'headers'>): boolean =>
  /\bbr\b/.test(String(headers['accept-encoding'] ?? ''));

/** Caches the answers of routes with `@SharedAnswer()` as sent; a page that was compressed goes out so. */
export function keepSharedAnswers(fastify: FastifyInstance, answers: ReadyAnswers): void {
  fastify.addHook('onSend', (request, reply, payload, done) => {
    const key = typeof payload === 'string' && reply.statusCode === 200 ? sharedKeyOf(request, reply) : null;
    if (key === null) return done(null, payload);
    const text = payload as string;
    const headers = keptHeaders(reply);
    const small = compressedPage(text);
    const answer = small ? pageAnswer(text, small, headers) : readyAnswer(text, headers);
    answers.offer(key, () => answer, SHARED_MS);
    if (!small || !takesBrotli(request.raw)) return done(null, payload);
    void reply.header('content-encoding', 'br').header('content-length', small.length);
    done(null, small);
  });
}

/** Returns the cache key of an answer that is the same for every client; null if it is not. */
function sharedKeyOf(request: FastifyRequest, reply: FastifyReply): string | null {
  const { shared } = request.routeOptions.config;
  const isPlain =
    shared !== undefined &&
    shared !== false &&
    !reply.hasHeader('set-cookie') &&
    request.method === 'GET' &&
    request.headers.authorization === undefined &&
    !request.url.includes('?');
  if (!isPlain) return null;
  return shared === true ? request.url : keyByLanguage(request.url, request.headers['accept-language']);
}

const pageAnswer = (text: string, bytes: Buffer, headers: readonly string[]): ReadyAnswer => ({
  ...readyAnswer(text, headers),
  small: { bytes, headers: [...headers, 'content-encoding', 'br', 'content-length', String(bytes.length)] },
});

function keptHeaders(reply: FastifyReply): string[] {
  return Object.entries(reply.getHeaders()).flatMap(([name, value]) =>
    value === undefined || UNKEPT_HEADERS.has(name) ? [] : [name, String(value)],
  );
}
