import type { AcceptProbe, SendProbe } from './accept-probe.js';

/** A burst up to this many connections is no overload, however slow the machine is: only what comes after it waits. */
const BURST = 1_000;
/** A connection that waited so long has found more than a burst. */
const LONGEST_OF_A_BURST_MS = 1_000;
/** How long the queue must have been filled before it is measured, and how often it is then. */
const PROBE_EVERY_MS = 100;

interface Accepted {
  remoteAddress?: string | undefined;
  remotePort?: number | undefined;
  destroy?: () => unknown;
}

/**
 * Tells how long connections wait to be accepted. Node accepts one connection a turn of its loop (since libuv 1.45), so a
 * crowd that comes faster than it is served waits in the kernel, where its requests cannot be counted. As long as each
 * turn accepts one, that queue has not been empty; how long it is, a connection of our own finds out, which waits in it
 * like any other (decision 241).
 */
export class AcceptQueue {
  private accepted = 0;
  private acceptsInTurn = false;
  /** Our own connection was accepted in this turn, mostly as the only one. */
  private probeInTurn = false;
  private filledAt: number | null = null;
  private probe: AcceptProbe | null = null;
  private sentAt = Number.NEGATIVE_INFINITY;
  /** What the last probe waited; null: unknown. */
  private measuredMs: number | null = null;
  /** No probe can be sent, or the last one failed: how long the queue is, is unknown, which does not mean short. */
  private isBlind = false;
  /** Connections that may have waited and have not asked for anything yet. */
  private readonly newcomers = new WeakSet<object>();

  /**
   * @param send sends a probe; while none can be sent, or it fails, a connection may have waited for as long as there was
   * a queue
   */
  constructor(
    private readonly now: () => number = () => performance.now(),
    public send: SendProbe | null = null,
  ) {}

  /** Must be called for each accepted connection. */
  note(connection: Accepted): void {
    if (this.isProbe(connection)) return;
    this.acceptsInTurn = true;
    this.accepted += 1;
    if (this.waitMs > 0) this.newcomers.add(connection);
    if (this.filledAt !== null) return;
    this.filledAt = this.now();
    this.accepted = 1;
    setImmediate(this.endTurn);
  }

  /** Returns how long a connection accepted now may have waited, in ms; 0 during a burst. */
  get waitMs(): number {
    if (this.filledAt === null) return 0;
    const waitMs = Math.max(this.measuredMs ?? 0, this.probe ? this.now() - this.sentAt : 0);
    if (this.accepted <= BURST) return waitMs > LONGEST_OF_A_BURST_MS ? waitMs : 0;
    return this.send && !this.isBlind ? waitMs : this.now() - this.filledAt;
  }

  /** Returns true for the first request of a connection that may have waited; later ones have not. */
  isNewcomer(connection: object): boolean {
    return this.newcomers.delete(connection);
  }

  /** The end of our own connection: it asks for nothing. */
  private isProbe(connection: Accepted): boolean {
    if (!this.probe?.is(connection)) return false;
    this.measuredMs = this.now() - this.sentAt;
    this.isBlind = false;
    this.probeInTurn = true;
    this.endProbe();
    connection.destroy?.();
    return true;
  }

  private readonly endTurn = (): void => {
    if (this.acceptsInTurn) {
      setImmediate(this.endTurn);
      this.measure();
    } else if (this.probeInTurn) {
      // it took the one place of its turn, so whether others wait shows in the next; another probe now would hide it again
      setImmediate(this.endTurn);
    } else {
      this.filledAt = this.measuredMs = null;
      this.endProbe();
    }
    this.acceptsInTurn = this.probeInTurn = false;
  };

  private measure(): void {
    const now = this.now();
    if (!this.send || this.probe || this.filledAt === null) return;
    if (now - this.filledAt < PROBE_EVERY_MS || now - this.sentAt < PROBE_EVERY_MS) return;
    this.sentAt = now;
    const sent = this.send(() => {
      if (sent !== null && sent === this.probe) this.fail();
    });
    this.probe = sent;
    if (!sent) this.fail();
  }

  private fail(): void {
    this.isBlind = true;
    this.endProbe();
  }

  private endProbe(): void {
    this.probe?.end();
    this.probe = null;
  }
}
