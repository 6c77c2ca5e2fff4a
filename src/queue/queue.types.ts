import type { DegradationStep } from '../contract/line/degradation.js';
import type { AdmissionReason } from '../contract/line/admission-reasons.js';
import type { AdmissionShape, DrawShape, JoinShape, LaneSnapshot, PlaceShape } from '../contract/line/line-shapes.js';
import type { LaneAccess, SaleState } from '../contract/sale/sale-shapes.js';
import type { ClientNetwork } from '../platform/http/network.js';
import type { EpochStamp } from '../saletime/epoch-stamp.js';
import type { AdmissionPolicy } from './admission/admission.policy.js';
import type { PlaceToken } from './places/place-token.js';

export interface QueueLaneSetup {
  key: string;
  label: string;
  weight: number;
  access: LaneAccess;
}

/** What the waiting room needs to know about a sale; it owns the line, not the sale. */
export interface QueueSetup {
  saleId: string;
  slug: string;
  state: SaleState;
  lanes: readonly QueueLaneSetup[];
  policy: AdmissionPolicy;
  policyVersion: number;
  opensAt: string;
  /** Whether the draw also needs the public beacon's randomness. */
  beacon: boolean;
}

/** A place as named by its token. Position is null until the draw. */
export interface PlaceRef extends PlaceToken {
  position: number | null;
}

/** The right to shop, by value, as other rooms pass it to their scripts (lua/include/require-permit.lua). */
export interface Permit {
  saleId: string;
  lane: string;
  admissionId: string;
  /** Number of the place that was let in. */
  number: number;
  /** The key that per-fan limits count by, whichever pass is shown. */
  fanKey: string;
  /** Number of people who share the basket; limits are multiplied by it. */
  members: number;
  /** The sorted set of active admissions and the hash of their details. */
  keys: [string, string];
  member: string;
  stamp: EpochStamp;
}
/** A permit not looked up yet: the script that uses it checks that the admission is active and reads its fan key. */
export type UncheckedPermit = Omit<Permit, 'fanKey' | 'members' | 'number'>;
/** The part of a permit by which its admission can be ended. */
export type AdmissionSlot = Pick<Permit, 'keys' | 'member' | 'stamp'>;
export type UncheckedResult =
  | { kind: 'ok'; permit: UncheckedPermit }
  | { kind: 'invalid' }
  | { kind: 'expired' }
  | { kind: 'away' };
export type PermitResult =
  | { kind: 'ok'; permit: Permit }
  | { kind: 'invalid' }
  | { kind: 'expired' }
  | { kind: 'away' };

/** The bearer of a pass, whether its admission is over or not. */
export type BearerResult =
  | { kind: 'ok'; saleId: string; lane: string; admissionId: string }
  | { kind: 'invalid' }
  | { kind: 'expired' };

export type IdentifyResult = { kind: 'place'; place: PlaceRef } | { kind: 'PLACE_TOKEN_INVALID' };

/**
 * Whether joining costs a proof of work: never, under load or for greedy networks, or always. `observe` asks nobody and
 * counts whom `auto` would have asked.
 */
export type ChallengeMode = 'off' | 'observe' | 'auto' | 'on';
/** How one place per person is enforced: not at all, by an e-mail code, by the promoter's own login, or by a card. */
export type EntryMode = 'open' | 'email' | 'account' | 'card';

/** Keys that verify the promoter's own identity tokens. */
export interface IdentityKeys {
  jwksUrl: string | null;
  keys: readonly Record<string, unknown>[] | null;
  /** Required `iss` and `aud` of a token; null for any. */
  issuer: string | null;
  audience: string | null;
}

/** What a sale requires for a join. */
export interface EntryRules {
  challenge: ChallengeMode;
  entry: EntryMode;
  identityKeys: IdentityKeys | null;
  /** Sales with the same tour give a person one place at a time together; null: each sale by itself. */
  tour: string | null;
  /** Refuses new places for now. */
  frozen: boolean;
  lanes: readonly { key: string; access: LaneAccess }[];
}
/** The proofs that a join brings. */
export interface EntryProofs {
  challenge?: string | undefined;
  accessCode?: string | undefined;
  identity?: string | undefined;
}
export interface JoinTerms {
  /** Defaults to the access code's lane, or else the first open lane. */
  lane?: string | undefined;
  /** The device's place token, if its browser has one. */
  device?: string | null;
  /** The request's Idempotency-Key. */
  callKey?: string | null;
  /**
   * Returns whether the fan of this key holds, is paying for or has bought tickets; null if unknown. Omitted by callers
   * for whom a place whose time to shop is over stays.
   */
  hasTickets?: (fanKey: string) => Promise<boolean | null>;
  /** Omitted by callers that skip the entry rules. The client's network is resolved lazily, only if needed. */
  entry?: { rules: EntryRules; proofs: EntryProofs; client: () => ClientNetwork };
}

/** What is needed to find the place that a device has. */
export type PresentTerms = Pick<JoinTerms, 'hasTickets'> & { device: string };

/** Why a join was refused. */
export type EntryRefusal =
  | { kind: 'frozen' }
  | { kind: 'lane_unknown' }
  | { kind: 'challenge_required' }
  | { kind: 'challenge_invalid' }
  | { kind: 'code_required' }
  | { kind: 'code_invalid' }
  | { kind: 'identity_required' }
  /** The promoter's keys cannot be read: nothing is known about the proof. */
  | { kind: 'identity_away'; retryAfterMs: number }
  /** The person stands in line for another sale of the tour. */
  | { kind: 'elsewhere' }
  | { kind: 'rate_limited'; retryAfterMs: number }
  | { kind: 'away' };

export type JoinResult =
  | ({ kind: 'taken' | 'repeated' } & JoinShape)
  | EntryRefusal
  /** The person left their place after its turn, and a sale gives one person one turn. */
  | { kind: 'had_turn' }
  | { kind: 'not_open' }
  | { kind: 'closed' }
  /** The same Idempotency-Key: still in progress, or used with other proofs. */
  | { kind: 'repeat_running' }
  | { kind: 'repeat_differs' }
  | { kind: 'overloaded'; retryAfterMs: number };

/** Result of a join by a friend's group code. */
export type GroupJoinResult =
  | Extract<JoinResult, { kind: 'taken' | 'repeated' | 'away' | 'overloaded' | 'repeat_running' | 'repeat_differs' }>
  | { kind: 'GROUP_CODE_INVALID' }
  | { kind: 'GROUP_CLOSED' }
  | { kind: 'GROUP_FULL' };

/** Why a call about a place was refused; the same on every path. */
export type PlaceRefusal =
  | { kind: 'PLACE_TOKEN_INVALID' }
  | { kind: 'PLACE_LEFT' }
  /** The place is on another device now. */
  | { kind: 'PLACE_MOVED' }
  | { kind: 'PLACE_DONE' }
  | { kind: 'PLACE_EXPIRED' }
  | { kind: 'RATE_LIMITED'; retryAfterMs: number }
  | { kind: 'away' };

export type PlaceResult = { kind: 'place'; place: PlaceShape } | PlaceRefusal;

export type ClaimResult =
  | ({ kind: 'admitted' } & AdmissionShape)
  | { kind: 'NOT_YET'; position: number | null; retryAfterMs: number }
  | { kind: 'SALE_NOT_OPEN' }
  | { kind: 'SALE_PAUSED' }
  | { kind: 'SOLD_OUT' }
  | { kind: 'SALE_CLOSED' }
  /** Another member of the group is shopping. */
  | { kind: 'GROUP_SHOPPING' }
  /** The turn came, and an e-mail address must be confirmed before the given time. */
  | { kind: 'STEP_UP_REQUIRED'; answerBefore: string }
  | PlaceRefusal;

export type DeferResult =
  | { kind: 'deferred'; saleId: string; placeToken: string; place: PlaceShape }
  | { kind: 'DEFER_LIMIT' }
  | { kind: 'IDEMPOTENCY_MISMATCH' }
  | { kind: 'SALE_NOT_OPEN' }
  | PlaceRefusal;
export type ExtraTimeResult = { kind: 'extra_time'; factor: 2; saleId: string; placeToken: string } | PlaceRefusal;
/** Leaving is idempotent. */
export type LeaveResult = { kind: 'left_now' } | PlaceRefusal;

export interface LaneFigures extends LaneSnapshot {
  /** Called but not yet admitted. */
  called: number;
  /** Near the front and present. */
  ready: number;
  /** Positions not yet called or passed over. */
  waiting: number;
  /** Of `arrivals`, the numbers that a loss of Redis left unused. */
  unused: number;
  /** Places let in so far; their other members are not counted. */
  admitted: number;
}

/** A line at one point in time, for the snapshot and the control room. */
export interface QueueFigures {
  saleId: string;
  slug: string;
  epoch: number;
  saleMs: number;
  /** How far sale time was moved back to extend deadlines, in ms; added to `saleMs` it is monotonic. */
  extendedMs: number;
  state: SaleState;
  /** Version of the policy in force. */
  policyVersion: number;
  lanes: Record<string, LaneFigures>;
  draw: DrawShape;
  active: number;
  called: number;
  /** Whole calls that the rate limiter's bucket would allow now. */
  credit: number;
  admittedPerMinute: number;
  reason: AdmissionReason;
  target: { cap: number; perMinute: number };
  connected: number;
  nodes: { id: string; connected: number; roles: string[]; step: DegradationStep; shedding: string[]; at: string }[];
}

interface BeatReading {
  /** True if somebody is, or may be, present: the sale must not rest. */
  isLively: boolean;
  /** True if somebody present awaits a call, or has been called. */
  lineWaits: boolean;
  /** The line as read for this beat. */
  figures: () => QueueFigures;
}
/** `early`: the sale was ticked less than 250 ms ago. */
export type Beat =
  | ({ kind: 'ticked'; called: number } & BeatReading)
  | ({ kind: 'early'; inMs: number } & BeatReading)
  | { kind: 'away' };

/** What a rebuild of the line found in Redis, beside what it wrote. null: Redis held no line, or it could not be read. */
export interface LineDifference {
  admissionsLost: number | null;
  lanes: {
    lane: string;
    /** Numbers given resume above this one. */
    arrivals: number;
    /** Positions called so far. */
    serving: number;
    found: { arrivals: number; serving: number; called: number; present: number } | null;
  }[];
}
