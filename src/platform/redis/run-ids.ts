import calculateSlot from 'cluster-key-slot';
import { Cluster, type Redis } from 'ioredis';

const RETRY_MS = 200;

/** Which servers answer: their run ids, which a restart and a promotion change. */
export interface RunIds {
  /** The run id of the server that a command on this key goes to now; null while it is away or not known yet. */
  of(key: string): string | null;
  /** The server, as host:port, that a command on this key goes to; null where there is only one. */
  serverOf(key: string): string | null;
  /** True when some server answers. */
  readonly isAny: boolean;
}

export const runIdsOf = (connection: Redis): RunIds =>
  (connection as unknown) instanceof Cluster
    ? new RunIdsOfCluster(connection as unknown as Cluster)
    : new RunIdOfServer(connection);

/** The run id at the other end of one connection. */
class RunIdOfServer implements RunIds {
  private runId: string | null = null;
  /** Counts the connections: what one of them answers late says nothing of the next. */
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
   * The first command of each connection: whatever is stamped with this id was sent after its answer, to that very server.
   * A server that is slow to tell is asked again: nothing else would, while the connection lasts.
   */
  async read(): Promise<void> {
    const { connection } = this;
    while (connection === this.connection && this.redis.status === 'ready') {
      const runId = await this.redis.info('server').then(
        (info) => /^run_id:(\w+)/m.exec(info)?.[1] ?? null,
        () => null,
      );
      if (connection !== this.connection) return; // the connection broke again; its successor asks anew
      this.runId = runId;
      if (runId !== null) return;
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }
}

/**
 * The run ids of a cluster's servers. A command goes to the server that the slot table names at that instant, and is not
 * redirected: so its stamp is of the server that carries it out, as with a single one.
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
    redis.connect().catch(() => undefined); // nodes are connected at their first command otherwise
  }
}

const nameOf = ({ options }: Redis): string => `${options.host ?? ''}:${options.port ?? 0}`;
