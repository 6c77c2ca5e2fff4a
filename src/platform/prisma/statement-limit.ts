import type { ClientBase } from 'pg';

/**
 * Lets Postgres cancel statements that run longer, on this connection. A statement rather than the `statement_timeout`
 * parameter of pg, because PgBouncer refuses connections that begin with parameters it does not know.
 */
export async function limitStatements(client: ClientBase, ms: number): Promise<void> {
  await client.query(`SET statement_timeout = ${Math.trunc(ms)}`);
}
