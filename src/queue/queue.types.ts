import type { AdmissionReason } from '../contract/admission-reasons.js';
import type {
  AdmissionShape,
  DrawShape,
  JoinShape,
  LaneAccess,
  LaneSnapshot,
  PlaceShape,
  SaleState,
} from '../contract/shapes.js';
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

/** What the waiting room must know of a sale; it keeps the line, not the sale. */
export interface QueueSetup {
  saleId: string;
  slug: string;
  state: SaleState;
  lanes: readonly QueueLaneSetup[];
  policy: AdmissionPolicy;
  policyVersion: number;
  opensAt: string;
  /** Whether the draw needs the public beacon's randomness, too. */
  beacon: boolean;
}

/** A place as its token names it. Position is null until the draw. */
export interface PlaceRef extends PlaceToken {
  position: number | null;
}

/** The right to shop, by value: what other rooms hand to their scripts (lua/include/require-permit.lua). */
export interface Permit {
  saleId: string;
  lane: string;
  admissionId: string;
  /** Limits count by it, whatever the pass. */
  fanKey: string;
  /** How many people share the basket: limits are multiplied by it. */
  members: number;
  /** The sorted set of active admissions and the hash of what is known of each. */
  keys: [string, string];
  member: string;
  stamp: EpochStamp;
}
/** A permit that nobody has looked up yet: its script reads whether the admission is alive, and its fan key. */
export type UncheckedPermit = Omit<Permit, 'fanKey' | 'members'>;
export type UncheckedResult =
  | { kind: 'ok'; permit: UncheckedPermit }
  | { kind: 'invalid' }
  | { kind: 'expired' }
  | { kind: 'away' };
export type PermitResult =
  | { kind: 'ok'; permit: Permit }
  | { kind: 'invalid' }
  | { kind: 'expired' }
  | { kind: 'revoked' }
  | { kind: 'away' };

/** Whose pass it is, be its admission over or not. */
export type BearerResult =
  | { kind: 'ok'; saleId: string; lane: string; admissionId: string }
  | { kind: 'invalid' }
  | { kind: 'expired' };

export type IdentifyResult = { kind: 'place'; place: PlaceRef } | { kind: 'invalid' };

/** Whether a place costs a proof of work: never, when somebody takes many or all come at once, or always. */
export type ChallengeMode = 'off' | 'auto' | 'on';
/** What proves that one person takes one place: nothing, a code sent by e-mail, or the promoter's own login. */
export type EntryMode = 'open' | 'email' | 'account';

/** Keys that sign the promoter's own tokens of identity. */
export interface IdentityKeys {
  jwksUrl: string | null;
  keys: readonly Record<string, unknown>[] | null;
  /** `iss` and `aud` that a token must name; null for any. */
  issuer: string | null;
  audience: string | null;
}

/** What a sale asks of whoever wants a place. */
export interface EntryRules {
  challenge: ChallengeMode;
  entry: EntryMode;
  identityKeys: IdentityKeys | null;
  /** Nobody new gets a place for now. */
  frozen: boolean;
  lanes: readonly { key: string; access: LaneAccess }[];
}
/** What was brought along. */
export interface EntryProofs {
  challenge?: string | undefined;
  accessCode?: string | undefined;
  identity?: string | undefined;
}
export interface JoinTerms {
  /** Left out: the lane of the access code, or the first lane that is open to everybody. */
  lane?: string | undefined;
  /** The device's place token, when its browser has one. */
  device?: string | null;
  /** Left out by callers that ask for nothing but the number. The client's network is worked out only where it counts. */
  entry?: { rules: EntryRules; proofs: EntryProofs; client: () => ClientNetwork };
}

/** Why nobody gets a place for what was brought along. */
export type EntryRefusal =
  | { kind: 'frozen' }
  | { kind: 'lane_unknown' }
  | { kind: 'challenge_required' }
  | { kind: 'challenge_invalid' }
  | { kind: 'code_required' }
  | { kind: 'code_invalid' }
  | { kind: 'identity_required' }
  | { kind: 'rate_limited'; retryAfterMs: number }
  | { kind: 'away' };

export type JoinResult =
  | ({ kind: 'taken' | 'repeated' } & JoinShape)
  | EntryRefusal
  | { kind: 'not_open' }
  | { kind: 'closed' }
  | { kind: 'overloaded'; retryAfterMs: number };

/** A join by a friend's group code. */
export type GroupJoinResult =
  | Extract<JoinResult, { kind: 'taken' | 'repeated' | 'away' | 'overloaded' }>
  | { kind: 'group_code_invalid' }
  | { kind: 'group_closed' }
  | { kind: 'group_full' };

/** Why a call about a place is refused, the same on every path. */
export type PlaceRefusal =
  | { kind: 'invalid' }
  | { kind: 'left' }
  /** It is on another device now. */
  | { kind: 'moved' }
  | { kind: 'done' }
  | { kind: 'expired' }
  | { kind: 'rate_limited'; retryAfterMs: number }
  | { kind: 'away' };

export type PlaceResult = { kind: 'place'; place: PlaceShape } | PlaceRefusal;

export type ClaimResult =
  | ({ kind: 'admitted' } & AdmissionShape)
  | { kind: 'not_yet'; position: number | null; retryAfterMs: number }
  | { kind: 'not_open' }
  | { kind: 'paused' }
  | { kind: 'sold_out' }
  | { kind: 'closed' }
  /** Another member of the group shops. */
  | { kind: 'group_shopping' }
  | PlaceRefusal;

export type DeferResult =
  | { kind: 'deferred'; saleId: string; placeToken: string; place: PlaceShape }
  | { kind: 'defer_limit' }
  | { kind: 'not_open' }
  | PlaceRefusal;
export type ExtraTimeResult = { kind: 'extra_time'; factor: 2; saleId: string; placeToken: string } | PlaceRefusal;
/** Leaving twice is leaving. */
export type LeaveResult = { kind: 'left_now' } | PlaceRefusal;

export interface LaneFigures extends LaneSnapshot {
  /** Called and not yet come. */
  called: number;
  /** Near the front and present. */
  ready: number;
  /** Positions not yet called or passed over. */
  waiting: number;
}

/** A line at one instant, for the snapshot and the control room. */
export interface QueueFigures {
  saleId: string;
  slug: string;
  epoch: number;
  saleMs: number;
  /** By how much sale time was moved back to extend deadlines: with it, time never falls. */
  extendedMs: number;
  state: SaleState;
  /** Of the policy in force. */
  policyVersion: number;
  lanes: Record<string, LaneFigures>;
  draw: DrawShape;
  active: number;
  called: number;
  /** Whole admissions that could be called at once. */
  credit: number;
  admittedPerMinute: number;
  reason: AdmissionReason;
  target: { cap: number; perMinute: number };
  connected: number;
  nodes: { id: string; connected: number; roles: string[]; at: string }[];
}

interface BeatReading {
  /** Somebody is there, or may be: the sale must not rest. */
  isLively: boolean;
  /** Somebody present waits for a call, or has been called. */
  lineWaits: boolean;
  /** The line as it was read for this beat. */
  figures: () => QueueFigures;
}
/** `early`: another node ticked less than a quarter of a second ago. */
export type Beat =
  | ({ kind: 'ticked'; called: number } & BeatReading)
  | ({ kind: 'early'; inMs: number } & BeatReading)
  | { kind: 'away' };
