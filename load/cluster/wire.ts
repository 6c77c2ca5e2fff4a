import { connect, createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

/**
 * A way from one node to a store that can be cut. While it is, nothing passes in either direction and nothing is
 * refused, as when a switch drops packets: connections stay open, and new ones hear nothing.
 */
export class Wire {
  private readonly ends = new Set<Socket>();
  private isCut = false;

  private constructor(
    private readonly server: Server,
    /** The store's address by this wire. */
    readonly url: string,
  ) {}

  static async to(url: string): Promise<Wire> {
    const server = createServer();
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
    const far = new URL(url);
    const near = new URL(url);
    near.hostname = '127.0.0.1';
    near.port = String((server.address() as AddressInfo).port);
    const wire = new Wire(server, near.href);
    server.on('connection', (socket) => wire.join(socket, connect(Number(far.port), far.hostname)));
    return wire;
  }

  cut(): void {
    this.isCut = true;
    for (const end of this.ends) end.pause();
  }

  heal(): void {
    this.isCut = false;
    for (const end of this.ends) end.resume();
  }

  close(): void {
    for (const end of this.ends) end.destroy();
    this.server.close();
  }

  private join(near: Socket, far: Socket): void {
    for (const [end, other] of [
      [near, far],
      [far, near],
    ] as const) {
      this.ends.add(end);
      end.setNoDelay(true);
      end.on('data', (data) => other.write(data));
      end.on('error', () => undefined); // 'close' follows
      end.on('close', () => {
        this.ends.delete(end);
        other.destroy();
      });
      if (this.isCut) end.pause();
    }
  }
}
