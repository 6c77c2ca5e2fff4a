/** Who goes first when there is too much to do: the last of these is refused first. */
export const workClasses = ['exempt', 'money', 'inside', 'join', 'poll'] as const;
export type WorkClass = (typeof workClasses)[number];

export interface Load {
  /** How long the event loop needs for one turn: what arrives now has waited about as long unseen. */
  loopDelayMs: number;
  /** Requests that came in one such turn: a turn that was long for a few of them was long for another reason. */
  requestsOfTurn: number;
  /** Requests of this class that were accepted and not yet answered. */
  inHand: number;
}

interface Bounds {
  loopDelayMs: number;
  inHand: number;
}
/**
 * A refused poll costs a fan a second, a slow capture costs the sale. Orders wait for the payment provider for up to 3 s, so
 * many of them in hand are no sign of trouble; holds, joins and polls in hand are only as many as one store call takes in.
 */
export const bounds: Record<Exclude<WorkClass, 'exempt'>, Bounds> = {
  money: { loopDelayMs: 1_000, inHand: 4_000 },
  inside: { loopDelayMs: 250, inHand: 400 },
  join: { loopDelayMs: 150, inHand: 300 },
  poll: { loopDelayMs: 75, inHand: 200 },
};
/** Fewer requests than this are no crowd, however slow the machine is. */
const CROWD = 64;

export function isRefused(work: WorkClass, { loopDelayMs, requestsOfTurn, inHand }: Load): boolean {
  if (work === 'exempt') return false;
  const bound = bounds[work];
  return (requestsOfTurn >= CROWD && loopDelayMs > bound.loopDelayMs) || inHand >= bound.inHand;
}

/** A turn that is shorter does not slow anybody inside down; one so long is long enough to work in batches. */
export const TURN_TARGET_MS = 5;
/** However long the turns are, the crowd is not forgotten. */
export const LEAST_QUOTA = 8;
const MOST_QUOTA = 10_000;

/** How many of the crowd are read in the next turn, after a turn that took so long with `quota` of them. */
export function nextQuota(quota: number, turnMs: number): number {
  const change = Math.min(2, Math.max(0.5, TURN_TARGET_MS / Math.max(turnMs, 0.1)));
  return Math.round(Math.min(MOST_QUOTA, Math.max(LEAST_QUOTA, quota * change)));
}

/** Those who are not in the shop yet. */
export const isOutside = (work: WorkClass): boolean => work === 'join' || work === 'poll';

/** By method and address alone: it must cost less than the refusal that it may lead to. */
export function workClassOf(method: string, url: string): WorkClass {
  if (url.startsWith('/v1/')) return apiClassOf(method, url);
  if (url.startsWith('/health/')) return 'exempt';
  // somebody whose page was answered needs its files too
  return url.startsWith('/assets/') ? 'join' : 'poll';
}

function apiClassOf(method: string, url: string): WorkClass {
  if (url.startsWith('/v1/sales')) return salesClassOf(method, url);
  if (url.startsWith('/v1/place')) {
    if (url.startsWith('/v1/place/admission')) return 'inside';
    return method === 'GET' ? 'poll' : 'join';
  }
  if (url.startsWith('/v1/orders') || url.startsWith('/v1/stripe/') || url.startsWith('/v1/partner/')) return 'money';
  // holds, passes and the team, who must be able to steer a sale that is overrun
  return 'inside';
}

function salesClassOf(method: string, url: string): WorkClass {
  if (method !== 'POST') return 'poll';
  return url.endsWith('/holds') || url.includes('/holds?') ? 'inside' : 'join';
}
