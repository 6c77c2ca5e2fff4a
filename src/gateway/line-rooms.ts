import { Injectable, Logger } from '@nestjs/common';
import type { DefaultEventsMap, Namespace } from 'socket.io';
import type { SaleNews } from '../contract/news.js';
import type { LaneSnapshot, PlaceShape, Snapshot } from '../contract/shapes.js';
import type { QueueServerEvents } from '../contract/socket-events.js';
import { aheadOf, chanceAt, waitRange } from '../contract/standing.js';
import { Clock } from '../platform/clock/clock.js';
import { NewsService } from '../platform/news/news.service.js';
import { QueueService } from '../queue/queue.service.js';
import { LineRoom, type SeatedPlace } from './line-room.js';
import type { QueueSocket, SaleRoom } from './queue-socket.types.js';

type QueueNamespace = Pick<Namespace<DefaultEventsMap, QueueServerEvents, DefaultEventsMap>, 'to'>;
type Place = SeatedPlace<QueueSocket>;

/** After a call has run out its place is read again: who did not come is told so. */
const AFTER_CALL_MS = 1_500;

/** The rooms of the sales whose fans are connected here: passes the news on to them. */
@Injectable()
export class LineRooms {
  private readonly log = new Logger('Sockets');
  private readonly rooms = new Map<string, SaleRoom>();
  private namespace: QueueNamespace | null = null;
  /** Called when positions have to be worked out soon. */
  onDrawn: () => void = () => undefined;

  constructor(
    private readonly news: NewsService,
    private readonly queue: QueueService,
    private readonly clock: Clock,
  ) {}

  useNamespace(namespace: QueueNamespace): void {
    this.namespace = namespace;
  }

  all(): SaleRoom[] {
    return [...this.rooms.values()];
  }

  of(saleId: string): SaleRoom {
    const present = this.rooms.get(saleId);
    if (present) return present;
    const stop = this.news.listen<'sale'>(`sale:${saleId}`, (news) => {
      if (news.event === 'snapshot') this.onSnapshot(made, news.payload);
      if (news.event === 'called') this.onCalled(made, news.payload);
      if (news.event === 'notice') this.namespace?.to(saleId).emit('notice', news.payload);
    });
    const made: SaleRoom = { saleId, places: new LineRoom(), snapshot: null, ungreeted: new Set(), stop };
    this.rooms.set(saleId, made);
    // a quiet sale tells its snapshot rarely, and this node has none to greet with
    void this.news.tell<'conductor', 'wake'>('conductor:all', 'wake', { saleId });
    return made;
  }

  closeIfEmpty(room: SaleRoom): void {
    if (!room.places.isEmpty) return;
    room.stop();
    this.rooms.delete(room.saleId);
  }

  close(): void {
    for (const room of this.rooms.values()) room.stop();
    this.rooms.clear();
  }

  /** The first words to a socket: the snapshot and how its place stands. While nothing is known yet, with the first snapshot. */
  greet(room: SaleRoom, place: Place, socket: QueueSocket): void {
    if (!room.snapshot) {
      room.ungreeted.add(socket);
      return;
    }
    socket.emit('snapshot', room.snapshot);
    this.tellStanding(room, place, [socket]);
  }

  /**
   * Tells sockets how their place stands. Far from the front this is arithmetic on the snapshot; near it, or behind it, the
   * line is asked, so that the reads of a reconnecting crowd are those of the front only.
   */
  tellStanding(room: SaleRoom, place: Place, sockets: readonly QueueSocket[]): void {
    const lane = room.snapshot?.lanes[place.lane];
    if (!lane || (place.position !== null && place.position <= lane.serving + lane.window)) {
      void this.lookAgain(place, null);
      return;
    }
    for (const socket of sockets) socket.emit('place', waitingShape(place, lane));
  }

  /** Reads how a place stands and tells its sockets, `except` the one that knows already. */
  async lookAgain(place: Place, except: QueueSocket | null): Promise<void> {
    place.lookAgainAtMs = 0;
    try {
      const result = await this.queue.place(place.token);
      if (result.kind === 'place') this.tell(place, result.place, except);
    } catch (error) {
      this.log.debug(`a place could not be read: ${String(error)}`);
    }
  }

  tell(place: Place, shape: PlaceShape, except: QueueSocket | null): void {
    place.inLine = shape.state === 'waiting' || shape.state === 'called' || shape.state === 'deferred';
    place.deferredUntilMs = shape.deferredUntil === null ? 0 : Date.parse(shape.deferredUntil);
    for (const socket of place.sockets) if (socket !== except) socket.emit('place', shape);
  }

  private onSnapshot(room: SaleRoom, snapshot: Snapshot): void {
    const wasDrawn = isDrawn(room.snapshot);
    room.snapshot = snapshot;
    // encoded once for all of them; a reader too slow for it gets the next one
    this.namespace?.to(room.saleId).volatile.emit('snapshot', snapshot);
    for (const socket of room.ungreeted) {
      const { place } = socket.data;
      if (place && socket.connected) this.tellStanding(room, place, [socket]);
    }
    room.ungreeted.clear();
    if (!wasDrawn && isDrawn(snapshot)) this.onDrawn();
  }

  private onCalled(
    room: SaleRoom,
    { lane, positions, claimBeforeSaleMs, keptUntilSaleMs, saleMs }: SaleNews['called'],
  ): void {
    const now = this.clock.nowMs();
    const wallTime = (deadlineSaleMs: number): string => new Date(now + deadlineSaleMs - saleMs).toISOString();
    const claimBefore = wallTime(claimBeforeSaleMs);
    const placeKeptUntil = wallTime(keptUntilSaleMs);
    for (const position of positions) {
      const place = room.places.atPosition(lane, position);
      if (!place) continue; // on another node, or polling
      place.lookAgainAtMs = now + claimBeforeSaleMs - saleMs + AFTER_CALL_MS;
      const shape: PlaceShape = { ...bareShape(place), state: 'called', claimBefore, placeKeptUntil };
      for (const socket of place.sockets) {
        socket.emit('turn', { claimBefore, placeKeptUntil });
        socket.emit('place', shape);
      }
    }
  }
}

function isDrawn(snapshot: Snapshot | null): boolean {
  return snapshot !== null && Object.values(snapshot.lanes).some(({ drawn }) => drawn !== null);
}

function bareShape({ number, lane, position }: Place): PlaceShape {
  const nothing = {
    ahead: null,
    wait: null,
    chance: null,
    claimBefore: null,
    placeKeptUntil: null,
    deferredUntil: null,
  };
  return { state: 'waiting', number, lane, position, ...nothing, stale: false };
}

function waitingShape(place: Place, { serving, measured, chance }: LaneSnapshot): PlaceShape {
  const ahead = aheadOf(place.position, serving);
  return { ...bareShape(place), ahead, wait: waitRange(ahead, measured), chance: chanceAt(ahead, chance) };
}
