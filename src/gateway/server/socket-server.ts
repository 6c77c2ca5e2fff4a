import type { IncomingMessage, Server as HttpServer } from 'node:http';
import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { IoAdapter } from '@nestjs/platform-socket.io';
import type { DefaultEventsMap, Namespace, Server, ServerOptions, Socket } from 'socket.io';
import { Config } from '../../platform/config/config.js';
import { clientNetwork } from '../../platform/http/network.js';
import { Metrics } from '../../platform/metrics/metrics.js';
import { drainPlan, retryAfterMs } from './drain.rules.js';
import { EntranceRefused } from './entrance.js';
import { originAllowed } from './origin.rules.js';
import { originOf, type Releasable, rememberCloser, slim } from './slim-socket.js';

/** A client that has named no namespace it may enter by then is closed. */
const AUTHENTICATE_MS = 5_000;
/** A larger frame closes the connection; a smaller event that is still too large gets a coded answer. */
const MAX_FRAME_BYTES = 16 * 1_024;
const SLICE_MS = 50;
/** Sockets on their way out get this long to send what was said to them last. */
const LAST_WORD_MS = 100;
/** Refused at the door: the page goes on with the cacheable snapshot and comes back later. */
const FULL = JSON.stringify({ code: 'OVERLOADED', afterMs: 10_000, transport: 'http' });
const FOREIGN = JSON.stringify({ code: 'FORBIDDEN_ORIGIN' });

/**
 * The Socket.IO server of this node, on the port of its HTTP server. A plain server, because a gateway class costs memory for
 * each handler and each socket; what a socket may ask is decided by one dispatcher per namespace.
 */
@Injectable()
export class SocketServer implements BeforeApplicationShutdown {
  private readonly log = new Logger('Sockets');
  private server: Server | null = null;
  private full = 0;

  constructor(
    private readonly host: HttpAdapterHost,
    private readonly config: Config,
    metrics: Metrics,
  ) {
    const gauge = metrics.gauge('sockets_open', 'Open sockets of this node');
    Object.assign(gauge, { collect: () => gauge.set(this.size) });
  }

  get size(): number {
    return this.server?.engine.clientsCount ?? 0;
  }

  /** A namespace of the server, which is made at the first call. `E` is the server's event map. */
  of<E extends object, D>(
    name: '/queue' | '/shop' | '/control',
  ): Namespace<DefaultEventsMap, E & DefaultEventsMap, DefaultEventsMap, D> {
    this.server ??= this.start();
    const namespace: unknown = this.server.of(name); // typed by its caller: the server carries three event maps
    return namespace as Namespace<DefaultEventsMap, E & DefaultEventsMap, DefaultEventsMap, D>;
  }

  /** Tells machines apart without knowing them: a number made of a client's network and browser. */
  originOf({ conn }: { conn: object }): string {
    return String((conn as { origin?: number }).origin ?? 0);
  }

  /** After a socket has left its namespace: a connection that enters no other one in time is closed, like one that never entered. */
  closeUnlessBack({ conn, client }: Pick<Socket, 'conn' | 'client'>): void {
    if (conn.readyState !== 'open') return;
    const { sockets } = client as unknown as { sockets: ReadonlyMap<string, unknown> };
    setTimeout(() => {
      if (sockets.size === 0) conn.close();
    }, AUTHENTICATE_MS).unref();
  }

  /** Sends the clients to other nodes, spread over time, and closes. */
  async beforeApplicationShutdown(): Promise<void> {
    const { server } = this;
    if (!server) return;
    const sockets = [...server._nsps.values()].flatMap((namespace) => [...namespace.sockets.values()]);
    const { perSlice } = drainPlan(sockets.length, SLICE_MS);
    while (sockets.length > 0) {
      for (const socket of sockets.splice(0, perSlice)) sendAway(socket, this.size);
      await new Promise((resolve) => setTimeout(resolve, SLICE_MS));
    }
    await new Promise((resolve) => setTimeout(resolve, this.size > 0 ? LAST_WORD_MS : 0));
    server.engine.close();
  }

  private start(): Server {
    const http = this.host.httpAdapter.getHttpServer() as HttpServer;
    const server = new IoAdapter(http).createIOServer(0, this.options() as ServerOptions);
    server.engine.on('connection', (connection: Releasable) => this.lighten(connection));
    // Socket.IO lets everybody into the namespace without a name, for as long as they like
    server.of('/').use((_socket, next) => next(new EntranceRefused('NOT_FOUND')));
    return server;
  }

  /** Keeps of the request only where it came from. */
  private lighten(connection: Releasable): void {
    const { request } = connection;
    if (!request) return;
    const { 'x-forwarded-for': forwarded, 'user-agent': browser = '' } = request.headers;
    const forwardedFor = Array.isArray(forwarded) ? forwarded.join(',') : forwarded;
    const { network } = clientNetwork(request.socket.remoteAddress, forwardedFor, this.config.trustedProxies);
    connection.origin = originOf(network, browser);
    slim(connection);
  }

  private options(): Partial<ServerOptions> {
    return {
      path: '/socket.io',
      serveClient: false,
      transports: ['websocket', 'polling'],
      connectTimeout: AUTHENTICATE_MS,
      maxHttpBufferSize: MAX_FRAME_BYTES,
      perMessageDeflate: false,
      httpCompression: false,
      allowRequest: (request, answer) => this.admit(request, answer),
    };
  }

  private admit(request: IncomingMessage, answer: (error: string | null, ok: boolean) => void): void {
    const { origin, host, 'sec-fetch-site': site } = request.headers;
    // a script element of another site's page opens a connection too, and names no origin
    if (site === 'cross-site' || !originAllowed(origin, host, this.config.publicUrl)) return answer(FOREIGN, false);
    if (this.size >= this.config.maxSockets) {
      this.full += 1;
      if (this.full % 1_000 === 1) this.log.warn(`full at ${this.size} sockets; ${this.full} refused since the start`);
      return answer(FULL, false);
    }
    rememberCloser(request);
    answer(null, true);
  }
}

/** Tells one client when to come back, and closes once that is sent. */
function sendAway(socket: Socket, others: number): void {
  socket.emit('retry', { afterMs: retryAfterMs(others, Math.random()), transport: 'websocket' });
  setTimeout(() => socket.disconnect(true), LAST_WORD_MS / 2);
}
