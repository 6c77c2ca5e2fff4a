import { connectionOf, type EngineConnection, writableSocketOf } from './engine-connection.js';

/** A server event, encoded once for all recipients. */
export interface Message {
  /** engine.io packet, for polling clients. */
  readonly packet: string;
  /** Complete frame, for websockets. */
  readonly frame: Buffer;
}

const FINAL_TEXT = 0x81;
const SHORT = 125;
const TWO_BYTES = 126;
const EIGHT_BYTES = 127;
const UNCOMPRESSED = { compress: false };

/** @param json the event's JSON-encoded payload */
export function encodeMessage(namespace: string, event: string, json: string): Message {
  const packet = `2${namespace},[${JSON.stringify(event)},${json}]`;
  return { packet, frame: textFrame(`4${packet}`) }; // 4 is engine.io's packet type of a message
}

/** Encodes the events of one namespace; the event determines the payload's type. */
export function messagesOf<E extends object>(
  namespace: string,
): <N extends keyof E & string>(event: N, payload: PayloadOf<E[N]>) => Message {
  return (event, payload) => encodeMessage(namespace, event, JSON.stringify(payload));
}
type PayloadOf<F> = F extends (payload: infer P) => void ? P : never;

/** Returns an unmasked, unfragmented text frame (RFC 6455, 5.2). */
export function textFrame(text: string): Buffer {
  const length = Buffer.byteLength(text);
  const headLength = length <= SHORT ? 2 : length <= 0xffff ? 4 : 10;
  const frame = Buffer.allocUnsafeSlow(headLength + length); // not pooled: it may be in flight for a long time
  frame[0] = FINAL_TEXT;
  frame[1] = headLength === 2 ? length : headLength === 4 ? TWO_BYTES : EIGHT_BYTES;
  if (headLength === 4) frame.writeUInt16BE(length, 2);
  if (headLength === 10) frame.writeBigUInt64BE(BigInt(length), 2);
  frame.write(text, headLength);
  return frame;
}

/** Sends a message, in order with everything sent before. */
export function send(socket: { conn: object }, message: Message): void {
  const connection = connectionOf(socket);
  const tcp = writableSocketOf(connection);
  if (tcp) tcp.write(message.frame);
  else connection.write(message.packet, UNCOMPRESSED);
}

/** Sends a message that the next one of its kind supersedes; skips readers with unsent bytes. */
export function sendUnlessBehind(socket: { conn: object }, message: Message): void {
  const connection = connectionOf(socket);
  const tcp = writableSocketOf(connection);
  if (tcp) {
    if (tcp.writableLength === 0) tcp.write(message.frame);
  } else if (isIdle(connection)) connection.write(message.packet, UNCOMPRESSED);
}

const isIdle = ({ transport, writeBuffer }: EngineConnection): boolean =>
  transport.writable && writeBuffer.length === 0;
