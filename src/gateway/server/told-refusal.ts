import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { TRY_AGAIN_LATER } from '../../contract/live/close-codes.js';

/** Of RFC 6455, for the answer's key. */
const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const KEY = /^[A-Za-z0-9+/]{22}==$/;
const CLOSE = 0x88;
/** Peers that have not closed within this time are cut off. */
const GONE_WITHIN_MS = 5_000;
/** They count as no sockets of the node. A page closes within a round trip; with more at once the rest is not told. */
const MOST = 2_000;

/** Asked for by pages that read the reason of a close. */
export const asksToBeTold = (url: string | undefined): boolean => url?.endsWith('&told=1') === true;

/**
 * Refuses handshakes such that the page learns when to come back. No browser shows it the answer to a refused one, but
 * the reason of a close; so the connection is opened and closed in one write, without a session.
 */
export class ToldRefusals {
  private readonly closing = new Set<Socket>();
  private isOver = false;

  constructor(
    private readonly most = MOST,
    private readonly goneWithinMs = GONE_WITHIN_MS,
  ) {}

  /**
   * Returns false if the request is none that can be answered so, or too many are being closed.
   * @param afterMs called if it is
   */
  refuse(request: IncomingMessage, afterMs: () => number): boolean {
    const { socket } = request;
    const key = request.headers['sec-websocket-key'];
    if (key === undefined || !KEY.test(key) || request.headers['sec-websocket-version'] !== '13') return false;
    if (this.isOver || this.closing.size >= this.most) return false;
    const accept = createHash('sha1')
      .update(key + GUID)
      .digest('base64');
    this.endInTime(socket);
    const head = `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`;
    socket.end(Buffer.concat([Buffer.from(head), closeFrame(String(afterMs()))]));
    socket.resume(); // its answer to the close
    return true;
  }

  /** Cuts off those left, which would keep the server open, and tells nobody any more. */
  end(): void {
    this.isOver = true;
    for (const socket of this.closing) socket.destroy();
  }

  /** A timer of its own, since a socket's counts from the last byte, and a peer may send one whenever it likes. */
  private endInTime(socket: Socket): void {
    this.closing.add(socket);
    const timer = setTimeout(() => {
      this.closing.delete(socket);
      socket.destroy();
    }, this.goneWithinMs);
    timer.unref();
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      clearTimeout(timer);
      this.closing.delete(socket);
    });
  }
}

function closeFrame(reason: string): Buffer {
  const frame = Buffer.alloc(4 + reason.length);
  frame.writeUInt8(CLOSE, 0);
  frame.writeUInt8(2 + reason.length, 1);
  frame.writeUInt16BE(TRY_AGAIN_LATER, 2);
  frame.write(reason, 4, 'ascii');
  return frame;
}
