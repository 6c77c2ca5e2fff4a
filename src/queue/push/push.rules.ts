import type { PlaceState } from '../../contract/line/line-shapes.js';
import type { PlaceRefusal } from '../queue.types.js';

/** Allow-list of the browsers' own push services, because endpoints come from pages. */
const PUSH_HOSTS = [
  'fcm.googleapis.com',
  'push.services.mozilla.com',
  'notify.windows.com',
  'web.push.apple.com',
] as const;

/** @param allowedOrigins internal addresses that the operator has allowed */
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

/** Notice before the turn: enough to pick up a phone and open the page. */
const NEARLY_MINUTES = 3;
/** Minimum lead in places, for a line that stands still or has no rate yet. */
const NEARLY_LEAST = 5;

/** Returns how many places before their turn fans are notified. */
export function nearlyLead(ratePerMinute: number | null): number {
  return Math.max(NEARLY_LEAST, Math.ceil((ratePerMinute ?? 0) * NEARLY_MINUTES));
}

export type PushKind = 'nearly' | 'turn';
export type PushChannel = 'push' | 'mail';

/** Returns whether a fan who had been passed by the line got in after all. */
export const cameBack = (ended: PlaceState | PlaceRefusal['kind']): boolean =>
  ended === 'admitted' || ended === 'done' || ended === 'PLACE_DONE';

export type PushStep = 'send' | 'later' | 'end';

/** Decides whether a due message still holds: the place may have been left, used or deferred in the meantime. */
export function pushStep(state: PlaceState): PushStep {
  if (state === 'deferred') return 'later';
  return state === 'waiting' || state === 'called' ? 'send' : 'end';
}

export type PushOutcome = 'sent' | 'gone' | 'again';

/** Interprets a push service's status (RFC 8030): 404 and 410 end the subscription, other refusals are not retried. */
export function pushOutcome(status: number): PushOutcome {
  if (status >= 200 && status < 300) return 'sent';
  return status === 429 || status >= 500 ? 'again' : 'gone';
}
