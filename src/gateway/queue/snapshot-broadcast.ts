import { sendUnlessBehind } from '../server/message.js';
import type { ConnectedSale } from './queue-socket.types.js';

/** Sockets written to before everything else gets a turn: about 5 ms. */
const SLICE = 512;
const breathe = async (): Promise<void> => await new Promise((resolve) => setImmediate(resolve));

/**
 * Writes the newest snapshot of a sale to all its sockets on this node. One broadcast a sale at a time: news that comes
 * meanwhile is sent to everybody once it is through, so that the last sockets are not overtaken for ever.
 */
export class SnapshotBroadcast {
  /** Sales being broadcast, and whether something newer has come since. */
  private readonly running = new Map<ConnectedSale, { again: boolean }>();

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
        run.again = false;
        await sendToAll(sale);
      }
    } finally {
      this.running.delete(sale);
    }
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
