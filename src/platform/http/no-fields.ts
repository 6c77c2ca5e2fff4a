import type { FastifyRequest } from 'fastify';
import { ProblemError } from '../problem/problem.js';

/** A call that says everything by its address: a body is empty or `{}`, as unknown fields are refused everywhere. */
export function expectNoFields({ body }: FastifyRequest): void {
  if (body === undefined || body === null) return;
  const fields = typeof body === 'object' ? Object.keys(body) : [''];
  if (fields.length === 0 && !Array.isArray(body)) return;
  const field = fields[0] ?? '';
  throw new ProblemError('VALIDATION_FAILED', { errors: [{ field, message: `property ${field} should not exist` }] });
}
