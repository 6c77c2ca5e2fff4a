import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { ProblemError } from '../problem/problem.js';

const KEY = /^[A-Za-z0-9_-]{16,128}$/;

/** The Idempotency-Key header of the request: string, or null when there is none. A bad one is refused with IDEMPOTENCY_KEY_INVALID. */
export const IdempotencyKey = createParamDecorator((_data: unknown, context: ExecutionContext): string | null => {
  const header = context.switchToHttp().getRequest<FastifyRequest>().headers['idempotency-key'];
  if (header === undefined) return null;
  if (typeof header !== 'string' || !KEY.test(header)) throw new ProblemError('IDEMPOTENCY_KEY_INVALID');
  return header;
});
