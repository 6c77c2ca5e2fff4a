import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ProblemError } from '../problem/problem.js';

const KEY = /^[A-Za-z0-9_-]{16,128}$/;
const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);
const OWN = 'ropeline:own-idempotency';

/** The header as an OpenAPI parameter. */
export const idempotencyHeader = {
  name: 'Idempotency-Key',
  required: false,
  description: 'The same key with the same body is the same call, done once.',
  schema: { type: 'string', pattern: KEY.source },
} as const;

export const isUnsafe = (method: string): boolean => !SAFE.has(method);

/** Returns the request's key, or null. An invalid one is rejected with IDEMPOTENCY_KEY_INVALID. */
export function idempotencyKeyOf({ headers }: Pick<FastifyRequest, 'headers'>): string | null {
  const header = headers['idempotency-key'];
  if (header === undefined) return null;
  if (typeof header !== 'string' || !KEY.test(header)) throw new ProblemError('IDEMPOTENCY_KEY_INVALID');
  return header;
}

/** Rejects an invalid key on every unsafe route, also where nothing depends on it: a client learns of it at once. */
export function refuseInvalidKeys(fastify: FastifyInstance): void {
  fastify.addHook('preValidation', (request, _reply, done) => {
    if (isUnsafe(request.method) && !request.is404) idempotencyKeyOf(request);
    done();
  });
}

/** Documents the header, and marks the route as one that keeps its keys itself. */
const marked: ParameterDecorator = (target, method) => {
  const descriptor = method === undefined ? undefined : Object.getOwnPropertyDescriptor(target, method);
  if (method === undefined || descriptor === undefined) return;
  ApiHeader(idempotencyHeader)(target, method, descriptor);
  Reflect.defineMetadata(OWN, true, descriptor.value as object);
};

/** Returns whether a route reads the key itself, because what it makes is found by it. */
export const keepsOwnKeys = (handler: object): boolean => Reflect.hasMetadata(OWN, handler);

/** Injects the request's Idempotency-Key header, or null. */
export const IdempotencyKey = createParamDecorator(
  (_data: unknown, context: ExecutionContext): string | null =>
    idempotencyKeyOf(context.switchToHttp().getRequest<FastifyRequest>()),
  [marked],
);
