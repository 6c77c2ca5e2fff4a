import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ErrorCode } from '../../contract/errors.js';
import { ProblemError, problemOf } from './problem.js';

const codeOfStatus: Partial<Record<number, ErrorCode>> = {
  400: 'MALFORMED_BODY',
  404: 'NOT_FOUND',
  405: 'METHOD_NOT_ALLOWED',
  413: 'BODY_TOO_LARGE',
  415: 'UNSUPPORTED_MEDIA_TYPE',
  429: 'RATE_LIMITED',
};
/** Codes and words with which drivers say "the store is away or overloaded", as opposed to "the program is wrong". */
const AWAY = new RegExp(
  [
    // sockets and names
    /\b(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)\b/,
    // Redis: its client's words, then the server's
    /Connection is closed|Stream isn't writeable|Command timed out|Socket timeout|max retries per request/,
    /\b(LOADING|READONLY|MASTERDOWN|NOREPLICAS|MISCONF|CLUSTERDOWN|TRYAGAIN|BUSY|OOM)\b/,
    // Prisma, then Postgres: shutting down, too many connections, a replica, a statement that took too long
    /\b(P1001|P1002|P1008|P1017|P2024|P2028|57P0[123]|53300|25006|57014)\b/,
    /Can't reach database|Connection terminated|terminating connection|timeout exceeded when trying to connect|the database system is/,
    /read-only transaction|canceling statement due to statement timeout/,
  ]
    .map(({ source }) => source)
    .join('|'),
);
const AWAY_RETRY_MS = 2_000;

/** Turns whatever a door throws into problem+json: refusals as they are, a store that is away into 503, the rest into 500. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly log = new Logger('Problem');

  /** @param missingPage what a person sees who typed an address that is none; programs get the problem */
  constructor(private readonly missingPage: (() => string) | null = null) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    if (reply.sent) return;
    const refusal = this.refusalOf(thrown, request);
    if (refusal.code === 'NOT_FOUND' && this.missingPage && isForPerson(request))
      return sendPage(reply, this.missingPage());
    const body = problemOf(refusal.code, refusal.extra, request.id);
    if (refusal.extra.retryAfterMs !== undefined)
      void reply.header('retry-after', Math.max(1, Math.ceil(refusal.extra.retryAfterMs / 1000)));
    void reply
      .status(body.status)
      .header('cache-control', 'private, no-store')
      .header('content-type', 'application/problem+json; charset=utf-8')
      .send(JSON.stringify(body));
  }

  private refusalOf(thrown: unknown, request: FastifyRequest): ProblemError {
    if (thrown instanceof ProblemError) {
      const waits = thrown.status === 429 || thrown.status === 503;
      return waits && thrown.extra.retryAfterMs === undefined
        ? new ProblemError(thrown.code, { ...thrown.extra, retryAfterMs: AWAY_RETRY_MS })
        : thrown;
    }
    const status = statusOf(thrown);
    const code = status === null ? undefined : (codeOfStatus[status] ?? (status < 500 ? 'MALFORMED_BODY' : undefined));
    if (code) return new ProblemError(code);
    const text = thrown instanceof Error ? `${thrown.name} ${codeIn(thrown)} ${thrown.message}` : String(thrown);
    // whoever hangs up in the middle of a body hears no answer, and shall neither fill the log nor look like a store that is away
    if (/^Error.* aborted$/.test(text)) return new ProblemError('MALFORMED_BODY');
    if (AWAY.test(text)) return new ProblemError('CORE_AWAY', { retryAfterMs: AWAY_RETRY_MS });
    this.log.error(
      `${request.method} ${request.routeOptions.url ?? '?'} ${request.id}: ${thrown instanceof Error ? (thrown.stack ?? text) : text}`,
    );
    return new ProblemError('INTERNAL');
  }
}

function statusOf(thrown: unknown): number | null {
  if (thrown instanceof HttpException) return thrown.getStatus();
  // fastify's own refusals (body too large, malformed JSON) carry statusCode
  if (thrown instanceof Error && 'statusCode' in thrown && typeof thrown.statusCode === 'number')
    return thrown.statusCode;
  return null;
}

function codeIn(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** A browser on its way to a page, as opposed to a program or a page's own request. */
function isForPerson({ method, url, headers }: FastifyRequest): boolean {
  return method === 'GET' && !/^\/(v1|assets)\//.test(url) && (headers.accept ?? '').startsWith('text/html');
}

function sendPage(reply: FastifyReply, html: string): void {
  const type = 'text/html; charset=utf-8';
  void reply.status(404).header('cache-control', 'private, no-store').header('content-type', type).send(html);
}
