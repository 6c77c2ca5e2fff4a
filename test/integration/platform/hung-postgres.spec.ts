import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PrismaService } from '../../../src/platform/prisma/prisma.service.js';
import { isStoreAway } from '../../../src/platform/store-away.js';
import { testConfig } from '../../support/app.js';
import { freshDatabase } from '../../support/services.js';

/** A proxy to Postgres; while frozen it forwards nothing, like a host that vanished. */
class Wire {
  private readonly sockets = new Set<Socket>();
  private constructor(
    private readonly server: Server,
    readonly port: number,
  ) {}

  static async to(host: string, port: number): Promise<Wire> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const wire = new Wire(server, (server.address() as AddressInfo).port);
    server.on('connection', (near) => {
      const far = connect(port, host);
      for (const socket of [near, far]) {
        wire.sockets.add(socket);
        socket.on('error', () => undefined);
      }
      near.pipe(far).pipe(near);
    });
    return wire;
  }

  freeze(): void {
    for (const socket of this.sockets) socket.unpipe().pause();
  }

  close(): void {
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
  }
}

describe('a Postgres that hangs', () => {
  let wire: Wire;
  let prisma: PrismaService;
  beforeAll(async () => {
    const url = new URL(await freshDatabase());
    wire = await Wire.to(url.hostname, Number(url.port));
    url.port = String(wire.port);
    prisma = new PrismaService(testConfig({ databaseUrl: url.href, redisUrl: 'redis://127.0.0.1:1' }));
    await prisma.$queryRaw`SELECT 1`;
  });
  afterAll(async () => {
    await prisma.$disconnect().catch(() => undefined);
    wire.close();
  });

  it('ends a read as an outage by itself, however silent the server is', async () => {
    wire.freeze();
    const error: unknown = await prisma.$queryRaw`SELECT 1`.then(
      () => null,
      (thrown: unknown) => thrown,
    );
    expect(isStoreAway(error)).toBe(true);
  }, 10_000);
});
