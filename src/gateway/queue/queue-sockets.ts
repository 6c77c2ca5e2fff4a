import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { DefaultEventsMap, Namespace } from 'socket.io';
import type { PlaceShape } from '../../contract/line/line-shapes.js';
import type { QueueServerEvents } from '../../contract/live/socket-events.js';
import { PlaceIdentity } from '../../queue/places/place-identity.service.js';
import type { ClaimResult } from '../../queue/queue.types.js';
import { ClaimService } from '../../queue/admission/claim.service.js';
import { PlaceService } from '../../queue/places/place.service.js';
import { type Answer, type ClientEvent, clientEvent, done, refused } from '../server/client-events.js';
import { credentialOf, doorman, EntranceRefused } from '../server/entrance.js';
import { EventListener } from '../server/event-listener.js';
import { messagesOf, send } from '../server/message.js';
import { readClaim, readDefer, readNothing } from '../server/payload-readers.js';
import { ConnectedSales } from './connected-sales.js';
import type { QueueSocket, QueueSocketData } from './queue-socket.types.js';
import { placeRefused } from '../server/refusals.js';
import { SocketServer } from '../server/socket-server.js';

/** Reconnect delay of the oldest tab beyond three, which continues by polling. */
const DISPLACED_RETRY_MS = 60_000;
const encode = messagesOf<QueueServerEvents>('/queue');

/** Namespace /queue, for waiting fans. Outgoing messages come from news; client events are passed to the queue. */
@Injectable()
export class QueueSockets implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly listener = new EventListener<QueueSocket>(
    new Map<string, ClientEvent<QueueSocket>>([
      ['claim', clientEvent(readClaim, (socket: QueueSocket, { pass }) => this.claim(socket, pass))],
      ['defer', clientEvent(readDefer, (socket: QueueSocket, { minutes }) => this.defer(socket, minutes))],
      ['leave', clientEvent(readNothing, (socket: QueueSocket) => this.leave(socket))],
    ]),
  );
  // shared by all sockets: a closure per socket would cost memory while it waits
  private readonly gone: (this: QueueSocket) => void;

  constructor(
    private readonly server: SocketServer,
    private readonly placeIdentity: PlaceIdentity,
    private readonly claims: ClaimService,
    private readonly places: PlaceService,
    private readonly sales: ConnectedSales,
  ) {
    const leave = (socket: QueueSocket): void => this.forget(socket);
    this.gone = function () {
      leave(this);
    };
  }

  onApplicationBootstrap(): void {
    const namespace: Namespace<DefaultEventsMap, QueueServerEvents, DefaultEventsMap, QueueSocketData> =
      this.server.of('/queue');
    namespace.use(doorman((socket: QueueSocket) => this.enter(socket)));
    namespace.on('connection', (socket) => this.welcome(socket));
  }

  onApplicationShutdown(): void {
    this.sales.close();
  }

  private enter(socket: QueueSocket): void {
    const token = credentialOf(socket.handshake.auth, 'placeToken');
    if (token === null) throw new EntranceRefused('PLACE_TOKEN_REQUIRED');
    const place = this.placeIdentity.read(token);
    if (!place) throw new EntranceRefused('PLACE_TOKEN_INVALID');
    const { saleId, lane, number, member, generation, deferrals, extraTime } = place;
    const entrance = { saleId, lane, number, member, generation, isDeferred: deferrals > 0, extraTime, token };
    socket.data = { entrance, sale: null, place: null, rateLimit: null, token };
  }

  private welcome(socket: QueueSocket): void {
    const { entrance } = socket.data;
    if (!entrance) return;
    const sale = this.sales.of(entrance.saleId);
    const { place, displaced } = sale.places.add(entrance, socket);
    socket.data.entrance = null;
    socket.data.sale = sale;
    socket.data.place = place;
    this.listener.listenTo(socket);
    socket.on('disconnect', this.gone);
    if (displaced) {
      send(displaced, encode('retry', { afterMs: DISPLACED_RETRY_MS, transport: 'http' }));
      displaced.disconnect(true);
    }
    this.sales.greet(sale, place, socket);
    void this.sales.refuseMoved(sale, place, socket, entrance);
  }

  private forget(socket: QueueSocket): void {
    this.server.closeUnlessBack(socket);
    const { sale, place } = socket.data;
    if (!sale || !place) return;
    sale.ungreeted.delete(socket);
    sale.places.remove(place, socket);
    this.sales.closeIfEmpty(sale);
  }

  private async claim(socket: QueueSocket, pass: string | undefined): Promise<Answer<unknown>> {
    const { place } = socket.data;
    if (!place) return refused('PLACE_TOKEN_INVALID');
    const result = await this.claims.claim(socket.data.token, pass);
    if (result.kind !== 'admitted') {
      if (result.kind === 'NOT_YET' || over.has(result.kind)) place.inLine = result.kind === 'NOT_YET';
      return placeRefused(result);
    }
    place.inLine = false;
    await this.sales.lookAgain(place, socket);
    const { pass: fresh, expiresAt, admissionEndsAt, idleUntil, members } = result;
    return done({ pass: fresh, expiresAt, admissionEndsAt, idleUntil, members });
  }

  private async defer(socket: QueueSocket, minutes: number): Promise<Answer<unknown>> {
    const { place } = socket.data;
    if (!place) return refused('PLACE_TOKEN_INVALID');
    const result = await this.places.defer(socket.data.token, minutes);
    if (result.kind !== 'deferred') return placeRefused(result);
    place.token = result.placeToken;
    socket.data.token = result.placeToken;
    this.sales.sendPlace(place, result.place, socket);
    return done<PlaceShape & { placeToken: string }>({ ...result.place, placeToken: result.placeToken });
  }

  private async leave(socket: QueueSocket): Promise<Answer<unknown>> {
    const { place } = socket.data;
    if (!place) return refused('PLACE_TOKEN_INVALID');
    const result = await this.places.leave(socket.data.token);
    if (result.kind !== 'left_now') return placeRefused(result);
    place.inLine = false;
    await this.sales.lookAgain(place, socket);
    return done(null);
  }
}

/** Refusals after which a place can never be called again. */
const over: ReadonlySet<ClaimResult['kind']> = new Set([
  'PLACE_TOKEN_INVALID',
  'PLACE_LEFT',
  'PLACE_MOVED',
  'PLACE_DONE',
  'PLACE_EXPIRED',
  'SALE_CLOSED',
]);
