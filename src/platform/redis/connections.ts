import { Cluster, Redis, type RedisOptions } from 'ioredis';
import type { RedisAddress } from './redis-address.rules.js';

const CONNECT_TIMEOUT_MS = 2_000;
/** A command that Redis does not answer in this time is an error; its outcome is unknown. */
const COMMAND_TIMEOUT_MS = 3_000;
const RECONNECT_CAP_MS = 1_000;
/**
 * A connection that owes an answer and stays silent for so long is taken for dead and made anew. A host that vanished
 * resets nothing: without this its connection would look alive for a quarter of an hour, and no successor be tried.
 */
const SILENCE_MS = 6_000;
/** How soon a node learns that a part of a cluster has another master. */
const SLOTS_REFRESH_MS = 1_000;

type Options = Omit<RedisOptions, 'replyMapping'>;
/** What holds for each server, also of a cluster, which has queues and retries of its own. */
type ServerOptions = Pick<
  RedisOptions,
  'connectionName' | 'connectTimeout' | 'socketTimeout' | 'commandTimeout' | 'username' | 'password' | 'tls'
>;

const backOff = (tries: number): number => Math.min(RECONNECT_CAP_MS, 20 * 2 ** Math.min(tries, 10));

/**
 * Opens a connection on which nothing is queued while the server is away (unless it only subscribes) and nothing is sent
 * again by itself: a script whose answer was lost is asked again by its caller, who knows whether that is safe.
 */
export function connectTo(address: RedisAddress, name: string, isSubscriber: boolean): Redis {
  const ofServers: ServerOptions = {
    connectionName: `ropeline-${name}`,
    connectTimeout: CONNECT_TIMEOUT_MS,
    socketTimeout: SILENCE_MS,
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
  };
  return address.kind === 'single'
    ? new Redis(address.url, options)
    : new Redis({ ...options, ...sentinelOptions(address) });
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
 * A command goes to the server whose run id stamps it, or nowhere: one that has given its slots away may hand nothing on, for
 * its successor would take the stamp of another server. The caller asks again, with the new table.
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
  // both answer the same commands; only `stream` is not there, which write-together.ts knows
  return cluster as unknown as Redis;
}
