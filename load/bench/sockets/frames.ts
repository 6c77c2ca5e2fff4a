/** The subset of RFC 6455 a counting client needs: text frames below 64 KiB, no fragments. */

const MASK = Buffer.from([0x37, 0xfa, 0x21, 0x3d]);
const SHORT = 125;
const MEDIUM = 126;

/** Encodes a masked text frame, as required of clients. */
export function clientFrame(text: string): Buffer {
  const payload = Buffer.from(text);
  const long = payload.length > SHORT;
  const head = long ? [0x81, 0x80 | MEDIUM, payload.length >> 8, payload.length & 0xff] : [0x81, 0x80 | payload.length];
  for (const [index, byte] of payload.entries()) payload[index] = byte ^ (MASK[index % MASK.length] ?? 0);
  return Buffer.concat([Buffer.from(head), MASK, payload]);
}

/**
 * Extracts complete frames and returns the remaining bytes of a partial one.
 * `heard` receives the payload as a view, so that counting does not copy.
 */
export function readFrames(bytes: Buffer, heard: (payload: Buffer) => void): Buffer {
  let at = 0;
  while (bytes.length - at >= 2) {
    const short = (bytes[at + 1] ?? 0) & 0x7f;
    if (short > MEDIUM) throw new Error('frames of 64 KiB or more are not supported');
    const headLength = short === MEDIUM ? 4 : 2;
    if (bytes.length - at < headLength) break;
    const length = short === MEDIUM ? bytes.readUInt16BE(at + 2) : short;
    const end = at + headLength + length;
    if (end > bytes.length) break;
    heard(bytes.subarray(at + headLength, end));
    at = end;
  }
  return bytes.subarray(at);
}
