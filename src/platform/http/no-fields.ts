import type { FastifyRequest } from 'fastify';
import { ProblemError } from '../problem/problem.js';

/** For calls without fields: the body must be empty or `{}`, since unknown fields are rejected everywhere. */
export function expectNoFields({ body }: FastifyRequest): void {
  if (body === undefined || body === null) return;
  const fields = typeof body === 'object' ? Object.keys(body) : [''];
  if (fields.length === 0 && !Array.isArray(body)) return;
  const field = fields[0] ?? '';
  throw new ProblemError('VALIDATION_FAILED', { errors: [{ field, message: `property ${field} should not exist` }] });
}
