import { Connection, type Target } from '../http/connection.js';

/**
 * Connections of a crowd of browsers. New people open one; returning people reuse an idle one, or open another while
 * all are busy, since each browser has its own.
 */
export class CrowdConnections {
  private readonly idle: Connection[] = [];
  private readonly all = new Set<Connection>();
  opened = 0;

  constructor(
    private readonly target: Target,
    private readonly most: number,
  ) {}

  /** Returns null at the generator's connection limit. */
  take(isNew: boolean): Connection | null {
    if (!isNew) {
      for (let idle = this.idle.pop(); idle; idle = this.idle.pop()) {
        if (idle.usable) return idle;
        this.all.delete(idle);
      }
    }
    if (this.all.size >= this.most && !this.makeRoom()) return null;
    const connection = new Connection(this.target);
    this.all.add(connection);
    this.opened += 1;
    return connection;
  }

  giveBack(connection: Connection): void {
    if (connection.usable) this.idle.push(connection);
    else this.all.delete(connection);
  }

  drop(connection: Connection): void {
    connection.close();
    this.all.delete(connection);
  }

  close(): void {
    for (const connection of this.all) connection.close();
    this.all.clear();
  }

  /** Closes the connection idle longest, as if somebody left. */
  private makeRoom(): boolean {
    const oldest = this.idle.shift();
    if (oldest) this.drop(oldest);
    return oldest !== undefined;
  }
}
