import { io, type Socket } from 'socket.io-client';
import type { ControlServerEvents } from '../../../src/contract/live/socket-events.js';
import type { LiveHistoryShape } from '../../../src/contract/live/live-history.js';
import type { LiveShape } from '../../../src/contract/live/live-shapes.js';
import type { SocketTicketShape } from '../../../src/contract/staff/staff-shapes.js';
import { call, Refusal } from './api.js';
import { type LivePoint, recall, remember } from './live-history.js';

export interface LiveView {
  live: LiveShape | null;
  /** When it was received, by this browser's clock; 0 before the first. */
  receivedAt: number;
  way: 'socket' | 'polling';
  history: readonly LivePoint[];
}

const LOOK_EVERY_MS = 500;
const LOOK_BACK_MINUTES = 30;
/** The socket delivers figures every second: if they are later than this, the feed polls. */
const POLL_AFTER_MS = 1_600;
const BACK_OFF_MS = [1_000, 30_000] as const;

/**
 * Live figures of one sale: from the socket once a second, by polling while it is down. Figures older than two seconds
 * are marked as stale.
 */
export class LiveFeed {
  private view: LiveView;
  private readonly listeners = new Set<() => void>();
  private socket: Socket<ControlServerEvents> | null = null;
  private timer: ReturnType<typeof setInterval> | null = null;
  private asking = false;
  private failures = 0;

  constructor(private readonly saleId: string) {
    this.view = { live: null, receivedAt: 0, way: 'polling', history: remember(saleId, null) };
  }

  readonly current = (): LiveView => this.view;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    if (this.listeners.size === 1) this.start();
    return () => {
      this.listeners.delete(listener);
      if (this.listeners.size === 0) this.stop();
    };
  };

  /** Refetches at once, so that a change is reflected immediately. */
  readonly refresh = (): void => {
    void this.ask();
  };

  private start(): void {
    this.refresh();
    void this.lookBack();
    this.timer = setInterval(() => {
      if (Date.now() - this.view.receivedAt > POLL_AFTER_MS) void this.ask();
    }, LOOK_EVERY_MS);
    this.connect();
  }

  private stop(): void {
    if (this.timer !== null) clearInterval(this.timer);
    this.socket?.disconnect();
    this.socket = null;
  }

  private connect(): void {
    const socket: Socket<ControlServerEvents> = io('/control', {
      path: '/socket.io/control',
      transports: ['websocket', 'polling'],
      reconnectionDelayMax: BACK_OFF_MS[1],
      // a ticket expires after a minute, so every connection fetches its own
      auth: (give) => {
        void call<SocketTicketShape>('POST', 'socket-tickets', { saleId: this.saleId }).then(
          ({ ticket }) => give({ ticket }),
          () => give({}),
        );
      },
    });
    this.socket = socket;
    socket.on('connect', () => {
      this.failures = 0;
    });
    socket.on('live', (live) => this.take(live, 'socket'));
    socket.on('connect_error', () => this.tryAgain(socket));
    socket.on('disconnect', (reason) => {
      if (reason === 'io server disconnect') this.tryAgain(socket);
    });
  }

  /** Socket.IO reconnects by itself after a lost connection, but not after a refusal. */
  private tryAgain(socket: Socket): void {
    if (socket.active || this.socket !== socket) return;
    const cap = Math.min(BACK_OFF_MS[1], BACK_OFF_MS[0] * 2 ** this.failures);
    this.failures += 1;
    setTimeout(() => {
      if (this.socket === socket) socket.connect();
    }, Math.random() * cap);
  }

  /** Loads the server's last half hour, so that charts survive a reload and match on every device. */
  private async lookBack(): Promise<void> {
    try {
      const past = await call<LiveHistoryShape>('GET', `sales/${this.saleId}/history?minutes=${LOOK_BACK_MINUTES}`);
      this.view = { ...this.view, history: recall(this.saleId, past) };
      for (const listener of this.listeners) listener();
    } catch {
      // the charts start empty instead
    }
  }

  private async ask(): Promise<void> {
    if (this.asking) return;
    this.asking = true;
    try {
      this.take(await call<LiveShape>('GET', `sales/${this.saleId}/live`), 'polling');
    } catch (thrown) {
      // the figures' age is displayed, and the next poll retries; of a sale that is not there nothing ever comes
      if (thrown instanceof Refusal && thrown.status === 404) this.stop();
    } finally {
      this.asking = false;
    }
  }

  private take(live: LiveShape, way: LiveView['way']): void {
    const { live: known } = this.view;
    // a response that was overtaken by a newer one
    if (known && Date.parse(live.at) < Date.parse(known.at)) return;
    this.view = { live, receivedAt: Date.now(), way, history: remember(this.saleId, live) };
    for (const listener of this.listeners) listener();
  }
}
