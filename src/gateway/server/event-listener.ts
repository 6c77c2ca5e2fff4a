import { acknowledge, type ClientEvent, dispatch, refused } from './client-events.js';
import { EventRateLimit, RETRY_AFTER_MS } from './event-rate-limit.js';

/** Awaited acknowledgements: none. Socket.IO would make a map for each socket. */
const NO_ACKS = new Map();

/** A socket whose events are limited. */
export interface LimitedSocket {
  data: {
    /** Made with its first event: most sockets only wait. */
    rateLimit: EventRateLimit | null;
  };
  disconnect(close: boolean): unknown;
}

/** Answers the events of a namespace's sockets, each within its rate limit. */
export class EventListener<S extends LimitedSocket> {
  /** One for all sockets: Socket.IO would make an array for each. */
  private readonly listeners: ((this: S, ...args: unknown[]) => void)[];

  constructor(events: ReadonlyMap<string, ClientEvent<S>>) {
    const hear = (socket: S, args: readonly unknown[]): void => answer(events, socket, args);
    this.listeners = [
      function (...args) {
        hear(this, args);
      },
    ];
  }

  /** As `socket.onAny` would. Socket.IO reads both fields and writes neither: no acknowledgement is ever asked of a client. */
  listenTo(socket: S): void {
    Object.assign(socket, { _anyListeners: this.listeners, acks: NO_ACKS });
  }
}

function answer<S extends LimitedSocket>(
  events: ReadonlyMap<string, ClientEvent<S>>,
  socket: S,
  args: readonly unknown[],
): void {
  socket.data.rateLimit ??= new EventRateLimit();
  const verdict = socket.data.rateLimit.next(Date.now());
  if (verdict === 'take') void dispatch(events, socket, args);
  else if (verdict === 'close') socket.disconnect(true);
  else acknowledge(args, refused('RATE_LIMITED', { retryAfterMs: RETRY_AFTER_MS }));
}
