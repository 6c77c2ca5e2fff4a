import type { ClientBase } from 'pg';

/**
 * Cost of reading any page, beside 1 for the next one of a scan. What a sale works on is in memory, and a look-up by key is
 * the shorter way in a table of any size: plans are made while the tables of a sale are empty or small, and kept while
 * they grow, so one that scans reads everything sold so far with each statement.
 */
const RANDOM_PAGE_COST = 0.1;

/**
 * Lets Postgres cancel statements that run longer, on this connection. A statement rather than the `statement_timeout`
 * parameter of pg, because PgBouncer refuses connections that begin with parameters it does not know.
 */
export async function limitStatements(client: ClientBase, ms: number): Promise<void> {
  await client.query(`SET statement_timeout = ${Math.trunc(ms)}`);
}

/** Does the same on a connection that a caller waits for, which also plans look-ups rather than scans. */
export async function setUpConnection(client: ClientBase, ms: number): Promise<void> {
  await client.query(`SET statement_timeout = ${Math.trunc(ms)}; SET random_page_cost = ${RANDOM_PAGE_COST}`);
}
