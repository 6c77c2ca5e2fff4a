import type pg from 'pg';
import type { Spans } from './spans.js';

type Query = (...args: unknown[]) => unknown;
interface Queries {
  query: unknown;
}

/** Makes each statement of a pool, or of a transaction on it, a span. Statements are parameterised: no values. */
export function tracePool(pool: pg.Pool, purpose: string, spans: Spans): void {
  const trace = (target: Queries): void => {
    const query = (target.query as Query).bind(target);
    target.query = (...args: unknown[]): unknown => {
      if (args.some((each) => typeof each === 'function')) return query(...args); // pg's own, already in a span
      const attributes = { 'db.system.name': 'postgresql', 'db.query.text': textOf(args[0]), 'ropeline.pool': purpose };
      return spans.within('postgres', attributes, () => query(...args) as Promise<unknown>);
    };
  };
  trace(pool);
  pool.on('connect', trace);
}

const textOf = (query: unknown): string =>
  typeof query === 'string'
    ? query
    : typeof query === 'object' && query !== null && 'text' in query
      ? String(query.text)
      : '';
