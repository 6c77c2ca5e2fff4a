import { Injectable, Logger } from '@nestjs/common';
import type { SaleNews } from '../../contract/live/news.js';
import { EXTRA_TIME_FACTOR } from '../../contract/line/place-shapes.js';
import type { LaneSnapshot, PlaceShape, Snapshot } from '../../contract/line/line-shapes.js';
import type { QueueServerEvents } from '../../contract/live/socket-events.js';
import { aheadOf, chanceAt, waitRange } from '../../contract/line/standing.js';
import { Clock } from '../../platform/clock/clock.js';
import { NewsService } from '../../platform/news/news.service.js';
import { Degradation } from '../../platform/overload/degradation.js';
import { PlaceService } from '../../queue/places/place.service.js';
import { PlaceIdentity } from '../../queue/places/place-identity.service.js';
import { encodeMessage, type Message, messagesOf, send } from '../server/message.js';
import { Placement } from './placement.js';
import { SeatedPlaces, type SeatedPlace } from './seated-places.js';
import { HolderCheck } from './holder-check.js';
import type { ConnectedSale, Entrance, QueueSocket } from './queue-socket.types.js';
import { SnapshotBroadcast } from './snapshot-broadcast.js';

type Place = SeatedPlace<QueueSocket>;

/** Delay after a call expires before its place is read again, to tell a fan who missed it. */
const AFTER_CALL_MS = 1_500;
/** A turn this short may end before the next round of `PresenceTask`, which says that its fan is there. */
const SHORT_TURN_MS = 6_000;
/** Delay after which a place that could not be read is read again. */
const AFTER_FAILURE_MS = 5_000;
const NAMESPACE = '/queue';
const encode = messagesOf<QueueServerEvents>(NAMESPACE);

/** Forwards news to the sockets of the sales whose fans are connected to this node. */
@Injectable()
export class ConnectedSales {
  private readonly log = new Logger('Sockets');
  private readonly sales = new Map<string, ConnectedSale>();
  private readonly broadcast: SnapshotBroadcast;

  constructor(
    private readonly news: NewsService,
    private readonly places: PlaceService,
    private readonly placeIdentity: PlaceIdentity,
    private readonly clock: Clock,
    private readonly placement: Placement,
    private readonly holders: HolderCheck,
    degradation: Degradation,
  ) {
    this.broadcast = new SnapshotBroadcast(() => degradation.pushEveryMs);
    placement.onPlaced = (sale, place) => this.tellStanding(sale, place, place.sockets);
  }

  all(): ConnectedSale[] {
    return [...this.sales.values()];
  }

  of(saleId: string): ConnectedSale {
    const present = this.sales.get(saleId);
    if (present) return present;
    const stop = this.news.listen<'sale'>(`sale:${saleId}`, (news, json) => {
      if (news.event === 'snapshot') this.onSnapshot(made, news.payload, json);
      if (news.event === 'called') this.onCalled(made, news.payload);
      if (news.event === 'moved') this.onMoved(made, news.payload);
      if (news.event === 'notice') tellAll(made.places.sockets(), encode('notice', news.payload));
    });
    const made: ConnectedSale = {
      saleId,
      places: new SeatedPlaces(),
      snapshot: null,
      message: null,
      ungreeted: new Set(),
      stop,
    };
    this.sales.set(saleId, made);
    // a quiet sale rarely broadcasts its snapshot, and this node has none yet to greet with
    void this.news.publish<'conductor', 'wake'>('conductor:all', 'wake', { saleId });
    return made;
  }

  closeIfEmpty(sale: ConnectedSale): void {
    if (!sale.places.isEmpty) return;
    sale.stop();
    this.sales.delete(sale.saleId);
  }

  close(): void {
    for (const sale of this.sales.values()) sale.stop();
    this.sales.clear();
  }

  /** Sends a new socket the snapshot and its place's standing, or defers both until the first snapshot arrives. */
  greet(sale: ConnectedSale, place: Place, socket: QueueSocket): void {
    if (!sale.message) {
      sale.ungreeted.add(socket);
      return;
    }
    send(socket, sale.message);
    this.tellFirstStanding(sale, place, socket);
  }

  /** After the draw, the first standing waits for the position, whose computation yields to admissions. */
  private tellFirstStanding(sale: ConnectedSale, place: Place, socket: QueueSocket): void {
    const drawn = sale.snapshot?.lanes[place.lane]?.drawn ?? null;
    if (drawn !== null && place.position === null) void this.placement.place(sale, [place]);
    else this.tellStanding(sale, place, [socket]);
  }

  /**
   * Tells sockets their place's standing. Far from the front it is computed from the snapshot; near or behind the front
   * the line is read, so that a reconnecting crowd only causes reads for the front, and for the few who deferred.
   */
  tellStanding(sale: ConnectedSale, place: Place, sockets: readonly QueueSocket[]): void {
    const lane = sale.snapshot?.lanes[place.lane];
    const isNear = lane && place.position !== null && place.position <= lane.serving + lane.window;
    if (!lane || isNear || place.isDeferred) {
      // a fan has come, or learns of a position for the first time: a sign of life
      void this.read(place, null, 'read');
      return;
    }
    tellAll(sockets, encode('place', waitingShape(place, lane)));
  }

  /**
   * Reads a place's standing and sends it to its sockets, except `except`, which already knows. No sign of life: the node
   * asks, not the fan.
   */
  async lookAgain(place: Place, except: QueueSocket | null): Promise<void> {
    await this.read(place, except, 'look');
  }

  private async read(place: Place, except: QueueSocket | null, how: 'read' | 'look'): Promise<void> {
    place.lookAgainAtMs = 0;
    try {
      const result = await (how === 'read' ? this.places.place(place.token) : this.places.look(place.token));
      if (result.kind === 'place') this.sendPlace(place, result.place, except);
      if (result.kind === 'away') place.lookAgainAtMs = this.clock.nowMs() + AFTER_FAILURE_MS;
    } catch (error) {
      place.lookAgainAtMs = this.clock.nowMs() + AFTER_FAILURE_MS;
      this.log.debug(`a place could not be read: ${String(error)}`);
    }
  }

  sendPlace(place: Place, shape: PlaceShape, except: QueueSocket | null): void {
    place.inLine = shape.state === 'waiting' || shape.state === 'called' || shape.state === 'deferred';
    place.isDeferred ||= shape.state === 'deferred';
    const message = encode('place', shape);
    for (const socket of place.sockets) if (socket !== except) send(socket, message);
  }

  /** Closes a socket whose place had moved before it connected, and tells it so. */
  async refuseMoved(sale: ConnectedSale, place: Place, socket: QueueSocket, entrance: Entrance): Promise<void> {
    try {
      if (await this.holders.hasMoved(sale.saleId, entrance)) dismiss(place, socket);
    } catch (error) {
      this.log.debug(`a place's holder could not be read: ${String(error)}`);
    }
  }

  /** Closes the sockets opened with older tokens after a place has moved to another device. */
  private onMoved(sale: ConnectedSale, { lane, number, member, generation }: SaleNews['moved']): void {
    const place = sale.places.withNumber(lane, number);
    for (const socket of [...(place?.sockets ?? [])]) {
      const held = this.placeIdentity.read(socket.data.token);
      const isOlder = held?.member === member && Number(held.generation) < Number(generation);
      if (place && isOlder) dismiss(place, socket);
    }
  }

  private onSnapshot(sale: ConnectedSale, snapshot: Snapshot, json: string): void {
    const wasDrawn = isDrawn(sale.snapshot);
    sale.snapshot = snapshot;
    sale.message = encodeMessage(NAMESPACE, 'snapshot', json);
    this.broadcast
      .start(sale)
      .catch((error: unknown) => this.log.error(`broadcasting a snapshot of ${sale.saleId} failed: ${String(error)}`));
    for (const socket of sale.ungreeted) {
      const { place } = socket.data;
      if (place && socket.connected) this.tellFirstStanding(sale, place, socket);
    }
    sale.ungreeted.clear();
    if (!wasDrawn && isDrawn(snapshot)) void this.placement.place(sale, sale.places.unplaced());
  }

  private onCalled(
    sale: ConnectedSale,
    { lane, positions, claimBeforeSaleMs, keptUntilSaleMs, saleMs }: SaleNews['called'],
  ): void {
    const now = this.clock.nowMs();
    const turnOf = (factor: number) => {
      const wallTime = (deadlineSaleMs: number): string =>
        new Date(now + factor * (deadlineSaleMs - saleMs)).toISOString();
      return { claimBefore: wallTime(claimBeforeSaleMs), placeKeptUntil: wallTime(keptUntilSaleMs) };
    };
    const usual = turnOf(1);
    const usualTurn = encode('turn', usual);
    const told: number[] = [];
    for (const position of positions) {
      const place = sale.places.atPosition(lane, position);
      if (!place) continue; // connected to another node, or polling
      const { claimBefore, placeKeptUntil } = place.extraTime ? turnOf(EXTRA_TIME_FACTOR) : usual;
      const turn = place.extraTime ? encode('turn', { claimBefore, placeKeptUntil }) : usualTurn;
      place.lookAgainAtMs = Date.parse(claimBefore) + AFTER_CALL_MS;
      const shape: PlaceShape = { ...bareShape(place), state: 'called', claimBefore, placeKeptUntil };
      tellAll(place.sockets, turn);
      tellAll(place.sockets, encode('place', shape));
      if (place.inLine) told.push(position);
    }
    if (claimBeforeSaleMs - saleMs < SHORT_TURN_MS && told.length > 0) void this.reportTold(sale.saleId, lane, told);
  }

  /** Marks calls as told: one that ends unmarked is not held against its place. */
  private async reportTold(saleId: string, lane: string, positions: readonly number[]): Promise<void> {
    try {
      await this.places.reportPresent(saleId, lane, positions);
    } catch (error) {
      this.log.debug(`turns that were told could not be reported: ${String(error)}`);
    }
  }
}

/** Closes a socket whose token is no longer valid; reads of the place continue with another socket's token. */
function dismiss(place: Place, socket: QueueSocket): void {
  send(socket, encode('place', { ...bareShape(place), state: 'left', moved: true }));
  socket.disconnect(true);
  place.token = place.sockets[place.sockets.length - 1]?.data.token ?? place.token;
}

function tellAll(sockets: Iterable<QueueSocket>, message: Message): void {
  for (const socket of sockets) send(socket, message);
}

export function isDrawn(snapshot: Snapshot | null): boolean {
  return snapshot !== null && Object.values(snapshot.lanes).some(({ drawn }) => drawn !== null);
}

/** A place that does not wait: once drawn, it has nobody ahead. */
function bareShape({ number, lane, position }: Place): PlaceShape {
  const nothing = {
    ahead: position === null ? null : 0,
    wait: null,
    chance: null,
    claimBefore: null,
    placeKeptUntil: null,
    deferredUntil: null,
  };
  return { state: 'waiting', saleState: null, number, lane, position, ...nothing };
}

function waitingShape(place: Place, { serving, measured, chance }: LaneSnapshot): PlaceShape {
  const ahead = aheadOf(place.position, serving);
  return { ...bareShape(place), ahead, wait: waitRange(ahead, measured), chance: chanceAt(ahead, chance) };
}
