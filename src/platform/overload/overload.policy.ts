/** Priorities under overload: the last of these is refused first. */
export const workClasses = ['exempt', 'money', 'inside', 'join', 'place', 'socket', 'poll'] as const;
export type WorkClass = (typeof workClasses)[number];

export interface Load {
  /** Duration of one turn of the event loop; a new request has already waited about as long. */
  loopDelayMs: number;
  /** Requests in one such turn: a turn that was slow despite few requests was slow for another reason. */
  requestsOfTurn: number;
  /** Requests of this class in flight. */
  inHand: number;
  /** Those of them that are completely received, and not yet answered. */
  working: number;
  /** How long one more of this class will take, by the rate at which they end; 0: unknown. */
  expectedMs: number;
}

interface Bounds {
  loopDelayMs: number;
  inHand: number;
  expectedMs: number;
  /** How long its newcomers may wait to be accepted before some are refused. */
  acceptWaitMs: number;
}
/**
 * A refused poll costs a fan a second, a slow capture costs the sale. Orders wait up to 3 s for the payment provider,
 * so many in flight are normal; holds, joins and polls in flight are bounded by what one store call takes in, and by what
 * this node can answer before the answer is late.
 */
export const bounds: Record<Exclude<WorkClass, 'exempt'>, Bounds> = {
  money: {
    loopDelayMs: 1_000,
    inHand: 4_000,
    expectedMs: Number.POSITIVE_INFINITY,
    acceptWaitMs: Number.POSITIVE_INFINITY,
  },
  /** Few beside the crowd that they wait behind, so that refusing them would shorten no queue. */
  inside: { loopDelayMs: 400, inHand: 2_000, expectedMs: 700, acceptWaitMs: 1_000 },
  join: { loopDelayMs: 150, inHand: 1_500, expectedMs: 500, acceptWaitMs: 300 },
  /**
   * Calls about one's own place: a fan without a socket has no other way to hear of a call, so they go before the
   * handshakes of those who have one to come. Anybody can make them, with any token, so they are counted apart.
   */
  place: { loopDelayMs: 135, inHand: 1_250, expectedMs: 450, acceptWaitMs: 225 },
  /** Of the handshakes only: open sockets are bounded by `maxSockets`. */
  socket: { loopDelayMs: 120, inHand: 1_000, expectedMs: 400, acceptWaitMs: 150 },
  poll: { loopDelayMs: 75, inHand: 500, expectedMs: 300, acceptWaitMs: 150 },
};
/** Fewer requests than this are no overload, however slow the machine is. */
export const CROWD = 64;

export function isRefused(work: WorkClass, load: Load): boolean {
  if (work === 'exempt') return false;
  const bound = bounds[work];
  return (
    crowdDelayMs(load) > bound.loopDelayMs ||
    (load.working >= CROWD && load.expectedMs > bound.expectedMs) ||
    load.inHand >= bound.inHand
  );
}

const LARGEST_SHARE = 0.95;

/**
 * Returns which share of the newcomers of a class to refuse while connections wait to be accepted: none up to the
 * wait that the class bears, nearly all from twice that on; of money nothing. Refusing is cheaper than serving, so the
 * queue gets shorter; while everybody is served it never ends.
 */
export function shareRefused(work: WorkClass, acceptWaitMs: number): number {
  if (work === 'exempt' || work === 'money' || acceptWaitMs === 0) return 0;
  return Math.min(LARGEST_SHARE, Math.max(0, acceptWaitMs / bounds[work].acceptWaitMs - 1));
}

/** Returns the delay that a crowd causes; 0 if the loop is slow for another reason. */
export function crowdDelayMs({ loopDelayMs, requestsOfTurn }: Pick<Load, 'loopDelayMs' | 'requestsOfTurn'>): number {
  return requestsOfTurn >= CROWD ? loopDelayMs : 0;
}

/** Classifies by method and address alone, since it must be cheaper than the refusal it may lead to. */
export function workClassOf(method: string, url: string): WorkClass {
  if (url.startsWith('/v1/')) return apiClassOf(method, url);
  if (url.startsWith('/health/')) return 'exempt';
  // a page that was served also needs its assets
  if (url.startsWith('/assets/')) return 'join';
  return method === 'POST' ? formClassOf(url) : 'poll';
}

/** Forms of pages without JavaScript. */
function formClassOf(url: string): WorkClass {
  if (url.startsWith('/orders/')) return 'money';
  return /\/(shop|claim)(\?|$)/.test(url) ? 'inside' : 'join';
}

function apiClassOf(method: string, url: string): WorkClass {
  if (url.startsWith('/v1/sales')) return salesClassOf(method, url);
  if (url.startsWith('/v1/place')) return url.startsWith('/v1/place/admission') ? 'inside' : 'place';
  if (url.startsWith('/v1/orders') || url.startsWith('/v1/stripe/') || url.startsWith('/v1/partner/')) return 'money';
  if (url.startsWith('/v1/card-checks') || url.startsWith('/v1/pictures/')) return 'join';
  // holds, passes and the team, who must be able to steer an overloaded sale
  return 'inside';
}

function salesClassOf(method: string, url: string): WorkClass {
  if (method !== 'POST') return 'poll';
  return url.endsWith('/holds') || url.includes('/holds?') ? 'inside' : 'join';
}
