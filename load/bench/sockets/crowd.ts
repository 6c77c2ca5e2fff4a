import { connect, type Socket } from 'node:net';
import { pause } from '../../terminal.js';
import { clientFrame, readFrames } from './frames.js';

/** Protocol by which a client enters and recognises that it is in. */
export interface Etiquette {
  path: string;
  /** Reply to the server's first frame; null when the handshake suffices. */
  greeting: (index: number) => Buffer | null;
  /** Returns whether this payload completes the greeting. */
  isIn: (payload: Buffer) => boolean;
  /** Receives every message after that. */
  hears?: (payload: Buffer) => void;
}

const PING = '2'.charCodeAt(0);
const PONG = clientFrame('3');
const OPENING_AT_ONCE = 64;
const ENTER_WITHIN_MS = 20_000;
/** A busy server refuses handshakes; clients come again, as ours do. */
const TRIES = 20;
const AGAIN_MS = 500;
const HEAD_END = '\r\n\r\n';
/** Smaller messages are heartbeats and updates of one place. */
const BROADCAST_BYTES = 400;

/** The handshake was answered, and not with 101. */
class RefusedError extends Error {}

/** Thousands of websocket clients over plain TCP: enter, answer heartbeats, and count broadcasts. */
export class Crowd {
  /** Broadcasts received so far, by the length of their payload. */
  readonly received = new Map<number, number>();
  private readonly sockets: Socket[] = [];
  private waiting: { length: number; count: number; done: () => void } | null = null;

  constructor(
    private readonly port: number,
    private readonly etiquette: Etiquette,
  ) {}

  get size(): number {
    return this.sockets.length;
  }

  async open(count: number): Promise<void> {
    let next = this.sockets.length;
    const last = next + count;
    const openOneAfterAnother = async (): Promise<void> => {
      while (next < last) await this.enter(next++);
    };
    await Promise.all(Array.from({ length: OPENING_AT_ONCE }, openOneAfterAnother));
  }

  /** Returns whether this many more broadcasts of this length arrived in time. */
  async receives(length: number, count: number, withinMs: number): Promise<boolean> {
    const target = (this.received.get(length) ?? 0) + count;
    return await new Promise<boolean>((resolve) => {
      const timer = setTimeout(() => {
        this.waiting = null;
        resolve(false);
      }, withinMs);
      const done = (): void => {
        clearTimeout(timer);
        resolve(true);
      };
      this.waiting = { length, count: target, done };
    });
  }

  get deliveries(): number {
    return [...this.received.values()].reduce((sum, count) => sum + count, 0);
  }

  close(): void {
    for (const socket of this.sockets.splice(0)) socket.destroy();
  }

  private async enter(index: number): Promise<void> {
    for (let n = 1; ; n += 1) {
      try {
        await this.tryToEnter(index);
        return;
      } catch (error) {
        if (!(error instanceof RefusedError) || n === TRIES) throw error;
      }
      await pause(AGAIN_MS * (0.5 + Math.random()));
    }
  }

  private async tryToEnter(index: number): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      const socket = connect({ port: this.port, host: '127.0.0.1', noDelay: true });
      const timer = setTimeout(() => reject(new Error(`socket ${index} did not enter in time`)), ENTER_WITHIN_MS);
      const entered = (): void => {
        clearTimeout(timer);
        this.sockets.push(socket);
        resolve();
      };
      socket.once('error', reject);
      socket.once('close', () => reject(new Error(`socket ${index} was closed`)));
      socket.write(upgradeRequest(this.etiquette.path, this.port));
      const refused = (): void => {
        clearTimeout(timer);
        reject(new RefusedError(`the handshake of socket ${index} was refused`));
        socket.destroy();
      };
      this.listen(socket, index, entered, refused);
    });
  }

  private listen(socket: Socket, index: number, entered: () => void, refused: () => void): void {
    let rest: Buffer | null = null; // null until the response head has been read
    let isIn = false;
    let greeted = false;
    const hear = (payload: Buffer): void => {
      if (payload.length === 1 && payload[0] === PING) return void socket.write(PONG);
      if (isIn) {
        this.etiquette.hears?.(payload);
        return this.count(payload.length);
      }
      const greeting = greeted ? null : this.etiquette.greeting(index);
      greeted = true;
      if (greeting) socket.write(greeting);
      if (!this.etiquette.isIn(payload)) return;
      isIn = true;
      entered();
    };
    socket.on('data', (chunk: Buffer) => {
      if (rest === null) {
        const end = chunk.indexOf(HEAD_END); // both servers write the head in one chunk
        if (end < 0 || !chunk.subarray(0, end).includes(' 101 ')) return refused();
        rest = chunk.subarray(end + HEAD_END.length);
        if (this.etiquette.greeting(index) === null) {
          isIn = true;
          entered();
        }
      } else rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      rest = readFrames(rest, hear);
    });
  }

  private count(length: number): void {
    if (length < BROADCAST_BYTES) return;
    const count = (this.received.get(length) ?? 0) + 1;
    this.received.set(length, count);
    const { waiting } = this;
    if (!waiting || waiting.length !== length || count < waiting.count) return;
    this.waiting = null;
    waiting.done();
  }
}

const upgradeRequest = (path: string, port: number): string =>
  [
    `GET ${path} HTTP/1.1`,
    `Host: 127.0.0.1:${port}`,
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    'Accept-Encoding: gzip, deflate, br',
    `Origin: http://127.0.0.1:${port}`,
    'User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36',
    '',
    '',
  ].join('\r\n');
