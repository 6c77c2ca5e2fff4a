import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startPostgres } from '../../../scripts/services.mjs';
import { Metrics } from '../../../src/platform/metrics/metrics.js';
import { PostgresProbe } from '../../../src/platform/prisma/postgres-probe.js';
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

/** Stops or continues a server with all its processes, as a machine does whose disk or hypervisor hangs. */
function signal(pid: number, name: 'STOP' | 'CONT'): void {
  const children = execFileSync('ps', ['-o', 'pid=', '--ppid', String(pid)], { encoding: 'utf8' });
  for (const each of [pid, ...children.split('\n').filter(Boolean).map(Number)]) process.kill(each, `SIG${name}`);
}

describe('a connection to Postgres', () => {
  it('cancels statements after 6 s, without a startup parameter that PgBouncer refuses', async () => {
    const sent: string[] = [];
    const url = new URL(await freshDatabase());
    const server = createServer((near) => {
      const far = connect(Number(url.port), url.hostname);
      near.once('data', (bytes: Buffer) => sent.push(bytes.toString('latin1')));
      for (const socket of [near, far]) socket.on('error', () => undefined);
      near.pipe(far).pipe(near);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const through = new URL(url);
    through.hostname = '127.0.0.1';
    through.port = String((server.address() as AddressInfo).port);
    const prisma = new PrismaService(testConfig({ databaseUrl: through.href, redisUrl: 'redis://127.0.0.1:1' }));
    try {
      expect(await prisma.$queryRaw`SHOW statement_timeout`).toEqual([{ statement_timeout: '6s' }]);
      expect(sent[0]).toContain('user');
      expect(sent.join()).not.toContain('statement_timeout\0');
    } finally {
      await prisma.onApplicationShutdown();
      server.close();
    }
  });
});

describe('what the metrics say of Postgres', () => {
  const metrics = new Metrics();
  let folder: string;
  let server: Awaited<ReturnType<typeof startPostgres>>;
  let prisma: PrismaService;
  let probe: PostgresProbe;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'ropeline-hung-'));
    server = await startPostgres(path.join(folder, 'postgres'), { durable: false });
    const config = testConfig({ databaseUrl: server.url, redisUrl: 'redis://127.0.0.1:1' });
    prisma = new PrismaService(config, metrics);
    probe = new PostgresProbe(config, metrics);
  }, 60_000);
  afterAll(async () => {
    signal(server.pid, 'CONT');
    await Promise.all([probe.onApplicationShutdown(), prisma.onApplicationShutdown()]);
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const figure = async (name: RegExp): Promise<number> => Number(name.exec(await metrics.read())?.[1] ?? Number.NaN);
  const up = (): Promise<number> => figure(/^ropeline_postgres_up (\S+)$/m);
  const waiting = (): Promise<number> => figure(/^ropeline_postgres_pool_waiting\{pool="sale"\} (\S+)$/m);
  /** More statements than the pool has connections. */
  const crowd = (): Promise<unknown> =>
    Promise.allSettled(Array.from({ length: 40 }, () => prisma.$queryRaw`SELECT pg_sleep(0.4)::text`));

  it('it is up while statements wait for a connection', async () => {
    const busy = crowd();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await waiting()).toBeGreaterThan(0);
    expect(await up()).toBe(1);
    await busy;
  }, 20_000);

  it('it is not while it hangs and statements wait, and is again once it goes on', async () => {
    expect(await up()).toBe(1);
    signal(server.pid, 'STOP');
    const stuck = crowd();
    expect(await up()).toBe(0); // on the connection it had
    expect(await waiting()).toBeGreaterThan(0);
    expect(await up()).toBe(0); // on a new one
    signal(server.pid, 'CONT');
    await stuck;
    expect(await up()).toBe(1);
  }, 30_000);
});

describe('a Postgres without a free connection', () => {
  it('is busy: a node that reached it still does, one that never did does not', async () => {
    const url = await freshDatabase();
    const admin = new PrismaService(testConfig({ databaseUrl: url, redisUrl: 'redis://127.0.0.1:1' }));
    const role = `crowded_${process.pid}`;
    await admin.$executeRawUnsafe(`CREATE ROLE ${role} LOGIN PASSWORD 'crowded' CONNECTION LIMIT 1`);
    const own = new URL(url);
    own.username = role;
    own.password = 'crowded';
    const config = testConfig({ databaseUrl: own.href, redisUrl: 'redis://127.0.0.1:1' });
    const [first, second] = [new PostgresProbe(config, new Metrics()), new PostgresProbe(config, new Metrics())];
    try {
      expect([await first.answer(), await first.isReached()]).toEqual(['up', true]);
      expect([await second.answer(), await second.isReached()]).toEqual(['busy', false]);
      await admin.$executeRawUnsafe(`ALTER ROLE ${role} CONNECTION LIMIT 0`);
      await first.onApplicationShutdown(); // ends its connection
      expect([await first.answer(), await first.isReached()]).toEqual(['busy', true]);
    } finally {
      await Promise.all([first.onApplicationShutdown(), second.onApplicationShutdown()]);
      await admin.$executeRawUnsafe(`DROP ROLE ${role}`);
      await admin.onApplicationShutdown();
    }
  }, 20_000);
});
