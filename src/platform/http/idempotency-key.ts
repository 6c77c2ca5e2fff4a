import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { ProblemError } from '../problem/problem.js';

const KEY = /^[A-Za-z0-9_-]{16,128}$/;

/** Documents the header on every route that reads it. */
const documented: ParameterDecorator = (target, method) => {
  const descriptor = method === undefined ? undefined : Object.getOwnPropertyDescriptor(target, method);
  if (method === undefined || descriptor === undefined) return;
  ApiHeader({
    name: 'Idempotency-Key',
    required: false,
    description: 'The same key with the same body is the same call, done once.',
    schema: { type: 'string', pattern: KEY.source },
  })(target, method, descriptor);
};

/** Injects the request's Idempotency-Key header, or null. An invalid one is rejected with IDEMPOTENCY_KEY_INVALID. */
export const IdempotencyKey = createParamDecorator(
  (_data: unknown, context: ExecutionContext): string | null => {
    const header = context.switchToHttp().getRequest<FastifyRequest>().headers['idempotency-key'];
    if (header === undefined) return null;
    if (typeof header !== 'string' || !KEY.test(header)) throw new ProblemError('IDEMPOTENCY_KEY_INVALID');
    return header;
  },
  [documented],
);
