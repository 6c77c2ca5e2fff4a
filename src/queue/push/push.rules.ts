import type { PlaceState } from '../../contract/shapes.js';

/** The browsers' own push services: nothing else is ever called, whatever a page sends. */
const PUSH_HOSTS = [
  'fcm.googleapis.com',
  'push.services.mozilla.com',
  'notify.windows.com',
  'web.push.apple.com',
] as const;

/** @param allowedOrigins inside addresses that the operator named */
export function isPushService(endpoint: string, allowedOrigins: readonly string[]): boolean {
  if (!URL.canParse(endpoint)) return false;
  const { protocol, hostname, origin, port } = new URL(endpoint);
  if (allowedOrigins.includes(origin)) return true;
  return (
    protocol === 'https:' &&
    port === '' &&
    PUSH_HOSTS.some((host) => hostname === host || hostname.endsWith(`.${host}`))
  );
}

/** A sleeping phone is told this long before its turn: enough to pick it up and open the page. */
const NEARLY_MINUTES = 3;
/** A line that stands still or has just begun has no rate: then so many places before the turn. */
const NEARLY_LEAST = 5;

/** How many places before their turn fans are told that it is near. */
export function nearlyLead(ratePerMinute: number | null): number {
  return Math.max(NEARLY_LEAST, Math.ceil((ratePerMinute ?? 0) * NEARLY_MINUTES));
}

export type PushKind = 'nearly' | 'turn';
export type PushStep = 'send' | 'later' | 'end';

/** Whether a message is still true: the place may have been left, used or put off since it was written down. */
export function pushStep(state: PlaceState, stale: boolean): PushStep {
  if (stale || state === 'deferred') return 'later';
  return state === 'waiting' || state === 'called' ? 'send' : 'end';
}

export type PushOutcome = 'sent' | 'gone' | 'again';

/** What the answer of a push service means (RFC 8030): 404 and 410 end a subscription; a refused message is not worth a second try. */
export function pushOutcome(status: number): PushOutcome {
  if (status >= 200 && status < 300) return 'sent';
  return status === 429 || status >= 500 ? 'again' : 'gone';
}
