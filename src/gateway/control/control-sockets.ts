import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { DefaultEventsMap, Namespace, Socket } from 'socket.io';
import type { ControlServerEvents } from '../../contract/live/socket-events.js';
import { Clock } from '../../platform/clock/clock.js';
import { NewsService } from '../../platform/news/news.service.js';
import { Tokens } from '../../platform/tokens/tokens.js';
import { credentialOf, doorman, EntranceRefused } from '../server/entrance.js';
import { SocketTickets } from './socket-tickets.store.js';
import { Subscriptions } from '../server/subscriptions.js';
import { EventListener } from '../server/event-listener.js';
import type { EventRateLimit } from '../server/event-rate-limit.js';
import { messagesOf } from '../server/message.js';
import { SocketGroups } from '../server/socket-groups.js';
import { SocketServer } from '../server/socket-server.js';

interface ControlSocketData {
  saleId: string;
  sessionId: string;
  rateLimit: EventRateLimit | null;
}
const encode = messagesOf<ControlServerEvents>('/control');
type ControlSocket = Socket<DefaultEventsMap, ControlServerEvents, DefaultEventsMap, ControlSocketData>;
type ControlNamespace = Namespace<DefaultEventsMap, ControlServerEvents, DefaultEventsMap, ControlSocketData>;

/**
 * Namespace /control: live figures of one sale, for staff. Opened by a ticket valid once and for one minute, never by
 * the cookie.
 */
@Injectable()
export class ControlSockets implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly subscriptions = new Subscriptions();
  private readonly listener = new EventListener<ControlSocket>(new Map()); // accepts no client events
  private readonly bySale = new SocketGroups<ControlSocket>();
  private namespace: ControlNamespace | null = null;
  private stopListening = (): void => undefined;

  constructor(
    private readonly server: SocketServer,
    private readonly tokens: Tokens,
    private readonly news: NewsService,
    private readonly clock: Clock,
    private readonly tickets: SocketTickets,
  ) {}

  onApplicationBootstrap(): void {
    const namespace: ControlNamespace = this.server.of('/control');
    this.namespace = namespace;

    namespace.use(doorman((socket: ControlSocket) => this.enter(socket)));
    namespace.on('connection', (socket) => this.welcome(socket));
    this.stopListening = this.news.listen<'staff'>('staff:all', ({ payload }) => this.closeSession(payload.sessionId));
  }

  onApplicationShutdown(): void {
    this.stopListening();
    this.subscriptions.stopAll();
  }

  private async enter(socket: ControlSocket): Promise<void> {
    const ticket = credentialOf(socket.handshake.auth, 'ticket');
    const parts = ticket === null ? null : this.tokens.verify('socket', ticket);
    const [, sessionId, saleId, expiresAtMs, nonce] = parts ?? [];
    const leftMs = Number(expiresAtMs) - this.clock.nowMs();
    if (sessionId === undefined || saleId === undefined || nonce === undefined || !(leftMs > 0))
      throw new EntranceRefused('SIGN_IN_REQUIRED');
    if (await this.tickets.isSessionOver(sessionId)) throw new EntranceRefused('SIGN_IN_REQUIRED');
    if (!(await this.tickets.spend(nonce, leftMs))) throw new EntranceRefused('SIGN_IN_REQUIRED');
    socket.data = { saleId, sessionId, rateLimit: null };
  }

  private welcome(socket: ControlSocket): void {
    const { saleId } = socket.data;
    this.subscriptions.hold(`control:${saleId}`, () => this.listenTo(saleId));
    this.bySale.add(saleId, socket);
    this.listener.listenTo(socket);
    socket.on('disconnect', () => {
      this.server.closeUnlessBack(socket);
      this.bySale.remove(saleId, socket);
      this.subscriptions.release(`control:${saleId}`);
    });
  }

  private listenTo(saleId: string): () => void {
    return this.news.listen<'control'>(`control:${saleId}`, ({ payload }) => {
      this.bySale.send(saleId, encode('live', payload));
    });
  }

  /** Disconnects staff whose role or session has ended. */
  private closeSession(sessionId: string): void {
    for (const socket of this.namespace?.sockets.values() ?? []) {
      if (socket.data.sessionId === sessionId) socket.disconnect(true);
    }
  }
}
