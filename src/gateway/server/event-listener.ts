import { acknowledge, type ClientEvent, dispatch, refused, sizeOf } from './client-events.js';
import { EventRateLimit, RETRY_AFTER_MS } from './event-rate-limit.js';

/** Shared empty map of pending acknowledgements; Socket.IO would create one per socket. */
const NO_ACKS = new Map();

/** A rate-limited socket. */
export interface LimitedSocket {
  data: {
    /** Created on the first event: most sockets only wait. */
    rateLimit: EventRateLimit | null;
  };
  disconnect(close: boolean): unknown;
}

/** Answers the events of a namespace's sockets, within each socket's rate limit. */
export class EventListener<S extends LimitedSocket> {
  /** Shared by all sockets; Socket.IO would create an array for each. */
  private readonly listeners: ((this: S, ...args: unknown[]) => void)[];

  constructor(events: ReadonlyMap<string, ClientEvent<S>>) {
    const hear = (socket: S, args: readonly unknown[]): void => answer(events, socket, args);
    this.listeners = [
      function (...args) {
        hear(this, args);
      },
    ];
  }

  /**
   * Replaces `socket.onAny`. Socket.IO only reads both fields, since no acknowledgement is ever requested from a
   * client.
   */
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
  const size = sizeOf(args);
  const verdict = socket.data.rateLimit.next(performance.now(), size);
  if (verdict === 'take') void dispatch(events, socket, args, size);
  else if (verdict === 'close') socket.disconnect(true);
  else acknowledge(args, refused('RATE_LIMITED', { retryAfterMs: RETRY_AFTER_MS }));
}
