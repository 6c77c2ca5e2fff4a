import { Agent, request } from 'undici';
import type { Problem } from '../../src/contract/errors.js';

export interface Answer<T> {
  status: number;
  /** The body when the call succeeded. */
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
const TRIES = 40;
const PAUSE_MS = 250;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Calls the public API like a browser behind a load balancer: a node that does not answer is left for another, 429 and
 * 503 are waited for as they ask. Each call may thus reach the server twice: unsafe ones carry an Idempotency-Key.
 */
export class Api {
  private readonly dispatcher = new Agent({ connections: CONNECTIONS, pipelining: 1, connect: { timeout: 2_000 } });
  private next = 0;
  private readonly dead = new Set<string>();
  waits = 0;
  failovers = 0;

  constructor(readonly urls: readonly string[]) {}

  /** The address of a node that was not found dead, in turn. */
  node(): string {
    const alive = this.urls.filter((url) => !this.dead.has(url));
    const urls = alive.length > 0 ? alive : this.urls;
    this.next += 1;
    return urls[this.next % urls.length] ?? '';
  }

  markDead(url: string): void {
    this.dead.add(url);
  }

  /** Throws only when no node answered for a long time. */
  async call<T>(call: Call): Promise<Answer<T>> {
    let last: unknown;
    for (let attempt = 1; attempt <= TRIES; attempt++) {
      const url = this.node();
      try {
        const answer = await this.once<T>(url, call);
        if (answer.status !== 429 && answer.status !== 503) return answer;
        this.waits += 1;
        last = answer.problem?.code;
        await pause(Math.min(answer.problem?.retryAfterMs ?? PAUSE_MS, 2_000) * (0.5 + Math.random()));
      } catch (error) {
        last = error;
        this.failovers += 1;
        if (error instanceof Error && 'code' in error && error.code === 'ECONNREFUSED') this.markDead(url);
        await pause(PAUSE_MS * Math.random());
      }
    }
    throw new Error(`${call.method ?? 'GET'} ${call.path} was not answered: ${String(last)}`);
  }

  async close(): Promise<void> {
    await this.dispatcher.destroy();
  }

  private async once<T>(url: string, { method = 'GET', path, body, headers = {} }: Call): Promise<Answer<T>> {
    const answer = await request(path.startsWith('http') ? path : `${url}${path}`, {
      method,
      dispatcher: this.dispatcher,
      headersTimeout: CALL_TIMEOUT_MS,
      bodyTimeout: CALL_TIMEOUT_MS,
      headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.body.text();
    const parsed: unknown = text === '' ? null : JSON.parse(text);
    const fine = answer.statusCode < 400;
    return { status: answer.statusCode, data: fine ? (parsed as T) : null, problem: fine ? null : (parsed as Problem) };
  }
}
