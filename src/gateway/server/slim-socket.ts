import type { IncomingMessage } from 'node:http';
import type { EngineConnection } from './engine-connection.js';

type Closer = (...args: never[]) => void;
const closers = new WeakMap<IncomingMessage, Closer>();

/**
 * To be called while a handshake is decided. engine.io has just wrapped the raw socket of a websocket into a response of its
 * own, which listens to the socket's close and thereby keeps the request, its headers and its parser for as long as the
 * connection lives. That listener is the last one; it is remembered so that `slim` can take it away.
 */
export function rememberCloser(request: IncomingMessage): void {
  if (request.headers.upgrade === undefined) return;
  const last = request.socket.rawListeners('close').at(-1);
  if (last) closers.set(request, last as Closer);
}

/** Lets go of what an opened connection does not need: 2 kilobytes of every waiting socket. */
export function slim(connection: Pick<EngineConnection, 'request' | 'cleanupFn'>): void {
  const { request } = connection;
  if (!request) return;
  const closer = closers.get(request);
  if (closer) request.socket.removeListener('close', closer);
  connection.request = null;
  connection.cleanupFn = connection.cleanupFn.slice(); // one entry in a list that has grown for 17
}

/** Replaces the list of callbacks, which has grown for 17 at the first packet, once it is empty. */
export function trim(connection: Pick<EngineConnection, 'sentCallbackFn'>): void {
  if (connection.sentCallbackFn.length === 0) connection.sentCallbackFn = [];
}

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/** One number for a client network and a browser: enough to tell two machines apart, useless to find either. */
export function originOf(network: string, userAgent: string): number {
  return hashInto(hashInto(hashInto(FNV_OFFSET, network), ' '), userAgent) >>> 0;
}

function hashInto(start: number, text: string): number {
  let hash = start;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), FNV_PRIME);
  return hash;
}
