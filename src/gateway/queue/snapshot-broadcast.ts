import { setTimeout as wait } from 'node:timers/promises';
import { sendUnlessBehind } from '../server/message.js';
import type { ConnectedSale } from './queue-socket.types.js';

/** Sockets written per event-loop turn: about 5 ms. */
const SLICE = 512;
const breathe = async (): Promise<void> => await new Promise((resolve) => setImmediate(resolve));

/**
 * Writes a sale's newest snapshot to all its sockets on this node. Runs one broadcast per sale at a time: a newer
 * snapshot is sent after the current pass, so that the last sockets are not starved.
 */
export class SnapshotBroadcast {
  /** Sales being broadcast, and whether a newer snapshot has arrived. */
  private readonly running = new Map<ConnectedSale, { again: boolean }>();
  private readonly beganAtMs = new WeakMap<ConnectedSale, number>();

  /** @param pushEveryMs minimum interval between two passes over one sale's sockets, which grows under overload */
  constructor(
    private readonly pushEveryMs: () => number,
    private readonly nowMs: () => number = () => performance.now(),
    private readonly pause: (ms: number) => Promise<unknown> = async (ms) => await wait(ms, undefined, { ref: false }),
  ) {}

  async start(sale: ConnectedSale): Promise<void> {
    const present = this.running.get(sale);
    if (present) {
      present.again = true;
      return;
    }
    const run = { again: true };
    this.running.set(sale, run);
    try {
      while (run.again) {
        const waitMs = this.waitMsOf(sale);
        if (waitMs > 0) await this.pause(waitMs);
        run.again = false;
        this.beganAtMs.set(sale, this.nowMs());
        await sendToAll(sale);
      }
    } finally {
      this.running.delete(sale);
    }
  }

  private waitMsOf(sale: ConnectedSale): number {
    return (this.beganAtMs.get(sale) ?? Number.NEGATIVE_INFINITY) + this.pushEveryMs() - this.nowMs();
  }
}

async function sendToAll(sale: ConnectedSale): Promise<void> {
  let sent = 0;
  for (const socket of sale.places.sockets()) {
    if (sale.message) sendUnlessBehind(socket, sale.message);
    sent += 1;
    if (sent % SLICE === 0) await breathe();
  }
}
