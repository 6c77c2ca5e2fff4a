import { type ServerResponse, STATUS_CODES } from 'node:http';

/** Headers of an answer, as Node takes them and as they are sent. */
export interface Head {
  /** Names and values alternating, without the content length. */
  headers: readonly string[];
  /** Null: Node must judge them. */
  lines: string | null;
}

/** Where Node keeps the head of an answer; read before it is relied upon. */
interface Kept {
  _header?: unknown;
  _headerSent?: unknown;
}

/**
 * Bytes beyond which an answer goes Node's own way: a connection's keep-alive time begins with the end of an answer, for
 * these as soon as they are handed over, and a slow reader may take longer than that.
 */
const LARGE = 65_536;

const SENDABLE = /^[\t\x20-\x7e]*$/;

/** Renders headers once for many answers. */
export function headOf(headers: readonly string[]): Head {
  let lines = '';
  for (let at = 0; at < headers.length; at += 2) {
    const [name = '', value = ''] = [headers[at], headers[at + 1]];
    if (!SENDABLE.test(name) || !SENDABLE.test(value)) return { headers, lines: null };
    lines += `${name}: ${value}\r\n`;
  }
  return { headers, lines };
}

/** Adds headers of one answer. */
export function headWith(head: Head, headers: readonly string[]): Head {
  if (headers.length === 0) return head;
  const more = headOf(headers);
  const isKnown = head.lines !== null && more.lines !== null;
  return { headers: [...head.headers, ...headers], lines: isKnown ? `${head.lines}${more.lines}` : null };
}

/**
 * Sends answers that are complete, head and body in one write. Node checks and joins the same headers for each answer and
 * hands it to the socket in two pieces, a third of what a small answer costs (decision 235). Once a second an answer goes
 * Node's own way and shows what Node adds to a head; the others of that second repeat it.
 */
export class WholeAnswers {
  /** What Node adds: date and connection. */
  private added = '';
  private untilMs = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly nowMs: () => number = () => performance.now(),
    private readonly now: () => Date = () => new Date(),
  ) {}

  send(response: ServerResponse, status: number, head: Head, text: string): void {
    const length = Buffer.byteLength(text);
    const start = startOf(status, head, length);
    if (start === null || length > LARGE || !isUsual(response)) return sendByNode(response, status, head, text, length);
    if (this.nowMs() >= this.untilMs) {
      sendByNode(response, status, head, text, length);
      return this.learn(response as Kept, start);
    }
    response.statusCode = status;
    Object.assign<Kept, Kept>(response as Kept, { _header: start + this.added, _headerSent: true });
    // as many bytes as letters: nothing to encode
    response.socket?.write(start + this.added + text, length === text.length ? 'latin1' : 'utf8');
    response.end();
  }

  /** A Node that keeps its heads otherwise teaches nothing, so that every answer goes its way. */
  private learn({ _header, _headerSent }: Kept, start: string): void {
    if (typeof _header !== 'string' || typeof _headerSent !== 'boolean' || !_header.startsWith(start)) return;
    this.added = _header.slice(start.length);
    this.untilMs = this.nowMs() + 1_000 - this.now().getMilliseconds();
  }
}

function startOf(status: number, { lines }: Head, length: number): string | null {
  if (lines === null) return null;
  return `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'unknown'}\r\n${lines}content-length: ${length}\r\n`;
}

/** Whether the answer is the next on a connection that stays open, with a body and without headers sent before. */
function isUsual(response: ServerResponse): boolean {
  const { req, socket, shouldKeepAlive } = response;
  return (
    socket?.writable === true &&
    socket.writableCorked === 0 &&
    // what is sent before is on its way: see LARGE
    socket.writableLength === 0 &&
    shouldKeepAlive &&
    req.httpVersion === '1.1' &&
    req.method !== 'HEAD' &&
    !response.headersSent
  );
}

function sendByNode(response: ServerResponse, status: number, { headers }: Head, text: string, length: number): void {
  response.writeHead(status, [...headers, 'content-length', String(length)]);
  response.end(text);
}
