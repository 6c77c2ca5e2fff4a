import type { Acknowledged } from '../../../src/contract/live/socket-events.js';
import { serverClock } from '../state/server-clock.js';
import { fullJitter, toldDelayMs } from './backoff.js';
import { connectFrame, decodePacket, disconnectFrame, eventFrame, pongFrame } from './packets.js';

export type LinkState = 'connecting' | 'live' | 'away';
type Handlers = Record<string, (...args: never[]) => void>;

/** A connection that lived this long counts as stable: the next loss resets the back-off. */
const stableAfterMs = 10_000;
const handshakeTimeoutMs = 10_000;

interface LiveSocketOptions<E extends Handlers> {
  namespace: string;
  /** Evaluated on every connect, because passes are renewed while the page is open. */
  auth: () => Record<string, string>;
  on: Partial<E>;
  onLink: (state: LinkState, failures: number) => void;
  /** Called for any packet received on the open connection. */
  onNews?: () => void;
  /** Called when the server refuses this namespace; returning true stops reconnecting. */
  onRefused?: (data: unknown) => boolean;
}

/**
 * Minimal Socket.IO client over WebSocket only, typed by the server's event map. Reconnects with full jitter until
 * `close`; after each reconnect the server resends the current state.
 */
export class LiveSocket<E extends { [K in keyof E]: (...args: never[]) => void }> {
  private socket: WebSocket | null = null;
  private attempt = 0;
  private connectedAt = 0;
  private nextAckId = 0;
  private closed = false;
  /** By the server's clock: what the device counts itself may stand still while it sleeps. */
  private earliestRetryAt = 0;
  private readonly acks = new Map<number, (answer: Acknowledged<never>) => void>();
  private retryTimer: ReturnType<typeof setTimeout> | undefined;
  private silenceTimer: ReturnType<typeof setTimeout> | undefined;
  private silenceMs = handshakeTimeoutMs;

  constructor(private readonly options: LiveSocketOptions<E & Handlers>) {}

  connect(): void {
    if (this.closed || this.socket) return;
    clearTimeout(this.retryTimer);
    this.options.onLink('connecting', this.attempt);
    const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
    const socket = new WebSocket(
      `${scheme}://${location.host}/socket.io${this.options.namespace}/?EIO=4&transport=websocket&told=1`,
    );
    this.socket = socket;
    this.silenceMs = handshakeTimeoutMs;
    this.watchSilence(socket);
    socket.onmessage = (message) => {
      if (socket === this.socket && typeof message.data === 'string') this.receive(socket, message.data);
    };
    socket.onclose = (end) => this.lost(socket, toldDelayMs(end));
  }

  /**
   * Reconnects at once, skipping the back-off: the page became visible or the network returned. After a sleep only an
   * answer of the server tells the time, so it is called again once there is one.
   */
  wake(): void {
    if (!this.socket && serverClock.now() >= this.earliestRetryAt) this.connect();
  }

  /** Drops a dead connection and reconnects as after a loss. */
  giveUp(): void {
    const socket = this.socket;
    if (!socket) return;
    socket.close();
    this.lost(socket);
  }

  /** Delays the next connection as the server requested. */
  holdOff(afterMs: number): void {
    this.earliestRetryAt = serverClock.now() + afterMs;
  }

  /** Emits one event and waits for its acknowledgement; null if it could not be sent or timed out. */
  ask<T>(name: string, body: unknown, timeoutMs = 4_000): Promise<Acknowledged<T> | null> {
    const socket = this.socket;
    if (!socket || !this.connectedAt) return Promise.resolve(null);
    const id = this.nextAckId++;
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.acks.delete(id);
        resolve(null);
      }, timeoutMs);
      this.acks.set(id, (answer) => {
        clearTimeout(timer);
        resolve(answer);
      });
      socket.send(eventFrame(this.options.namespace, id, name, body));
    });
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.retryTimer);
    clearTimeout(this.silenceTimer);
    const socket = this.socket;
    this.socket = null;
    if (!socket) return;
    if (this.connectedAt && socket.readyState === WebSocket.OPEN) socket.send(disconnectFrame(this.options.namespace));
    socket.close();
  }

  private receive(socket: WebSocket, frame: string): void {
    this.watchSilence(socket);
    const packet = decodePacket(frame, this.options.namespace);
    if (this.connectedAt) this.options.onNews?.();
    switch (packet.kind) {
      case 'open':
        this.silenceMs = packet.pingIntervalMs + packet.pingTimeoutMs;
        socket.send(connectFrame(this.options.namespace, this.options.auth()));
        break;
      case 'ping':
        socket.send(pongFrame);
        break;
      case 'connected':
        this.connectedAt = performance.now();
        this.options.onLink('live', 0);
        break;
      case 'refused':
        if (this.options.onRefused?.(packet.data)) this.close();
        else socket.close();
        break;
      case 'close':
        socket.close();
        break;
      case 'event':
        (this.options.on as Handlers)[packet.name]?.(...(packet.args as never[]));
        break;
      case 'ack':
        this.acks.get(packet.id)?.(packet.args[0] as Acknowledged<never>);
        this.acks.delete(packet.id);
        break;
      case 'ignored':
        break;
    }
  }

  /** Detects a dead network, which closes no socket: silence beyond the heartbeat interval counts as a loss. */
  private watchSilence(socket: WebSocket): void {
    clearTimeout(this.silenceTimer);
    this.silenceTimer = setTimeout(() => socket === this.socket && this.giveUp(), this.silenceMs);
  }

  /** @param toldMs the delay that a server which refused it asked for; null: none */
  private lost(socket: WebSocket, toldMs: number | null = null): void {
    if (socket !== this.socket) return;
    this.socket = null;
    clearTimeout(this.silenceTimer);
    this.acks.clear();
    if (this.connectedAt && performance.now() - this.connectedAt > stableAfterMs) this.attempt = 0;
    this.connectedAt = 0;
    if (this.closed) return;
    if (toldMs !== null) this.holdOff(toldMs);
    // a time of one's own needs no jitter; but a node that stops tells everybody to come soon, and may be met again
    const backOffMs = toldMs === null || this.attempt ? fullJitter(this.attempt) : 0;
    const delay = Math.max(backOffMs, this.earliestRetryAt - serverClock.now());
    this.attempt += 1;
    this.options.onLink('away', this.attempt);
    this.retryTimer = setTimeout(() => this.connect(), delay);
  }
}
