import type { IncomingMessage } from 'node:http';
import type { Socket as TcpSocket } from 'node:net';

/**
 * The internals of an engine.io connection used by this folder. The package is pinned; engine-connection.spec.ts fails
 * if an upgrade changes any of them.
 */
export interface EngineConnection {
  readonly readyState: string;
  readonly protocol: number;
  /** True while a polling client moves to a websocket. */
  readonly upgrading: boolean;
  readonly writeBuffer: readonly unknown[];
  readonly transport: EngineTransport;
  request: IncomingMessage | null;
  cleanupFn: (() => void)[];
  sentCallbackFn: unknown[];
  pingIntervalTimer: NodeJS.Timeout | null;
  /** Non-null while a pong is awaited; engine.io sets it to null on arrival. */
  pingTimeoutTimer: { refresh(): unknown } | null;
  write(packet: string, options: { compress: boolean }): unknown;
  sendPacket(type: 'ping'): void;
  onClose(reason: string): void;
  close(discard?: boolean): void;

  // our three fields: as many as V8 adds without growing the object
  /** Hash of network and browser, see originOf. */
  origin?: number;
  nextPingAtMs?: number;
  /** Number of namespace entrances requested. */
  entrances?: number;
}

interface EngineTransport {
  readonly name: string;
  readonly writable: boolean;
  /** The ws connection, if the transport is one. */
  readonly socket?: { readonly readyState: number; readonly _socket: TcpSocket | null; _closeTimeout?: number };
}

const WS_OPEN = 1;

/**
 * Returns the TCP socket of a websocket if it may be written to directly without reordering engine.io's output:
 * compression is off, so ws writes whole frames synchronously, and engine.io's buffer is empty. Null for any other
 * connection.
 */
export function writableSocketOf({
  readyState,
  upgrading,
  writeBuffer,
  transport,
}: EngineConnection): TcpSocket | null {
  if (readyState !== 'open' || upgrading || writeBuffer.length > 0 || transport.name !== 'websocket') return null;
  const { socket } = transport;
  return socket && socket.readyState === WS_OPEN ? socket._socket : null;
}

/** Bounds the wait for the peer's close frame; engine.io has no option for it. */
export function closeWithin({ transport }: EngineConnection, ms: number): void {
  if (transport.socket) transport.socket._closeTimeout = ms;
}

/** Returns the connection of a Socket.IO socket, typed with its internals. */
export function connectionOf({ conn }: { conn: object }): EngineConnection {
  return conn as EngineConnection;
}
