import type { Socket } from 'node:net';
import { LEAST_QUOTA, nextQuota, TURN_TARGET_MS } from './overload.policy.js';

/**
 * Keeps turns of the event loop short while somebody inside is being served: a purchase takes some twenty turns. While turns
 * are long, a quota bounds what the crowd outside gets of each, and a connection that was answered is not read again before
 * its turn comes; its next request waits in the kernel, where it costs nothing.
 */
export class CrowdPacer {
  /** In the order in which they are read again. */
  private readonly held = new Set<Socket>();
  private answered: Socket[] = [];
  private turnBeganAt: number | null = null;
  private isPressed = false;
  private quota = LEAST_QUOTA;
  private taken = 0;

  /** @param isWanted whether anybody inside would notice a long turn */
  constructor(
    private readonly isWanted: () => boolean,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Connections that wait to be read. */
  get heldCount(): number {
    return this.held.size;
  }

  /** Counts one more request of the crowd; returns false if this turn has had enough of them. */
  takes(): boolean {
    this.beginTurn();
    this.taken += 1;
    return !this.isPressed || this.taken <= this.quota;
  }

  /** A request of the crowd was answered on this connection, which nobody else uses. */
  answeredOn(socket: Socket): void {
    this.beginTurn();
    this.answered.push(socket);
  }

  private beginTurn(): void {
    if (this.turnBeganAt !== null) return;
    this.turnBeganAt = this.now();
    setImmediate(() => this.endTurn());
  }

  private endTurn(): void {
    const tookMs = this.now() - (this.turnBeganAt ?? 0);
    const { answered, isPressed, taken } = this;
    this.turnBeganAt = null;
    this.answered = [];
    this.taken = 0;
    this.isPressed = this.isWanted() && (this.held.size > 0 || tookMs > TURN_TARGET_MS);
    if (this.isPressed) {
      this.quota = nextQuota(isPressed ? this.quota : Math.max(answered.length, taken), tookMs);
      this.hold(answered);
    }
    this.read(this.isPressed ? this.quota : this.held.size);
    if (this.held.size > 0) this.beginTurn();
  }

  private hold(sockets: readonly Socket[]): void {
    for (const socket of sockets) {
      if (socket.destroyed) continue;
      socket.pause();
      this.held.add(socket);
    }
  }

  private read(count: number): void {
    let left = count;
    for (const socket of this.held) {
      if (left <= 0) return;
      left -= 1;
      this.held.delete(socket);
      if (!socket.destroyed) socket.resume();
    }
  }
}
