/** A burst up to this many connections is no overload, however slow the machine is. */
const BURST = 1_000;

/**
 * Tells how long connections may have waited to be accepted. Node accepts one connection a turn of its loop (since libuv
 * 1.45), so a crowd that comes faster than it is served waits in the kernel, where its requests cannot be counted. As long
 * as each turn accepts one, that queue has not been empty.
 */
export class AcceptQueue {
  private accepted = 0;
  private acceptsInTurn = false;
  private filledAt: number | null = null;
  /** Connections that may have waited and have not asked for anything yet. */
  private readonly newcomers = new WeakSet<object>();

  constructor(private readonly now: () => number = () => performance.now()) {}

  /** Must be called for each accepted connection. */
  note(connection: object): void {
    this.acceptsInTurn = true;
    this.accepted += 1;
    if (this.waitMs > 0) this.newcomers.add(connection);
    if (this.filledAt !== null) return;
    this.filledAt = this.now();
    this.accepted = 1;
    setImmediate(this.endTurn);
  }

  /** Returns the longest that a connection accepted now can have waited, in ms; 0 during a burst. */
  get waitMs(): number {
    return this.filledAt === null || this.accepted <= BURST ? 0 : this.now() - this.filledAt;
  }

  /** Returns true for the first request of a connection that may have waited; later ones have not. */
  isNewcomer(connection: object): boolean {
    return this.newcomers.delete(connection);
  }

  private readonly endTurn = (): void => {
    if (this.acceptsInTurn) setImmediate(this.endTurn);
    else this.filledAt = null;
    this.acceptsInTurn = false;
  };
}
