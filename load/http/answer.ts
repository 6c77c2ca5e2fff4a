/** One complete HTTP/1.1 response. */
export interface Answer {
  status: number;
  /** Status line and headers, in lower case. */
  head: string;
  body: string;
  keepAlive: boolean;
}
export interface Parsed {
  answer: Answer;
  /** Length of the response within the input, in bytes. */
  length: number;
}

const HEAD_END = Buffer.from('\r\n\r\n');
const LAST_CHUNK = Buffer.from('\r\n0\r\n\r\n');
const EMPTY_BODY = Buffer.from('0\r\n\r\n');

/** Parses one response from the start of `bytes`. Returns null while incomplete. */
export function parseAnswer(bytes: Buffer): Parsed | null {
  const headEnd = bytes.indexOf(HEAD_END);
  if (headEnd < 0) return null;
  const head = bytes.toString('latin1', 0, headEnd).toLowerCase();
  const status = Number(head.slice(9, 12));
  const start = headEnd + HEAD_END.length;
  const keepAlive = !head.includes('\r\nconnection: close');
  const whole = (end: number, body: string): Parsed => ({ answer: { status, head, body, keepAlive }, length: end });
  if (status === 204 || status === 304) return whole(start, '');
  const at = head.indexOf('\r\ncontent-length:');
  if (at >= 0) {
    const end = start + Number.parseInt(head.slice(at + 17), 10);
    return bytes.length < end ? null : whole(end, bytes.toString('utf8', start, end));
  }
  if (!head.includes('\r\ntransfer-encoding: chunked')) throw new Error('the response has no length');
  if (bytes.subarray(start, start + EMPTY_BODY.length).equals(EMPTY_BODY)) return whole(start + EMPTY_BODY.length, '');
  const last = bytes.indexOf(LAST_CHUNK, start);
  if (last < 0) return null;
  return whole(last + LAST_CHUNK.length, unchunk(bytes.subarray(start, last + 2)));
}

function unchunk(bytes: Buffer): string {
  const parts: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    const lineEnd = bytes.indexOf('\r\n', at);
    const size = Number.parseInt(bytes.toString('latin1', at, lineEnd), 16);
    if (lineEnd < 0 || !(size > 0)) break;
    parts.push(bytes.subarray(lineEnd + 2, lineEnd + 2 + size));
    at = lineEnd + 2 + size + 2;
  }
  return Buffer.concat(parts).toString();
}
