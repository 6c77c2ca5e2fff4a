import { Agent, request } from 'undici';
import type { Problem } from '../../src/contract/errors.js';

export interface Answer<T> {
  status: number;
  /** The body of a successful call. */
  data: T | null;
  problem: Problem | null;
}
interface Call {
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  path: string;
  body?: unknown;
  headers?: Record<string, string>;
}

const CALL_TIMEOUT_MS = 15_000;
const CONNECTIONS = 128;
const PAUSE_MS = 250;
/** How long a person keeps retrying in a browser: long enough for a node to be restored. */
const PATIENCE_MS = 150_000;
/** Temporary refusals: by a node asking to retry, or by the proxy while nodes are down. */
const COME_AGAIN = new Set([429, 502, 503, 504]);
/** Pause before retrying a node that refused connections, since it may have restarted. */
const DEAD_MS = 2_000;
/** Timeout of a single probe. */
const PROBE_TIMEOUT_MS = 3_000;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Calls the public API like a browser behind a load balancer: fails over from unresponsive nodes and honours the
 * back-off of 429 and 503. A call may thus reach the server twice, so unsafe ones carry an Idempotency-Key.
 */
export class Api {
  private readonly dispatcher = new Agent({ connections: CONNECTIONS, pipelining: 1, connect: { timeout: 2_000 } });
  private next = 0;
  private readonly dead = new Map<string, number>();
  waits = 0;
  failovers = 0;
  /** Counts of 5xx responses and broken connections, by code. */
  readonly faults = new Map<string, number>();

  constructor(readonly urls: readonly string[]) {}

  /** Returns the next node, round robin, skipping those recently found dead. */
  node(): string {
    const alive = this.urls.filter((url) => (this.dead.get(url) ?? 0) < Date.now());
    const urls = alive.length > 0 ? alive : this.urls;
    this.next += 1;
    return urls[this.next % urls.length] ?? '';
  }

  markDead(url: string): void {
    this.dead.set(url, Date.now() + DEAD_MS);
  }

  /** Throws only after no node has answered for a long time. */
  async call<T>(call: Call): Promise<Answer<T>> {
    let last: unknown;
    for (const until = Date.now() + PATIENCE_MS; Date.now() < until; ) {
      const url = this.node();
      try {
        const answer = await this.send<T>(url, call, CALL_TIMEOUT_MS);
        if (!COME_AGAIN.has(answer.status)) return answer;
        this.waits += 1;
        last = answer.problem?.code;
        await pause(Math.min(answer.problem?.retryAfterMs ?? PAUSE_MS, 2_000) * (0.5 + Math.random()));
      } catch (error) {
        last = error;
        this.failovers += 1;
        await pause(PAUSE_MS * Math.random());
      }
    }
    throw new Error(`${call.method ?? 'GET'} ${call.path} got no response: ${String(last)}`);
  }

  /** Like `call`, but without retries. */
  async once<T>(call: Call): Promise<Answer<T>> {
    return await this.send<T>(this.node(), call, PROBE_TIMEOUT_MS);
  }

  async close(): Promise<void> {
    await this.dispatcher.destroy();
  }

  private async send<T>(url: string, call: Call, timeoutMs: number): Promise<Answer<T>> {
    try {
      const answer = await this.request<T>(url, call, timeoutMs);
      if (answer.status >= 500) this.count(nameOf(answer, call));
      return answer;
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
      this.count(code);
      if (code === 'ECONNREFUSED') this.markDead(url);
      throw error;
    }
  }

  private count(fault: string): void {
    this.faults.set(fault, (this.faults.get(fault) ?? 0) + 1);
  }

  private async request<T>(
    url: string,
    { method = 'GET', path, body, headers = {} }: Call,
    timeoutMs: number,
  ): Promise<Answer<T>> {
    const answer = await request(path.startsWith('http') ? path : `${url}${path}`, {
      method,
      dispatcher: this.dispatcher,
      headersTimeout: timeoutMs,
      bodyTimeout: timeoutMs,
      headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.body.text();
    const isJson = /json/.test(String(answer.headers['content-type'] ?? ''));
    const parsed: unknown = isJson ? JSON.parse(text) : null;
    const fine = answer.statusCode < 400;
    return { status: answer.statusCode, data: fine ? (parsed as T) : null, problem: fine ? null : (parsed as Problem) };
  }
}

/** An overloaded node refuses by what is asked for, so that is part of the name. */
function nameOf({ status, problem }: Answer<unknown>, { method = 'GET', path }: Call): string {
  const code = `${status} ${problem?.code ?? ''}`.trim();
  if (problem?.code !== 'OVERLOADED') return code;
  const [, ...parts] = path.replace(/\?.*$/, '').split('/');
  // names, not ids
  return `${code} ${method} /${parts.filter((part) => /^[a-z-]+$|^v1$/.test(part)).join('/')}`;
}
