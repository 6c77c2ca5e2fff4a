import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { DefaultEventsMap, Namespace } from 'socket.io';
import type { PlaceShape } from '../../contract/shapes.js';
import type { QueueServerEvents } from '../../contract/socket-events.js';
import { QueueService } from '../../queue/queue.service.js';
import {
  type Answer,
  type ClientEvent,
  clientEvent,
  dispatch,
  done,
  readClaim,
  readDefer,
  readNothing,
  refused,
  EventRateLimit,
} from '../server/client-events.js';
import { credentialOf, doorman, EntranceRefused } from '../server/entrance.js';
import { ConnectedSales } from './connected-sales.js';
import type { QueueSocket, QueueSocketData } from './queue-socket.types.js';
import { placeRefused } from '../server/refusals.js';
import { SocketServer } from '../server/socket-server.js';

/** Who has more tabs open than three: the oldest goes on by polling. */
const DISPLACED_RETRY_MS = 60_000;

/** The namespace /queue: connections of those who wait. What they are told comes from news; what they ask goes to queue. */
@Injectable()
export class QueueSockets implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly events: ReadonlyMap<string, ClientEvent<QueueSocket>> = new Map([
    ['claim', clientEvent(readClaim, (socket: QueueSocket, { pass }) => this.claim(socket, pass))],
    ['defer', clientEvent(readDefer, (socket: QueueSocket, { minutes }) => this.defer(socket, minutes))],
    ['leave', clientEvent(readNothing, (socket: QueueSocket) => this.leave(socket))],
  ]);
  // shared by all sockets, for a closure each would cost memory that waits with it
  private readonly heard: (this: QueueSocket, ...args: unknown[]) => void;
  private readonly gone: (this: QueueSocket) => void;

  constructor(
    private readonly server: SocketServer,
    private readonly queue: QueueService,
    private readonly rooms: ConnectedSales,
  ) {
    const hear = (socket: QueueSocket, args: unknown[]): void => this.hear(socket, args);
    const leave = (socket: QueueSocket): void => this.forget(socket);
    this.heard = function (...args) {
      hear(this, args);
    };
    this.gone = function () {
      leave(this);
    };
  }

  onApplicationBootstrap(): void {
    const namespace: Namespace<DefaultEventsMap, QueueServerEvents, DefaultEventsMap, QueueSocketData> =
      this.server.of('/queue');
    this.rooms.useNamespace(namespace);
    namespace.use(doorman((socket: QueueSocket) => this.enter(socket)));
    namespace.on('connection', (socket) => this.welcome(socket));
  }

  onApplicationShutdown(): void {
    this.rooms.close();
  }

  private async enter(socket: QueueSocket): Promise<void> {
    const token = credentialOf(socket.handshake.auth, 'placeToken');
    if (token === null) throw new EntranceRefused('PLACE_TOKEN_REQUIRED');
    const result = await this.queue.identify(token);
    if (result.kind === 'invalid') throw new EntranceRefused('PLACE_TOKEN_INVALID');
    socket.data = { ref: result.place, token, room: null, place: null, talk: null };
  }

  private welcome(socket: QueueSocket): void {
    const { ref, token } = socket.data;
    const room = this.rooms.of(ref.saleId);
    const { place, displaced } = room.places.add(ref, token, socket);
    socket.data.room = room;
    socket.data.place = place;
    socket.onAny(this.heard);
    socket.on('disconnect', this.gone);
    void socket.join(room.saleId);
    if (displaced) {
      displaced.emit('retry', { afterMs: DISPLACED_RETRY_MS, transport: 'http' });
      displaced.disconnect(true);
    }
    this.rooms.greet(room, place, socket);
  }

  private forget(socket: QueueSocket): void {
    this.server.closeUnlessBack(socket);
    const { room, place } = socket.data;
    if (!room || !place) return;
    room.places.remove(place, socket);
    this.rooms.closeIfEmpty(room);
  }

  private hear(socket: QueueSocket, args: readonly unknown[]): void {
    socket.data.talk ??= new EventRateLimit();
    const verdict = socket.data.talk.next(Date.now());
    if (verdict === 'take') void dispatch(this.events, socket, args);
    else if (verdict === 'close') socket.disconnect(true);
    else acknowledge(args, refused('RATE_LIMITED', { retryAfterMs: 10_000 }));
  }

  private async claim(socket: QueueSocket, pass: string | undefined): Promise<Answer<unknown>> {
    const { place, room } = socket.data;
    if (!place || !room) return refused('PLACE_TOKEN_INVALID');
    const result = await this.queue.claim(place.token, pass);
    if (result.kind !== 'admitted') {
      if (result.kind === 'not_yet' || over.has(result.kind)) place.inLine = result.kind === 'not_yet';
      return placeRefused(result);
    }
    place.inLine = false;
    await this.rooms.lookAgain(place, socket);
    const { pass: fresh, expiresAt, admissionEndsAt } = result;
    return done({ pass: fresh, expiresAt, admissionEndsAt });
  }

  private async defer(socket: QueueSocket, minutes: number): Promise<Answer<unknown>> {
    const { place } = socket.data;
    if (!place) return refused('PLACE_TOKEN_INVALID');
    const result = await this.queue.defer(place.token, minutes);
    if (result.kind !== 'deferred') return placeRefused(result);
    place.token = result.placeToken;
    this.rooms.tell(place, result.place, socket);
    return done<PlaceShape & { placeToken: string }>({ ...result.place, placeToken: result.placeToken });
  }

  private async leave(socket: QueueSocket): Promise<Answer<unknown>> {
    const { place } = socket.data;
    if (!place) return refused('PLACE_TOKEN_INVALID');
    const result = await this.queue.leave(place.token);
    if (result.kind !== 'left_now') return placeRefused(result);
    place.inLine = false;
    await this.rooms.lookAgain(place, socket);
    return done(null);
  }
}

/** Refusals after which a place is never called again. */
const over: ReadonlySet<string> = new Set(['invalid', 'left', 'done', 'expired', 'closed']);

function acknowledge(args: readonly unknown[], answer: Answer<never>): void {
  const last = args[args.length - 1];
  if (typeof last === 'function') (last as (given: Answer<never>) => void)(answer);
}
