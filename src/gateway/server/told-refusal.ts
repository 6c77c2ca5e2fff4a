import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { TRY_AGAIN_LATER } from '../../contract/live/close-codes.js';

/** Of RFC 6455, for the answer's key. */
const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const KEY = /^[A-Za-z0-9+/]{22}==$/;
const CLOSE = 0x88;
/** Peers that have not closed within this time are cut off. */
const GONE_WITHIN_MS = 5_000;

/** Asked for by pages that read the reason of a close. */
export const asksToBeTold = (url: string | undefined): boolean => url?.endsWith('&told=1') === true;

/**
 * Refuses a handshake such that the page learns when to come back. No browser shows it the answer to a refused one, but
 * the reason of a close; so the connection is opened and closed in one write, without a session. Returns false if the
 * request is none that can be answered so.
 */
export function refuseTold(request: IncomingMessage, afterMs: number): boolean {
  const { socket } = request;
  const key = request.headers['sec-websocket-key'];
  if (key === undefined || !KEY.test(key) || request.headers['sec-websocket-version'] !== '13') return false;
  const accept = createHash('sha1')
    .update(key + GUID)
    .digest('base64');
  socket.on('error', () => socket.destroy());
  socket.setTimeout(GONE_WITHIN_MS, () => socket.destroy());
  const head = `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`;
  socket.end(Buffer.concat([Buffer.from(head), closeFrame(String(afterMs))]));
  socket.resume(); // its answer to the close
  return true;
}

function closeFrame(reason: string): Buffer {
  const frame = Buffer.alloc(4 + reason.length);
  frame.writeUInt8(CLOSE, 0);
  frame.writeUInt8(2 + reason.length, 1);
  frame.writeUInt16BE(TRY_AGAIN_LATER, 2);
  frame.write(reason, 4, 'ascii');
  return frame;
}
