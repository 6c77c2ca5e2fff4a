import type { IncomingMessage } from 'node:http';
import type { EngineConnection } from './engine-connection.js';

type Closer = (...args: never[]) => void;
const closers = new WeakMap<IncomingMessage, Closer>();

/**
 * Remembers the close listener that `slim` later removes; must be called during the handshake. engine.io has just
 * wrapped a websocket's raw socket in a response of its own, whose close listener retains the request, its headers and
 * its parser for the life of the connection. That listener is the last one.
 */
export function rememberCloser(request: IncomingMessage): void {
  if (request.headers.upgrade === undefined) return;
  const last = request.socket.rawListeners('close').at(-1);
  if (last) closers.set(request, last as Closer);
}

/** Releases what an open connection does not need: saves 2 kB per waiting socket. */
export function slim(connection: Pick<EngineConnection, 'request' | 'cleanupFn'>): void {
  const { request } = connection;
  if (!request) return;
  const closer = closers.get(request);
  if (closer) request.socket.removeListener('close', closer);
  connection.request = null;
  connection.cleanupFn = connection.cleanupFn.slice(); // a one-entry copy of a list whose capacity has grown to 17
}

/** Replaces the empty callback list, whose capacity grew to 17 with the first packet. */
export function trim(connection: Pick<EngineConnection, 'sentCallbackFn'>): void {
  if (connection.sentCallbackFn.length === 0) connection.sentCallbackFn = [];
}

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/** Hashes client network and browser into one number: distinguishes two machines but identifies neither. */
export function originOf(network: string, userAgent: string): number {
  return hashInto(hashInto(hashInto(FNV_OFFSET, network), ' '), userAgent) >>> 0;
}

function hashInto(start: number, text: string): number {
  let hash = start;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), FNV_PRIME);
  return hash;
}
