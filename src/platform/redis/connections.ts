import { Cluster, Redis, type RedisOptions } from 'ioredis';
import type { RedisAddress } from './redis-address.rules.js';

const CONNECT_TIMEOUT_MS = 2_000;
/** Commands time out after this long; their outcome is then unknown. */
const COMMAND_TIMEOUT_MS = 3_000;
const RECONNECT_CAP_MS = 1_000;
/**
 * How long a connection that we close may take. The client waits that long, too, for the end of one that was broken
 * already, which keeps a process that has nothing else to do from ending.
 */
const DISCONNECT_TIMEOUT_MS = 200;
/**
 * A connection that stays silent this long while an answer is pending is presumed dead and reopened. A vanished host
 * resets nothing: without this, its connection would look alive for a quarter of an hour and no successor would be
 * tried.
 */
const SILENCE_MS = 6_000;
/** How often at most a server that refuses writes is left for whoever the address names now. */
const LEAVE_EVERY_MS = 1_000;
/** How quickly a node notices that a slot range has a new master. */
const SLOTS_REFRESH_MS = 1_000;

type Options = Omit<RedisOptions, 'replyMapping'>;
/** Options of each server, including those of a cluster, which has its own queues and retries. */
type ServerOptions = Pick<
  RedisOptions,
  | 'connectionName'
  | 'connectTimeout'
  | 'socketTimeout'
  | 'commandTimeout'
  | 'disconnectTimeout'
  | 'username'
  | 'password'
  | 'tls'
>;

const backOff = (tries: number): number => Math.min(RECONNECT_CAP_MS, 20 * 2 ** Math.min(tries, 10));

/**
 * Opens a connection without an offline queue (unless it only subscribes) and without automatic retries: after a lost
 * answer, the caller retries the script, because only the caller knows whether that is safe.
 */
export function connectTo(address: RedisAddress, name: string, isSubscriber: boolean): Redis {
  const ofServers: ServerOptions = {
    connectionName: `ropeline-${name}`,
    connectTimeout: CONNECT_TIMEOUT_MS,
    socketTimeout: SILENCE_MS,
    disconnectTimeout: DISCONNECT_TIMEOUT_MS,
    ...(isSubscriber ? {} : { commandTimeout: COMMAND_TIMEOUT_MS }),
    ...(address.kind === 'single' ? {} : loginOf(address)),
  };
  if (address.kind === 'cluster') return clusterOf(address.nodes, ofServers, isSubscriber);
  const options: Options = {
    ...ofServers,
    enableOfflineQueue: isSubscriber,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: isSubscriber ? null : 0,
    retryStrategy: backOff,
    reconnectOnError: leavesReplicas(),
  };
  return address.kind === 'single'
    ? new Redis(address.url, options)
    : new Redis({ ...options, ...sentinelOptions(address) });
}

/**
 * Reconnects after READONLY, without sending the command again. A primary demoted behind a fixed address keeps its
 * connections, answers pings and would be written to in vain until the node restarts.
 */
function leavesReplicas(): (error: Error) => 1 | false {
  let leftAt = Number.NEGATIVE_INFINITY;
  return ({ message }) => {
    const now = performance.now();
    // an address that names a replica for good must not cost every read its connection
    if (!message.startsWith('READONLY') || now - leftAt < LEAVE_EVERY_MS) return false;
    leftAt = now;
    return 1;
  };
}

function loginOf({ username, password, isEncrypted }: Exclude<RedisAddress, { kind: 'single' }>): ServerOptions {
  return {
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    ...(isEncrypted ? { tls: {} } : {}),
  };
}

function sentinelOptions(address: Extract<RedisAddress, { kind: 'sentinel' }>): Options {
  const { sentinels, name, role, db, sentinelPassword, isEncrypted } = address;
  const options: Options = { sentinels, name, role, db, sentinelRetryStrategy: backOff };
  if (sentinelPassword !== undefined) options.sentinelPassword = sentinelPassword;
  if (isEncrypted) options.enableTLSForSentinelMode = true;
  return options;
}

/**
 * Sends a command to the server whose run id stamps it, or nowhere: redirections are not followed, because the new
 * server would receive another server's stamp. The caller retries with the refreshed slot table.
 */
class StampedCluster extends Cluster {
  override handleError(error: Error, _tries: { value?: unknown }, { defaults }: { defaults: () => void }): void {
    if (/^(MOVED|ASK|CLUSTERDOWN|Connection is closed)/.test(error.message)) this.refreshSlotsCache();
    defaults();
  }
}

function clusterOf(nodes: { host: string; port: number }[], redisOptions: ServerOptions, isSubscriber: boolean): Redis {
  const cluster = new StampedCluster(nodes, {
    redisOptions,
    enableOfflineQueue: isSubscriber,
    clusterRetryStrategy: backOff,
    slotsRefreshInterval: SLOTS_REFRESH_MS,
    slotsRefreshTimeout: CONNECT_TIMEOUT_MS,
  });
  // both offer the same commands; only `stream` is missing, which write-together.ts handles
  return cluster as unknown as Redis;
}
