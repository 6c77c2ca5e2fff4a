import type { Socket } from 'node:net';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ErrorCode } from '../../contract/errors.js';
import { problemOf } from '../problem/problem.js';
import { requestIds } from './request-id.js';

/** Node's parser refuses before Fastify has given an id. */
const nextId = requestIds();
const TYPE = 'application/problem+json; charset=utf-8';

/** Maps the error codes of Node's HTTP parser. */
const codeOfParser: Partial<Record<string, ErrorCode>> = {
  HPE_HEADER_OVERFLOW: 'HEADERS_TOO_LARGE',
  ERR_HTTP_REQUEST_TIMEOUT: 'REQUEST_TIMEOUT',
};

/** Answers requests that the router rejects before any route. For Fastify's `frameworkErrors`. */
export function refuseByRouter(
  error: Error & { statusCode?: number },
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  const body = problemOf(error.statusCode === 414 ? 'URI_TOO_LONG' : 'MALFORMED_REQUEST', {}, request.id);
  void reply
    .status(body.status)
    .header('cache-control', 'private, no-store')
    .header('content-type', TYPE)
    .send(JSON.stringify(body));
}

/** Answers unparseable HTTP, then closes the connection. For Fastify's `clientErrorHandler`. */
export function refuseByParser(error: Error & { code?: string }, socket: Socket): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const body = problemOf(codeOfParser[error.code ?? ''] ?? 'MALFORMED_REQUEST', {}, nextId());
  const text = JSON.stringify(body);
  const head = [
    `HTTP/1.1 ${body.status} ${body.title.replace(/[^\x20-\x7e]/g, '')}`,
    `content-type: ${TYPE}`,
    `content-length: ${Buffer.byteLength(text)}`,
    'connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${text}`);
}
