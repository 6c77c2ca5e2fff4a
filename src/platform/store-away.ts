/**
 * Decides, once for all rooms, whether a failed call means that Redis or Postgres is unavailable, as opposed to a fault
 * of ours. Drivers are identified by their error classes and codes; errors from elsewhere are not inspected.
 */

/** Sockets and DNS: Node's own codes, whichever driver passes them on. */
const NETWORK = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'EAI_AGAIN'],
]);
/** Postgres: shutting down, starting, too many connections, a replica, a statement time-out. Class 08: connection. */
const POSTGRES = new Set(['57P01', '57P02', '57P03', '53300', '25006', '57014']);
const POSTGRES_CONNECTION = /^08\w{3}$/;
/** Prisma: unreachable, timed out, closed, pool time-out, socket time-out. */
const PRISMA = new Set(['P1001', 'P1002', 'P1008', 'P1017', 'P2024', 'P2028', 'P2037']);
/** The same, from Prisma's driver adapter, before Prisma has assigned a code. */
const ADAPTER = new Set(['DatabaseNotReachable', 'ConnectionClosed', 'SocketTimeout', 'TooManyConnections']);
/** Redis answered, but must not or cannot serve. */
const REDIS_REPLY = /^(LOADING|READONLY|NOREPLICAS|MASTERDOWN|OOM|MISCONF|BUSY|CLUSTERDOWN|TRYAGAIN|MOVED|ASK)\b/;
/** What ioredis and pg throw as plain Errors without a code: exact messages. */
const PLAIN = new RegExp(
  [
    /^Command timed out$/,
    /^Command aborted due to connection close$/,
    /^Connection is closed\.?$/,
    /^Socket timeout\. Expecting data/,
    /^Stream isn't writeable and enableOfflineQueue options is false$/,
    /^(Reached the|max) .*max retries per request/,
    /^Cluster isn't ready and enableOfflineQueue options is false$/,
    /^Cluster is ended\.$/,
    /^Failed to refresh slots cache\.$/,
    /^Connection terminated( unexpectedly| due to connection timeout)?$/,
    /^timeout exceeded when trying to connect$/,
    /^Query read timeout$/,
    /^Client has encountered a connection error and is not queryable$/,
  ]
    .map(({ source }) => source)
    .join('|'),
);
/** Prisma buries the driver's code in its message, for queries of models in other words than for raw ones. */
const BURIED_CODE = /^(?:[\s\S]*\n)?(?:Raw query failed|Database error)\. Code: `(\w+)`/;
const CANNOT_REACH = /^(?:[\s\S]*\n)?(?:Raw query failed\. Code: `N\/A`\. Message: `)?Can't reach database server/;
const MAX_CAUSES = 4;

/** Thrown when an answer would otherwise have to be guessed: an unreachable store has not said no. */
export class StoreAwayError extends Error {
  constructor(reading: string) {
    super(`the store is away: ${reading}`);
  }
}

export function isStoreAway(error: unknown): boolean {
  let next = error;
  for (let depth = 0; depth < MAX_CAUSES && next instanceof Error; depth += 1) {
    if (saysAway(next)) return true;
    next = next.cause;
  }
  return typeof next === 'object' && next !== null && 'kind' in next && ADAPTER.has(String(next.kind));
}

function saysAway(error: Error): boolean {
  if (error instanceof StoreAwayError) return true;
  if (error.name === 'ReplyError') return REDIS_REPLY.test(error.message);
  if (error instanceof TypeError || error instanceof RangeError || error instanceof SyntaxError) return false;
  const code = codeOf(error);
  if (code !== null && (NETWORK.has(code) || PRISMA.has(code) || isPostgresAway(code))) return true;
  if (error.name === 'MaxRetriesPerRequestError') return true;
  const hidden = BURIED_CODE.exec(error.message)?.[1];
  return (
    (hidden !== undefined && isPostgresAway(hidden)) || CANNOT_REACH.test(error.message) || PLAIN.test(error.message)
  );
}

const isPostgresAway = (code: string): boolean => POSTGRES.has(code) || POSTGRES_CONNECTION.test(code);

function codeOf(error: Error): string | null {
  return 'code' in error && typeof error.code === 'string' ? error.code : null;
}
