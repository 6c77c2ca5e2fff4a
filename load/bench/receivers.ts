import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A partner's receivers at one origin: calls to /dead are disconnected, all others counted and answered. */
export class Receivers {
  private readonly server: Server;
  readonly arrivedAt: number[] = [];

  private constructor() {
    this.server = createServer((request, response) => {
      if (request.url?.startsWith('/dead')) return void request.socket.destroy();
      request.resume().on('end', () => {
        if (request.url?.startsWith('/healthy')) this.arrivedAt.push(performance.now());
        response.writeHead(204).end();
      });
    });
  }

  static async start(): Promise<Receivers> {
    const receivers = new Receivers();
    await new Promise<void>((resolve) => receivers.server.listen(0, '127.0.0.1', resolve));
    return receivers;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Returns deliveries per second between the first and the last. */
  take(): { perSecond: number; count: number } {
    const [first = 0] = this.arrivedAt;
    const count = this.arrivedAt.length;
    const perSecond = count < 2 ? 0 : ((count - 1) * 1000) / ((this.arrivedAt.at(-1) ?? first) - first);
    this.arrivedAt.length = 0;
    return { perSecond, count };
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
