import { aheadOf, chanceAt, waitRange } from '../../../src/contract/line/standing.js';
import type { PlaceShape, Snapshot } from '../../../src/contract/line/line-shapes.js';
import type { Range, SaleShape, SaleState } from '../../../src/contract/sale/sale-shapes.js';

/** How the page currently hears from the server: by socket, by polling, or not at all. */
export type Link = 'connecting' | 'live' | 'polling' | 'away';

export interface Turn {
  claimBefore: string;
  placeKeptUntil: string;
}

/** Everything the waiting room knows; the view is a pure function of it. */
export interface LineState {
  snapshot: Snapshot | null;
  place: PlaceShape | null;
  /** This fan's number and lane; null if this device has no place. */
  joined: { number: number; lane: string } | null;
  /** Position in the order, computed on this device; null before the draw. */
  position: number | null;
  turn: Turn | null;
  /** Until when an e-mail address must be confirmed before the fan may go in; null if nothing is asked. */
  stepUpBefore: string | null;
  /**
   * idle · asking: a claim is in flight · insisting: the fan confirmed presence after a lapse, and the page keeps
   * claiming.
   */
  claim: 'idle' | 'asking' | 'insisting';
  /** used: done, and kept for good because tickets were bought with it · moved: on another device now. */
  ended: 'expired' | 'left' | 'done' | 'used' | 'moved' | null;
  admitted: boolean;
  link: Link;
  /** True on the server: whether the reader has a place is not known. */
  unread: boolean;
}

export type Phase =
  | 'loading'
  | 'noPlace'
  | 'before'
  | 'drawing'
  | 'waiting'
  | 'atDoor'
  | 'turn'
  | 'lapsed'
  | 'stepUp'
  | 'deferred'
  | 'admitted'
  | 'paused'
  | 'soldOut'
  | 'closed'
  | 'expired'
  | 'left'
  | 'moved'
  | 'done'
  | 'used';

export interface LineView {
  phase: Phase;
  position: number | null;
  ahead: number | null;
  wait: Range | null;
  chance: Range | null;
  /** How many places were taken in this lane. */
  arrivals: number | null;
  /** N is frozen, but the order is not determined until the beacon's round is published. */
  awaitsBeacon: boolean;
  opensAt: string | null;
  claimBefore: string | null;
  keptUntil: string | null;
  deferredUntil: string | null;
  /** The data shown may be outdated. */
  stale: boolean;
}

export const emptyLine: LineState = {
  snapshot: null,
  place: null,
  joined: null,
  position: null,
  turn: null,
  stepUpBefore: null,
  claim: 'idle',
  ended: null,
  admitted: false,
  link: 'connecting',
  unread: false,
};

/** The end of the fan's own place takes precedence, then the sale's state, then the fan's position. */
function phaseOf(line: LineState, nowMs: number): Phase {
  if (line.admitted || line.place?.state === 'admitted') return 'admitted';
  if (line.ended) return line.ended;
  if (line.unread) return line.snapshot?.state === 'closed' ? 'closed' : 'loading';
  if (!line.joined) return line.snapshot?.state === 'closed' ? 'closed' : 'noPlace';
  if (!line.snapshot) return 'loading';
  return phaseOfSale(line.snapshot.state) ?? phaseInLine(line, line.snapshot, nowMs);
}

function phaseOfSale(state: SaleState): Phase | null {
  if (state === 'closed') return 'closed';
  if (state === 'paused') return 'paused';
  return state === 'sold_out' ? 'soldOut' : null;
}

function phaseInLine(line: LineState, snapshot: Snapshot, nowMs: number): Phase {
  if (line.position === null) return nowMs < Date.parse(snapshot.opensAt) ? 'before' : 'drawing';
  const turn = turnOf(line);
  if (turn && nowMs < Date.parse(turn.claimBefore)) return 'turn';
  if (line.stepUpBefore !== null && nowMs < Date.parse(line.stepUpBefore)) return 'stepUp';
  const serving = snapshot.lanes[line.joined?.lane ?? '']?.serving ?? 0;
  if (line.claim === 'insisting') return 'atDoor';
  if (turn) return 'lapsed';
  if (line.place?.state === 'deferred' && nowMs < Date.parse(line.place.deferredUntil ?? '')) return 'deferred';
  return line.position <= serving ? 'atDoor' : 'waiting';
}

/** Returns the call received by socket, or read from the place if the socket missed it. */
export function turnOf(line: Pick<LineState, 'turn' | 'place'>): Turn | null {
  const place = line.place;
  const read = place?.state === 'called' && place.claimBefore && place.placeKeptUntil;
  return (
    line.turn ?? (read ? { claimBefore: place.claimBefore ?? '', placeKeptUntil: place.placeKeptUntil ?? '' } : null)
  );
}

/** What the fan sees. `nowMs` is the server's wall clock. */
const isAwaitingBeacon = ({ beaconChain, frozenAt, seed }: Snapshot['draw']): boolean =>
  beaconChain !== null && frozenAt !== null && seed === null;

export function lineView(line: LineState, nowMs: number): LineView {
  const lane = line.joined ? line.snapshot?.lanes[line.joined.lane] : undefined;
  const ahead = lane ? aheadOf(line.position, lane.serving) : null;
  return {
    phase: phaseOf(line, nowMs),
    position: line.position,
    ahead,
    wait: lane ? waitRange(ahead, lane.measured) : null,
    chance: lane ? chanceAt(ahead, lane.chance) : null,
    arrivals: lane?.arrivals ?? null,
    awaitsBeacon: line.snapshot !== null && isAwaitingBeacon(line.snapshot.draw),
    opensAt: line.snapshot?.opensAt ?? null,
    claimBefore: turnOf(line)?.claimBefore ?? null,
    keptUntil: line.stepUpBefore ?? turnOf(line)?.placeKeptUntil ?? line.place?.placeKeptUntil ?? null,
    deferredUntil: line.place?.deferredUntil ?? null,
    stale: line.snapshot?.stale === true || line.link === 'away',
  };
}

/** Whether this fan should poll their own state: the front of the line is near (waiting-room: window). */
export function isNearFront(line: LineState): boolean {
  const lane = line.joined ? line.snapshot?.lanes[line.joined.lane] : undefined;
  return line.position !== null && lane !== undefined && line.position <= lane.serving + lane.window;
}

/** Whether a place of this lane needs an access code, which may be used up. */
export const isCodedLane = ({ lanes }: SaleShape, key: string | undefined): boolean =>
  lanes.some((lane) => lane.key === key && lane.access !== 'open');

/** Returns the share of the rope already covered: 0 at the start, 1 at the door. */
export function ropeProgress(ahead: number, startAhead: number): number {
  if (startAhead <= 0) return 1;
  return Math.min(1, Math.max(0, 1 - ahead / startAhead));
}

/** Phases before the first turn: whoever has missed one may have answered what it asks for. */
export const aheadOfTurn = new Set<Phase>(['before', 'drawing', 'waiting', 'deferred']);

/** Phases in which the fan is still in the line. */
export const inLine = new Set<Phase>([
  'before',
  'drawing',
  'waiting',
  'atDoor',
  'lapsed',
  'stepUp',
  'deferred',
  'paused',
  'soldOut',
]);
