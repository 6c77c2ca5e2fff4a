import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, HttpStatus, Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ErrorCode } from '../../contract/errors.js';
import { betterSpelling } from '../http/readable-requests.js';
import { isStoreAway } from '../store-away.js';
import { ProblemError, problemOf } from './problem.js';

const codeOfStatus: Partial<Record<number, ErrorCode>> = {
  400: 'MALFORMED_BODY',
  404: 'NOT_FOUND',
  413: 'BODY_TOO_LARGE',
  414: 'URI_TOO_LONG',
  415: 'UNSUPPORTED_MEDIA_TYPE',
  429: 'RATE_LIMITED',
};
const RETRY_MS = 2_000;

export interface ProblemOptions {
  /** Rendered for a browser that requests an unknown page; other clients get the problem. */
  missingPage?: (() => string) | null;
  /** Returns true if this node was too busy to hear its stores: an apparent store outage is then our own overload. */
  isStarved?: () => boolean;
}

export interface EncodedProblem {
  status: number;
  headers: Record<string, string>;
  text: string;
}
type Asked = Pick<FastifyRequest, 'id' | 'method'> & { routeOptions: { url?: string | undefined } };

/** Maps errors to problem+json: refusals as they are, store outages to 503, everything else to 500. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly log = new Logger('Problem');

  constructor(private readonly options: ProblemOptions = {}) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    this.answer(thrown, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }

  answer(thrown: unknown, request: FastifyRequest, reply: FastifyReply): void {
    if (reply.sent) return;
    const problem = this.refusalOf(thrown, request);
    const { missingPage } = this.options;
    if (problem.code === 'NOT_FOUND' && missingPage && isForPerson(request)) {
      const better = betterSpelling(request.url);
      if (better !== null) return void reply.redirect(better, HttpStatus.MOVED_PERMANENTLY);
      return sendPage(reply, missingPage());
    }
    const { status, headers, text } = encoded(problem, request.id);
    void reply.status(status);
    for (const [name, value] of Object.entries(headers)) void reply.header(name, value);
    void reply.send(text);
  }

  /** Returns the same answer for a caller that writes it itself; never a page. */
  encode(thrown: unknown, request: Asked): EncodedProblem {
    return encoded(this.refusalOf(thrown, request), request.id);
  }

  private refusalOf(thrown: unknown, request: Asked): ProblemError {
    const problem = thrown instanceof ProblemError ? thrown : this.problemFor(thrown, request);
    const { status, extra } = problem;
    if (status !== 429 && status !== 503) return problem;
    const code = problem.code === 'CORE_AWAY' && this.options.isStarved?.() === true ? 'OVERLOADED' : problem.code;
    return new ProblemError(code, { ...extra, retryAfterMs: extra.retryAfterMs ?? RETRY_MS });
  }

  private problemFor(thrown: unknown, request: Asked): ProblemError {
    const status = statusOf(thrown);
    const code = status === null ? undefined : (codeOfStatus[status] ?? (status < 500 ? 'MALFORMED_BODY' : undefined));
    if (code) return new ProblemError(code);
    // a client abort is neither logged nor mistaken for a store outage; nobody receives this answer
    if (isClientAbort(thrown)) return new ProblemError('MALFORMED_BODY');
    if (isStoreAway(thrown)) return new ProblemError('CORE_AWAY');
    const text = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
    this.log.error(`${request.method} ${request.routeOptions.url ?? '?'} ${request.id}: ${text}`);
    return new ProblemError('INTERNAL');
  }
}

function encoded({ code, extra }: ProblemError, requestId: string): EncodedProblem {
  const body = problemOf(code, extra, requestId);
  const headers: Record<string, string> = {};
  if (extra.retryAfterMs !== undefined)
    headers['retry-after'] = String(Math.max(1, Math.ceil(extra.retryAfterMs / 1000)));
  headers['cache-control'] = 'private, no-store';
  headers['content-type'] = 'application/problem+json; charset=utf-8';
  return { status: body.status, headers, text: JSON.stringify(body) };
}

function statusOf(thrown: unknown): number | null {
  if (thrown instanceof HttpException) return thrown.getStatus();
  // Fastify's own refusals (body too large, malformed JSON) carry statusCode
  if (thrown instanceof Error && 'statusCode' in thrown && typeof thrown.statusCode === 'number')
    return thrown.statusCode;
  return null;
}

function isClientAbort(thrown: unknown): boolean {
  return thrown instanceof Error && thrown.message === 'aborted' && 'code' in thrown && thrown.code === 'ECONNRESET';
}

/** Returns whether a browser navigates to a page, as opposed to a program or a page's own request. */
function isForPerson({ method, url, headers }: FastifyRequest): boolean {
  return method === 'GET' && !/^\/(v1|assets)\//.test(url) && (headers.accept ?? '').startsWith('text/html');
}

function sendPage(reply: FastifyReply, html: string): void {
  const type = 'text/html; charset=utf-8';
  void reply.status(404).header('cache-control', 'private, no-store').header('content-type', type).send(html);
}
