/** A place with sockets on this node. `S` is the socket type. */
export interface SeatedPlace<S> {
  readonly lane: string;
  readonly number: number;
  /** Replaced when the turn is deferred. */
  token: string;
  /** Null until the draw, and then until computed on this node. */
  position: number | null;
  /** Held by several people, each with their own tabs. */
  isShared: boolean;
  /** Newest last; at most three unless the place is shared. */
  readonly sockets: S[];
  /** Only places in line count as present for a call, not those shopping or done; the line leaves out deferred ones. */
  inLine: boolean;
  /** The turn was deferred at some time: how the place stands is read, not computed from the snapshot. */
  isDeferred: boolean;
  /** The fan's times are doubled. */
  extraTime: boolean;
  /** Wall time (ms) at which its state is due to be read again; 0 for never. */
  lookAgainAtMs: number;
}

/** What a token says of its place. */
export interface Seat {
  lane: string;
  number: number;
  member: number;
  token: string;
  isDeferred: boolean;
  extraTime: boolean;
}

/** Positions by the times their fans have. */
export interface PresentPositions {
  usual: number[];
  extraTime: number[];
}

/** More tabs than a person uses; bots gain nothing from more. */
export const SOCKETS_A_PLACE = 3;
/** Three per member of the largest group. */
const SOCKETS_A_GROUP = 24;

interface LanePlaces<S> {
  key: string;
  byNumber: Map<number, SeatedPlace<S>>;
  byPosition: Map<number, SeatedPlace<S>>;
}

/** The places of one sale with sockets on this node, by number and, once drawn, by position. */
export class SeatedPlaces<S> {
  private readonly lanes = new Map<string, LanePlaces<S>>();

  get isEmpty(): boolean {
    return [...this.lanes.values()].every(({ byNumber }) => byNumber.size === 0);
  }

  /**
   * Adds a socket to its place. `displaced` is the oldest socket if the limit is exceeded; the caller must close it.
   */
  add(
    { lane: key, number, member, token, isDeferred, extraTime }: Seat,
    socket: S,
  ): { place: SeatedPlace<S>; displaced: S | null } {
    const lane = this.laneOf(key);
    const place = lane.byNumber.get(number);
    if (!place) {
      const made = { number, token, isDeferred, extraTime, isShared: member > 0 };
      return { place: seat(lane, made, socket), displaced: null };
    }
    place.token = token;
    place.isDeferred ||= isDeferred;
    place.extraTime ||= extraTime;
    place.isShared ||= member > 0;
    place.sockets.push(socket);
    const most = place.isShared ? SOCKETS_A_GROUP : SOCKETS_A_PLACE;
    return { place, displaced: place.sockets.length > most ? (place.sockets.shift() ?? null) : null };
  }

  /** Removes a socket; idempotent for sockets displaced before. */
  remove(place: SeatedPlace<S>, socket: S): void {
    const index = place.sockets.indexOf(socket);
    if (index >= 0) place.sockets.splice(index, 1);
    if (place.sockets.length > 0) return;
    const lane = this.laneOf(place.lane);
    if (lane.byNumber.get(place.number) !== place) return;
    lane.byNumber.delete(place.number);
    if (place.position !== null) lane.byPosition.delete(place.position);
  }

  withNumber(lane: string, number: number): SeatedPlace<S> | null {
    return this.lanes.get(lane)?.byNumber.get(number) ?? null;
  }

  atPosition(lane: string, position: number): SeatedPlace<S> | null {
    return this.lanes.get(lane)?.byPosition.get(position) ?? null;
  }

  /** Yields the places without a known position. */
  *unplaced(): Generator<SeatedPlace<S>> {
    for (const { byNumber } of this.lanes.values())
      for (const place of byNumber.values()) if (place.position === null) yield place;
  }

  *sockets(): Generator<S> {
    for (const { byNumber } of this.lanes.values()) for (const place of byNumber.values()) yield* place.sockets;
  }

  place(place: SeatedPlace<S>, position: number): void {
    place.position = position;
    this.laneOf(place.lane).byPosition.set(position, place);
  }

  /** Returns positions up to `limit` whose fans are present and in line. */
  presentUpTo(lane: string, limit: number): PresentPositions {
    const present: PresentPositions = { usual: [], extraTime: [] };
    for (const [position, place] of this.lanes.get(lane)?.byPosition ?? []) {
      if (position <= limit && place.inLine) present[place.extraTime ? 'extraTime' : 'usual'].push(position);
    }
    return present;
  }

  /** Returns places whose state is due to be read again, at most `most`. */
  dueForALook(nowMs: number, most: number): SeatedPlace<S>[] {
    const due: SeatedPlace<S>[] = [];
    for (const { byNumber } of this.lanes.values()) {
      for (const place of byNumber.values()) {
        if (place.lookAgainAtMs === 0 || place.lookAgainAtMs > nowMs) continue;
        due.push(place);
        if (due.length >= most) return due;
      }
    }
    return due;
  }

  /** Counts the places with a socket here, by lane. */
  counts(): Record<string, number> {
    return Object.fromEntries([...this.lanes].map(([lane, { byNumber }]) => [lane, byNumber.size]));
  }

  private laneOf(key: string): LanePlaces<S> {
    const present = this.lanes.get(key);
    if (present) return present;
    const made: LanePlaces<S> = { key, byNumber: new Map(), byPosition: new Map() };
    this.lanes.set(key, made);
    return made;
  }
}

function seat<S>(
  lane: LanePlaces<S>,
  { number, token, isShared, isDeferred, extraTime }: Omit<Seat, 'lane' | 'member'> & { isShared: boolean },
  socket: S,
): SeatedPlace<S> {
  const place: SeatedPlace<S> = {
    lane: lane.key,
    number,
    token,
    position: null,
    isShared,
    sockets: [socket], // sized exactly: an empty list would grow to a capacity of 17
    inLine: true,
    isDeferred,
    extraTime,
    lookAgainAtMs: 0,
  };
  lane.byNumber.set(number, place);
  return place;
}
