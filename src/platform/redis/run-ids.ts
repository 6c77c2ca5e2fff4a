import calculateSlot from 'cluster-key-slot';
import { Cluster, type Redis } from 'ioredis';

const RETRY_MS = 200;

/** The run ids of reachable servers, which change with a restart or a promotion. */
export interface RunIds {
  /** Returns the run id of the server that serves this key now; null while unreachable or not known yet. */
  of(key: string): string | null;
  /** Returns the server, as host:port, that serves this key; null if there is only one. */
  serverOf(key: string): string | null;
  /** True if any server is reachable. */
  readonly isAny: boolean;
}

export const runIdsOf = (connection: Redis): RunIds =>
  (connection as unknown) instanceof Cluster
    ? new RunIdsOfCluster(connection as unknown as Cluster)
    : new RunIdOfServer(connection);

/** The run id of the server behind one connection. */
class RunIdOfServer implements RunIds {
  private runId: string | null = null;
  /** Counts connections, so that a late answer of one is not attributed to the next. */
  private connection = 0;

  constructor(private readonly redis: Redis) {
    redis.on('ready', () => void this.read());
    redis.on('close', () => {
      this.connection += 1;
      this.runId = null;
    });
  }

  of(): string | null {
    return this.redis.status === 'ready' ? this.runId : null;
  }

  serverOf(): null {
    return null;
  }

  get isAny(): boolean {
    return this.of() !== null;
  }

  /**
   * Reads the run id as the first command of each connection: whatever is stamped with it was sent after the answer, to
   * that very server. Retries while the connection lasts, because nothing else would.
   */
  async read(): Promise<void> {
    const { connection } = this;
    while (connection === this.connection && this.redis.status === 'ready') {
      const runId = await this.redis.info('server').then(
        (info) => /^run_id:(\w+)/m.exec(info)?.[1] ?? null,
        () => null,
      );
      if (connection !== this.connection) return; // the connection broke again; its successor reads anew
      this.runId = runId;
      if (runId !== null) return;
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }
}

/**
 * The run ids of a cluster's servers. A command goes to the server that the slot table names at that instant and is
 * never redirected, so its stamp belongs to the server that executes it, as with a single server.
 */
class RunIdsOfCluster implements RunIds {
  private readonly servers = new Map<string, RunIdOfServer>();

  constructor(private readonly cluster: Cluster) {
    cluster.on('+node', (redis: Redis) => this.meet(redis));
    cluster.on('-node', (redis: Redis) => this.servers.delete(nameOf(redis)));
  }

  of(key: string): string | null {
    const server = this.serverOf(key);
    return server === null ? null : (this.servers.get(server)?.of() ?? null);
  }

  serverOf(key: string): string | null {
    return this.cluster.slots[calculateSlot(key)]?.[0] ?? null;
  }

  get isAny(): boolean {
    return this.cluster.status === 'ready' && [...this.servers.values()].some((server) => server.isAny);
  }

  private meet(redis: Redis): void {
    this.servers.set(nameOf(redis), new RunIdOfServer(redis));
    redis.connect().catch(() => undefined); // otherwise a node is connected only at its first command
  }
}

const nameOf = ({ options }: Redis): string => `${options.host ?? ''}:${options.port ?? 0}`;
