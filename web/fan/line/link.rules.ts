import type { LinkState } from '../net/live-socket.js';
import type { Link } from './line-view.js';

/** Failed socket attempts before the page also starts polling; reconnecting continues alongside. */
const socketTries = 2;

/** Returns how the page hears from the server after news of its socket. */
export function linkAfterSocket(before: Link, socket: LinkState, failures: number): Link {
  if (socket === 'live') return 'live';
  if (before === 'polling') return before;
  return before === 'live' || failures > 0 ? 'away' : 'connecting';
}

/** Whether the page polls soon after news of its socket, so that it is never staler than one poll interval. */
export const pollsAfter = (socket: LinkState, failures: number): boolean =>
  socket === 'away' && failures <= socketTries;

/** Returns how the page hears after an answered poll. @param hasSocket whether a first socket may still connect */
export const linkAfterPoll = (before: Link, hasSocket: boolean): Link =>
  hasSocket && before === 'connecting' ? 'connecting' : 'polling';

/** Whether the server refused the socket because of the place: another try would be refused, too. */
export const isOfPlace = (data: unknown): boolean => JSON.stringify(data ?? '').includes('PLACE_');
