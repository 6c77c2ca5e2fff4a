import WebSocket from 'ws';
import { TRY_AGAIN_LATER } from '../../src/contract/live/close-codes.js';

/**
 * A fan's connection to /queue: engine.io 4 and socket.io 5 framing over raw ws, at about a tenth of the official
 * client's cost, so that thousands fit into one process.
 */
export class LineSocket {
  private socket: WebSocket | null = null;
  private nextAck = 1;
  private readonly acks = new Map<number, (answer: unknown) => void>();

  constructor(
    private readonly placeToken: string,
    private readonly heard: (event: string, payload: unknown) => void,
    /** @param toldMs after how long a node that refused it wants it back; null: it does not say */
    private readonly lost: (toldMs: number | null) => void,
  ) {}

  get open(): boolean {
    return this.socket?.readyState === WebSocket.OPEN;
  }

  connect(url: string): void {
    const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/socket.io/?EIO=4&transport=websocket&told=1`, {
      perMessageDeflate: false,
      handshakeTimeout: 10_000,
    });
    this.socket = socket;
    let over = false;
    const end = (toldMs: number | null): void => {
      if (over) return;
      over = true;
      for (const ack of this.acks.values()) ack(null);
      this.acks.clear();
      if (this.socket === socket) this.lost(toldMs);
    };
    socket.on('error', () => end(null));
    socket.on('close', (code: number, reason: Buffer) =>
      end(code === TRY_AGAIN_LATER ? Number(reason.toString()) : null),
    );
    socket.on('message', (data: Buffer) => this.read(socket, data.toString()));
  }

  /** Sends an event and awaits its acknowledgement; null on connection loss or after 5 s. */
  async ask(event: string, payload: unknown): Promise<unknown> {
    const { socket } = this;
    if (!socket || socket.readyState !== WebSocket.OPEN) return null;
    const id = this.nextAck++;
    return await new Promise((resolve) => {
      const timer = setTimeout(() => this.settle(id, null), 5_000);
      this.acks.set(id, (answer) => {
        clearTimeout(timer);
        resolve(answer);
      });
      socket.send(`42/queue,${id}${JSON.stringify([event, payload])}`);
    });
  }

  close(): void {
    const { socket } = this;
    this.socket = null;
    socket?.close();
  }

  private settle(id: number, answer: unknown): void {
    const ack = this.acks.get(id);
    this.acks.delete(id);
    ack?.(answer);
  }

  private read(socket: WebSocket, packet: string): void {
    if (packet === '2') return socket.send('3');
    if (packet.startsWith('0')) return socket.send(`40/queue,${JSON.stringify({ placeToken: this.placeToken })}`);
    if (packet.startsWith('44/queue')) return socket.close(); // refused: the caller reconnects to another node
    const match = /^4([23])\/queue,(\d*)(\[.*\])$/s.exec(packet);
    if (!match) return;
    const parts = JSON.parse(match[3] ?? '[]') as unknown[];
    if (match[1] === '3') this.settle(Number(match[2]), parts[0]);
    else if (typeof parts[0] === 'string') this.heard(parts[0], parts[1]);
  }
}
