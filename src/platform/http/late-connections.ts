import type { Server } from 'node:http';
import type { Socket } from 'node:net';

const LOOK_EVERY_MS = 20;

/**
 * The connections accepted since a drain began. Each of them ends with its answer, so those left are still owed one.
 * Upgraded ones are not counted: sockets are sent away on their own.
 */
export class LateConnections {
  private readonly open = new Set<Socket>();

  constructor(server: Server) {
    server.on('connection', (socket) => {
      this.open.add(socket);
      socket.once('close', () => this.open.delete(socket));
    });
    server.prependListener('upgrade', (_request, socket) => this.open.delete(socket as Socket));
  }

  /** Waits until all are answered and nothing else is in hand; returns false if that takes longer. */
  async untilAnswered(inHand: () => number, limitMs: number): Promise<boolean> {
    for (const until = performance.now() + limitMs; this.open.size + inHand() > 0; ) {
      if (performance.now() > until) return false;
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
    return true;
  }
}
