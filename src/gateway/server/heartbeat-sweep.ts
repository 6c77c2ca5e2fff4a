import { connectionOf, type EngineConnection, writableSocketOf } from './engine-connection.js';
import { textFrame } from './message.js';

/** Sent to every client in its handshake: without a ping for the sum of both it considers the connection lost. */
export const PING_INTERVAL_MS = 25_000;
export const PING_TIMEOUT_MS = 20_000;
const SWEEP_MS = 1_000;
const PING = textFrame('2'); // 2 is engine.io's packet type of a ping
/** Placeholder for engine.io's timer of an awaited pong; engine.io sets the field to null when the pong arrives. */
const AWAITED = Object.freeze({ refresh: () => undefined });

/**
 * Runs the heartbeats of all websockets of a node with one timer, instead of a timer and closure per socket. A socket
 * is pinged every 25 s and closed if it has not answered by the next ping. Connections that began with polling keep
 * engine.io's.
 */
export class HeartbeatSweep {
  private timer: NodeJS.Timeout | null = null;

  /** @param sockets all sockets in any namespace; connections in none are closed before a ping is due */
  constructor(
    private readonly sockets: () => Iterable<{ conn: object }>,
    private readonly intervalMs = PING_INTERVAL_MS,
    private readonly sweepMs = SWEEP_MS,
  ) {}

  start(): void {
    this.timer ??= setInterval(() => this.sweep(performance.now()), this.sweepMs);
    this.timer.unref();
  }

  stop(): void {
    if (this.timer) clearInterval(this.timer);
    this.timer = null;
  }

  /** Takes over the heartbeat of a newly opened connection. Uses a monotonic clock, immune to clock changes. */
  adopt(connection: EngineConnection, nowMs = performance.now()): void {
    if (connection.transport.name !== 'websocket' || !connection.pingIntervalTimer) return;
    clearTimeout(connection.pingIntervalTimer);
    connection.pingIntervalTimer = null;
    connection.nextPingAtMs = Math.ceil(nowMs) + this.intervalMs; // an integer is stored without a heap allocation
  }

  sweep(nowMs: number): void {
    for (const socket of this.sockets()) {
      const connection = connectionOf(socket);
      // a connection in two namespaces is listed twice but due once
      if (connection.nextPingAtMs === undefined || connection.nextPingAtMs > nowMs) continue;
      connection.nextPingAtMs = Math.ceil(nowMs) + this.intervalMs;
      if (connection.pingTimeoutTimer === AWAITED) connection.onClose('ping timeout');
      else ping(connection);
    }
  }
}

function ping(connection: EngineConnection): void {
  const tcp = writableSocketOf(connection);
  if (tcp) tcp.write(PING);
  else connection.sendPacket('ping');
  connection.pingTimeoutTimer = AWAITED;
}
