import type { IncomingMessage } from 'node:http';
import type { Socket as TcpSocket } from 'node:net';

/**
 * What this folder uses of an engine.io connection beyond its public types. The package is pinned; engine-connection.spec.ts
 * fails when an upgrade changes any of it.
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
  /** Set while a pong is awaited; engine.io sets it to null when one arrives. */
  pingTimeoutTimer: { refresh(): unknown } | null;
  write(packet: string, options: { compress: boolean }): unknown;
  sendPacket(type: 'ping'): void;
  onClose(reason: string): void;
  close(discard?: boolean): void;

  // ours, three fields: as many as V8 gives an object without growing it
  /** See originOf. */
  origin?: number;
  nextPingAtMs?: number;
  /** How often it has asked to enter a namespace. */
  entrances?: number;
}

interface EngineTransport {
  readonly name: string;
  readonly writable: boolean;
  /** The ws connection, when the transport is one. */
  readonly socket?: { readonly readyState: number; readonly _socket: TcpSocket | null; _closeTimeout?: number };
}

const WS_OPEN = 1;

/**
 * The TCP socket of a websocket that may be written to directly, in order with what engine.io sends: compression is off, so
 * ws writes whole frames synchronously, and nothing waits in engine.io's buffer. Null for any other connection.
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

/** Bounds the wait for a peer that does not answer the close frame; engine.io offers no option for it. */
export function closeWithin({ transport }: EngineConnection, ms: number): void {
  if (transport.socket) transport.socket._closeTimeout = ms;
}

/** The connection of a Socket.IO socket, as this folder sees it. */
export function connectionOf({ conn }: { conn: object }): EngineConnection {
  return conn as EngineConnection;
}
