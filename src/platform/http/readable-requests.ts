import type { FastifyInstance } from 'fastify';
import { ProblemError } from '../problem/problem.js';

/** NUL and lone surrogates: no text of ours contains them, and Postgres rejects them. */
const UNREADABLE = /\0|\p{Cs}/u;
/** Target of undecodable addresses: a path that does not exist. */
const NOWHERE = '/-';
/** Our deepest body has six levels; code that walks bodies is recursive. */
const MAX_DEPTH = 32;
const FIELD_CHARACTERS = 100;

/** No page has a longer address; the router would answer one with a JSON problem. */
const PAGE_PATH_CHARACTERS = 512;
const FANS_PAGE = /^\/+(s|orders|verify)(\/|$)/i;

/**
 * Returns the address to serve: as requested, without extra slashes on fan pages, unless its path cannot be decoded or
 * contains a NUL.
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

/** Returns the canonical spelling of a fan page's address if it differs; otherwise null. */
export function betterSpelling(url: string): string | null {
  const [path = '', query] = url.split('?', 2);
  const parts = path.split('/');
  const [, page = '', name = ''] = parts;
  if (!FANS_PAGE.test(path) || page.toLowerCase() === 'orders') return null;
  const better = [parts[0], page.toLowerCase(), ...parts.slice(2).map((part) => part.toLowerCase())].join('/');
  if (better === path || /[^a-z0-9-]/i.test(name)) return null;
  return query === undefined ? better : `${better}?${query}`;
}

/** `//s/night/?a=1` → `/s/night?a=1`: people and programs mistype, copy and truncate links. */
function withoutSpareSlashes(url: string): string {
  const query = url.indexOf('?');
  const path = query < 0 ? url : url.slice(0, query);
  if (!path.includes('//') && !(path.length > 1 && path.endsWith('/'))) return url;
  return (path.replace(/\/{2,}/g, '/').replace(/(.)\/$/, '$1') || '/') + (query < 0 ? '' : url.slice(query));
}

/** Returns the first field of a parsed body that is too deep or not storable as text; otherwise null. */
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

/** Rejects a body that would fail further in. */
export function refuseUnreadable(body: unknown): void {
  const field = unreadableField(body);
  if (field === null) return;
  const errors = [{ field, message: 'must be text without NUL and broken characters, at most 32 levels deep' }];
  throw new ProblemError('VALIDATION_FAILED', { errors });
}

/** Rejects unreadable bodies before anything walks through them. */
export function refuseUnreadableBodies(fastify: FastifyInstance): void {
  fastify.addHook('preValidation', (request, _reply, done) => {
    refuseUnreadable(request.body);
    done();
  });
}
