import type { FastifyInstance } from 'fastify';
import { ProblemError } from '../problem/problem.js';

/** NUL and halves of a character: no text of ours holds them, and Postgres refuses them. */
const UNREADABLE = /\0|\p{Cs}/u;
/** Where addresses go that nobody can read: there is nothing. */
const NOWHERE = '/-';
/** The deepest body of ours has six levels; those who walk through bodies do so by calling themselves. */
const MAX_DEPTH = 32;
const FIELD_CHARACTERS = 100;

/** No address of a page is longer; the router would answer one with a document for programs. */
const PAGE_PATH_CHARACTERS = 512;
const FANS_PAGE = /^\/+(s|orders|verify)(\/|$)/i;

/**
 * The address that is served: the one that was asked for, without slashes too many where a fan's page is asked for, unless its
 * path cannot be decoded or holds a NUL.
 */
export function readableAddress(asked: string): string {
  const isPage = FANS_PAGE.test(asked.split('?', 1)[0] ?? '');
  const url = isPage ? withoutSpareSlashes(asked) : asked;
  const [path = ''] = url.split('?', 1);
  if (isPage && path.length > PAGE_PATH_CHARACTERS) return NOWHERE;
  if (!path.includes('%')) return url;
  try {
    return UNREADABLE.test(decodeURIComponent(path)) ? NOWHERE : url;
  } catch {
    return NOWHERE;
  }
}

/** The address of a fan's page in the letters that we use, when it was asked for in others; null when there is none. */
export function betterSpelling(url: string): string | null {
  const [path = '', query] = url.split('?', 2);
  const parts = path.split('/');
  const [, page = '', name = ''] = parts;
  if (!FANS_PAGE.test(path) || page.toLowerCase() === 'orders') return null;
  const better = [parts[0], page.toLowerCase(), ...parts.slice(2).map((part) => part.toLowerCase())].join('/');
  if (better === path || /[^a-z0-9-]/i.test(name)) return null;
  return query === undefined ? better : `${better}?${query}`;
}

/** `//s/night/?a=1` → `/s/night?a=1`: links are typed, copied and cut by people and programs. */
function withoutSpareSlashes(url: string): string {
  const query = url.indexOf('?');
  const path = query < 0 ? url : url.slice(0, query);
  if (!path.includes('//') && !(path.length > 1 && path.endsWith('/'))) return url;
  return (path.replace(/\/{2,}/g, '/').replace(/(.)\/$/, '$1') || '/') + (query < 0 ? '' : url.slice(query));
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
