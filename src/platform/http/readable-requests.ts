import type { FastifyInstance } from 'fastify';
import { ProblemError } from '../problem/problem.js';

/** NUL and halves of a character: no text of ours holds them, and Postgres refuses them. */
const UNREADABLE = /\0|\p{Cs}/u;
/** Where addresses go that nobody can read: there is nothing. */
const NOWHERE = '/-';
/** The deepest body of ours has six levels; those who walk through bodies do so by calling themselves. */
const MAX_DEPTH = 32;
const FIELD_CHARACTERS = 100;

/** The address that is served: the one that was asked for, unless its path cannot be decoded or holds a NUL. */
export function readableAddress(url: string): string {
  const [path = ''] = url.split('?', 1);
  if (!path.includes('%')) return url;
  try {
    return UNREADABLE.test(decodeURIComponent(path)) ? NOWHERE : url;
  } catch {
    return NOWHERE;
  }
}

/** The first field of a parsed body that is too deep, or text that nobody can store; null when all is well. */
export function unreadableField(body: unknown): string | null {
  const left: { field: string; value: unknown; depth: number }[] = [{ field: 'body', value: body, depth: 0 }];
  for (let next = left.pop(); next; next = left.pop()) {
    const { field, value, depth } = next;
    if (typeof value === 'string' && UNREADABLE.test(value)) return field.slice(0, FIELD_CHARACTERS);
    if (typeof value !== 'object' || value === null || Buffer.isBuffer(value)) continue;
    if (depth >= MAX_DEPTH) return field.slice(0, FIELD_CHARACTERS);
    for (const [key, item] of Object.entries(value))
      left.push({ field: depth === 0 ? key : `${field}.${key}`, value: item, depth: depth + 1 });
  }
  return null;
}

/** Refuses bodies that would fail somewhere further in, before anybody walks through them. */
export function refuseUnreadableBodies(fastify: FastifyInstance): void {
  fastify.addHook('preValidation', (request, _reply, done) => {
    const field = unreadableField(request.body);
    if (field === null) return done();
    const errors = [{ field, message: 'must be text without NUL and broken characters, at most 32 levels deep' }];
    done(new ProblemError('VALIDATION_FAILED', { errors }));
  });
}
