import type { IncomingMessage, Server as HttpServer } from 'node:http';
import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { IoAdapter } from '@nestjs/platform-socket.io';
import type { DefaultEventsMap, Namespace, Server, ServerOptions, Socket } from 'socket.io';
import { Config } from '../../platform/config/config.js';
import { Drain } from '../../platform/health/drain.js';
import { clientNetworkOf } from '../../platform/http/network.js';
import { Degradation } from '../../platform/overload/degradation.js';
import { Metrics } from '../../platform/metrics/metrics.js';
import { drainPlan, retryAfterMs } from './drain.rules.js';
import { closeWithin, connectionOf, type EngineConnection } from './engine-connection.js';
import { EntranceRefused } from './entrance.js';
import { FirstHandshakes } from './first-handshakes.js';
import { HeartbeatSweep, PING_INTERVAL_MS, PING_TIMEOUT_MS } from './heartbeat-sweep.js';
import { encodeMessage, send } from './message.js';
import { originAllowed } from './origin.rules.js';
import { ReturnSlots } from './return-slots.js';
import { roomless } from './roomless-adapter.js';
import { originOf, rememberCloser, slim } from './slim-socket.js';
import { asksToBeTold, ToldRefusals } from './told-refusal.js';

const PATH = '/socket.io';
/** One address for all namespaces, and one per namespace for proxies that route by role (docs/roles.md). */
const ADDRESS = /^\/socket\.io(\/(queue|shop|control))?\/?(\?|$)/;
/** Clients that have not entered a namespace within this time are closed. */
const AUTHENTICATE_MS = 5_000;
/**
 * Larger frames close the connection; oversized events below this get a coded refusal. A frame that stays unfinished
 * keeps its peer from answering the heartbeat, which frees it.
 */
const MAX_FRAME_BYTES = 256 * 1_024;
/** Peers that have not answered the close frame within this time are cut off. */
const CLOSE_WITHIN_MS = 5_000;
const REFUSALS_A_WARNING = 1_000;
const SLICE_MS = 50;
/** Time for closing sockets to flush their last message. */
const LAST_WORD_MS = 100;
/** Handshake refusals: the page falls back to the cacheable snapshot and retries later. */
const OVERLOADED = JSON.stringify({ code: 'OVERLOADED', afterMs: 10_000, transport: 'http' });
const NEW_NODE = JSON.stringify({ code: 'OVERLOADED', afterMs: 500, transport: 'websocket' });
/** Another node, or the second try, takes the client at once: over how long they come. */
const SOON_MS = 1_500;
/** Those inside and the promoter are few, and do not wait behind a crowd that has yet to come in. */
const OF_FEW = /^\/socket\.io\/(?:shop|control)\b/;
const FEW_WITHIN_MS = 5_000;
const FOREIGN = JSON.stringify({ code: 'FORBIDDEN_ORIGIN' });
const MISSING = JSON.stringify({ code: 'NOT_FOUND' });

/**
 * This node's Socket.IO server, on the port of its HTTP server. Not a gateway class, which would cost memory per
 * handler and socket; client events go through one dispatcher per namespace.
 */
@Injectable()
export class SocketServer implements BeforeApplicationShutdown {
  private readonly log = new Logger('Sockets');
  private server: Server | null = null;
  private refusals = 0;
  private readonly first = new FirstHandshakes();
  private readonly slots = new ReturnSlots();
  private readonly slotsOfFew = new ReturnSlots(FEW_WITHIN_MS);
  private readonly told = new ToldRefusals();
  private readonly refused;
  /** The last allowed pair of Origin and Host: most clients send the same one. */
  private allowed = { origin: '', host: '' };
  private readonly heartbeats = new HeartbeatSweep(() => this.sockets());

  constructor(
    private readonly host: HttpAdapterHost,
    private readonly config: Config,
    private readonly degradation: Degradation,
    private readonly drain: Drain,
    metrics: Metrics,
  ) {
    const gauge = metrics.gauge('sockets_open', 'Open sockets of this node');
    metrics.onCollect(() => gauge.set(this.size));
    metrics.gauge('sockets_max', 'Sockets that this node takes').set(config.maxSockets);
    this.refused = metrics.counter(
      'sockets_refused_total',
      'Handshakes refused because the node is full, busy or stopping',
    );
  }

  get size(): number {
    return this.server?.engine.clientsCount ?? 0;
  }

  /** Returns a namespace of the server, created on first call. `E` is its server event map. */
  of<E extends object, D>(
    name: '/queue' | '/shop' | '/control',
  ): Namespace<DefaultEventsMap, E & DefaultEventsMap, DefaultEventsMap, D> {
    this.server ??= this.start();
    const namespace: unknown = this.server.of(name); // typed by the caller, because the server carries three event maps
    return namespace as Namespace<DefaultEventsMap, E & DefaultEventsMap, DefaultEventsMap, D>;
  }

  /** Returns a hash of a client's network and browser, which tells machines apart without identifying them. */
  originOf({ conn }: { conn: object }): string {
    return String(connectionOf({ conn }).origin ?? 0);
  }

  /**
   * Closes a connection whose socket left its namespace unless it enters one in time, as for one that never entered.
   */
  closeUnlessBack({ conn, client }: Pick<Socket, 'conn' | 'client'>): void {
    if (conn.readyState !== 'open') return;
    const { sockets } = client as unknown as { sockets: ReadonlyMap<string, unknown> };
    setTimeout(() => {
      if (sockets.size === 0) conn.close();
    }, AUTHENTICATE_MS).unref();
  }

  /** Spreads the clients over other nodes and over time, then closes. */
  async beforeApplicationShutdown(): Promise<void> {
    const { server } = this;
    if (!server) return;
    const sockets = [...this.sockets()];
    const crowd = sockets.length; // all of them: by those still left, the last to be sent away would come at once
    const { perSlice } = drainPlan(crowd, SLICE_MS);
    while (sockets.length > 0) {
      for (const socket of sockets.splice(0, perSlice)) sendAway(socket, crowd);
      await new Promise((resolve) => setTimeout(resolve, SLICE_MS));
    }
    await new Promise((resolve) => setTimeout(resolve, this.size > 0 ? LAST_WORD_MS : 0));
    this.heartbeats.stop();
    this.told.end();
    server.engine.close();
  }

  private *sockets(): Generator<Socket> {
    for (const namespace of this.server?._nsps.values() ?? []) yield* namespace.sockets.values();
  }

  private start(): Server {
    const http = this.host.httpAdapter.getHttpServer() as HttpServer;
    const server = new IoAdapter(http).createIOServer(0, this.options() as ServerOptions);
    server.adapter(roomless(server));
    server.engine.on('connection', (connection: EngineConnection) => this.lighten(connection));
    http.prependListener('upgrade', readQueryQuickly);
    // Socket.IO admits everyone to the unnamed namespace, for any length of time
    server.of('/').use((_socket, next) => next(new EntranceRefused('NOT_FOUND')));
    this.heartbeats.start();
    return server;
  }

  /** Keeps only the origin of the request, and flushes the writes corked during the handshake. */
  private lighten(connection: EngineConnection): void {
    const { request } = connection;
    if (!request) return;
    const { network } = clientNetworkOf(request, this.config.trustedProxies);
    connection.origin = originOf(network, request.headers['user-agent'] ?? '');
    this.heartbeats.adopt(connection);
    closeWithin(connection, CLOSE_WITHIN_MS);
    slim(connection);
    if (connection.transport.name === 'websocket') request.socket.uncork();
  }

  private options(): Partial<ServerOptions> {
    return {
      path: PATH,
      serveClient: false,
      transports: ['websocket', 'polling'],
      connectTimeout: AUTHENTICATE_MS,
      pingInterval: PING_INTERVAL_MS,
      pingTimeout: PING_TIMEOUT_MS,
      maxHttpBufferSize: MAX_FRAME_BYTES,
      perMessageDeflate: false,
      httpCompression: false,
      allowRequest: (request, answer) => this.admit(request, answer),
    };
  }

  private admit(request: QueriedRequest, answer: (error: string | null, ok: boolean) => void): void {
    const { origin, host, 'sec-fetch-site': site } = request.headers;
    // a script element on another site also opens a connection, and sends no Origin
    if (!ADDRESS.test(request.url ?? '')) return answer(MISSING, false);
    if (site === 'cross-site' || !this.isOurs(origin, host)) return answer(FOREIGN, false);
    const isLeaving = this.drain.draining;
    if (isLeaving || this.size >= this.config.maxSockets || !this.degradation.acceptsSocket()) {
      this.countRefusal();
      const slots = OF_FEW.test(request.url ?? '') ? this.slotsOfFew : this.slots;
      const slot = (): number => slots.take(clientNetworkOf(request, this.config.trustedProxies).prefix);
      return this.tells(request, isLeaving ? soon : slot) ? undefined : answer(OVERLOADED, false);
    }
    if (this.first.mustEnd(request.headers['x-forwarded-for']))
      return this.tells(request, soon) ? undefined : answer(NEW_NODE, false);
    this.slots.accepted();
    this.slotsOfFew.accepted();
    rememberCloser(request);
    // merges ws's upgrade response and engine.io's first packet into one write, see `lighten`
    if (isWebsocket(request)) request.socket.cork();
    answer(null, true);
  }

  private isOurs(origin: string | undefined, host: string | undefined): boolean {
    if (origin === this.allowed.origin && host === this.allowed.host) return true;
    if (!originAllowed(origin, host, this.config.publicUrl)) return false;
    if (origin !== undefined && host !== undefined) this.allowed = { origin, host };
    return true;
  }

  /** Refuses a page that asked to be told when to come back; returns false if it did not. */
  private tells(request: QueriedRequest, afterMs: () => number): boolean {
    return isWebsocket(request) && asksToBeTold(request.url) && this.told.refuse(request, afterMs);
  }

  private countRefusal(): void {
    this.refusals += 1;
    this.refused.inc();
    if (this.refusals % REFUSALS_A_WARNING === 1)
      this.log.warn(`overloaded at ${this.size} sockets; ${this.refusals} refused since startup`);
  }
}

const WEBSOCKET_HANDSHAKE = /^\/socket\.io\/(?:(?:queue|shop|control)\/)?\?EIO=4&transport=websocket(?:&told=1)?$/;
const soon = (): number => Math.round((SOON_MS / 3) * (1 + 2 * Math.random()));

interface QueriedRequest extends IncomingMessage {
  _query?: Record<string, string>;
}

/** Presets the query of nearly every handshake; otherwise engine.io parses the address as a URL. */
function readQueryQuickly(request: QueriedRequest): void {
  if (WEBSOCKET_HANDSHAKE.test(request.url ?? '')) request._query = { EIO: '4', transport: 'websocket' };
}

const isWebsocket = ({ headers, _query: query }: QueriedRequest): boolean =>
  headers.upgrade !== undefined && query?.EIO === '4' && query.transport === 'websocket';

/** Tells one client when to reconnect, and closes its connection once that is sent. */
function sendAway(socket: Socket, others: number): void {
  const hint = { afterMs: retryAfterMs(others, Math.random()), transport: 'websocket' };
  send(socket, encodeMessage(socket.nsp.name, 'retry', JSON.stringify(hint)));
  setTimeout(() => socket.disconnect(true), LAST_WORD_MS / 2);
}
