import { connect, type Socket } from 'node:net';

type Settle = (status: number | null) => void;

const HEAD_END = '\r\n\r\n';
const CHUNKED = /\r\ntransfer-encoding: *chunked/i;
const LENGTH = /\r\ncontent-length: *(\d+)/i;
/** Maximum length of an answer buffered to find its end; a longer one closes the connection. */
const MAX_ANSWER = 65_536;

/**
 * A plain HTTP/1.1 connection with one request in flight, for webhooks to a receiver on the same machine: a general
 * client costs several times as much CPU, at the expense of the server measured beside the simulator.
 */
export class KeptConnection {
  private readonly socket: Socket;
  private answer = '';
  private settle: Settle | null = null;
  private closed = false;
  usedAtMs = 0;

  constructor(host: string, port: number, timeoutMs: number) {
    this.socket = connect({ host, port, noDelay: true });
    this.socket.setEncoding('latin1');
    this.socket.setTimeout(timeoutMs, () => this.close());
    this.socket.on('data', (text: string) => this.read(text));
    this.socket.on('error', () => this.close());
    this.socket.on('close', () => this.close());
  }

  get usable(): boolean {
    return !this.closed;
  }

  /** Sends one complete request. Calls `settle` once: with the status, or null if there was no answer. */
  send(request: string, settle: Settle): void {
    if (this.closed) return settle(null);
    this.settle = settle;
    this.answer = '';
    this.socket.write(request);
  }

  close(): void {
    this.closed = true;
    this.socket.destroy();
    this.done(null);
  }

  private read(text: string): void {
    this.answer += text;
    const status = completeStatus(this.answer);
    if (status === null) {
      if (this.answer.length > MAX_ANSWER) this.close();
      return;
    }
    if (/\r\nconnection: *close/i.test(this.answer)) {
      this.closed = true;
      this.socket.destroy();
    }
    this.done(status);
  }

  private done(status: number | null): void {
    const { settle } = this;
    this.settle = null;
    this.usedAtMs = Date.now();
    settle?.(status);
  }
}

/** Returns the status once the answer is complete; null before that. */
export function completeStatus(answer: string): number | null {
  const headEnd = answer.indexOf(HEAD_END);
  if (headEnd < 0) return null;
  const head = answer.slice(0, headEnd);
  const status = Number(head.slice(9, 12));
  const bodyLength = answer.length - headEnd - HEAD_END.length;
  const length = LENGTH.exec(head)?.[1];
  if (length !== undefined) return bodyLength >= Number(length) ? status : null;
  if (CHUNKED.test(head)) return answer.endsWith('0\r\n\r\n') ? status : null;
  return status;
}
