import { connectionOf, type EngineConnection, writableSocketOf } from './engine-connection.js';
import { textFrame } from './message.js';

/** Told to every client in its handshake: without a ping for the sum of both it considers the connection lost. */
export const PING_INTERVAL_MS = 25_000;
export const PING_TIMEOUT_MS = 20_000;
const SWEEP_MS = 1_000;
const PING = textFrame('2'); // engine.io's type of a ping
/** Stands where engine.io keeps the timer of an awaited pong; it clears the field when the pong arrives. */
const AWAITED = Object.freeze({ refresh: () => undefined });

/**
 * Heartbeats of all websockets of a node by one timer, instead of engine.io's timer and closure for each of them. A socket is
 * pinged every 25 s and closed when it has not answered by the next ping. Connections that began by polling keep engine.io's.
 */
export class HeartbeatSweep {
  private timer: NodeJS.Timeout | null = null;

  /** @param sockets every socket in any namespace; one that has entered none is closed sooner than it would be pinged */
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

  /** Takes over the heartbeat of a connection that has just opened. The clock is monotonic: one that is set harms nobody. */
  adopt(connection: EngineConnection, nowMs = performance.now()): void {
    if (connection.transport.name !== 'websocket' || !connection.pingIntervalTimer) return;
    clearTimeout(connection.pingIntervalTimer);
    connection.pingIntervalTimer = null;
    connection.nextPingAtMs = Math.ceil(nowMs) + this.intervalMs; // an integer needs no memory of its own
  }

  sweep(nowMs: number): void {
    for (const socket of this.sockets()) {
      const connection = connectionOf(socket);
      // a connection in two namespaces comes twice and is due once
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
